import leven, { closestMatch } from 'leven';
import { quote } from './node.ts';

/** `; did you mean "vpcId"?`, or nothing when no candidate is close to what was written. */
export function didYouMean(written: string, candidates: readonly string[]): string {
  const match = closest(written, candidates);
  return match === undefined || match === written ? '' : `; did you mean ${quote(match)}?`;
}

/** The candidate that was probably meant, if any: of those equally close the one with the same letters, a transposition. */
export function closest<T extends string>(written: string, candidates: readonly T[]): T | undefined {
  const sameButCase = candidates.find((candidate) => fold(candidate) === fold(written));
  const maxDistance = written.length < 3 ? 1 : Math.max(2, Math.floor(written.length / 3));
  const near = closestMatch(written, candidates, { maxDistance });
  if (sameButCase !== undefined || near === undefined) return sameButCase;
  const [distance, letters] = [leven(written, near), lettersOf(written)];
  const sameLetters = candidates.find(
    (candidate) => lettersOf(candidate) === letters && leven(written, candidate) === distance,
  );
  return sameLetters ?? candidates.find((candidate) => candidate === near);
}

function lettersOf(text: string): string {
  return [...text].toSorted().join('');
}

/** Spelling without case and separators: an input's `vpc-id` and the API's `VpcId` are both `vpcId`. */
function fold(text: string): string {
  return text.toLowerCase().replaceAll(/[-_.\s]/g, '');
}
