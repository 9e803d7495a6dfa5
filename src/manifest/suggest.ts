import { closestMatch } from 'leven';
import { quote } from './node.ts';

/** `; did you mean "vpcId"?`, or nothing when no candidate is close to what was written. */
export function didYouMean(written: string, candidates: readonly string[]): string {
  const match = closest(written, candidates);
  return match === undefined || match === written ? '' : `; did you mean ${quote(match)}?`;
}

/** The candidate that was probably meant, if any. */
export function closest<T extends string>(written: string, candidates: readonly T[]): T | undefined {
  const sameButCase = candidates.find((candidate) => fold(candidate) === fold(written));
  const maxDistance = written.length < 3 ? 1 : Math.max(2, Math.floor(written.length / 3));
  const match = sameButCase ?? closestMatch(written, candidates, { maxDistance });
  return candidates.find((candidate) => candidate === match);
}

/** Spelling without case and separators: an input's `vpc-id` and the API's `VpcId` are both `vpcId`. */
function fold(text: string): string {
  return text.toLowerCase().replaceAll(/[-_.\s]/g, '');
}
