import { canonicalNetwork, isNetwork } from '../manifest/networks.ts';

/** An entry of a live allow list in its one canonical form; whatever is no network, as it is. */
export function canonicalEntry(text: string): string {
  const entry = text.trim();
  return isNetwork(entry) ? canonicalNetwork(entry) : text;
}
