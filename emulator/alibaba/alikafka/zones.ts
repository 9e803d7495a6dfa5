import * as z from 'zod';
import { parseJson } from '../../json.ts';

/** Primary and secondary candidates, each a list of zones. */
export type SelectedZones = readonly [readonly string[], readonly string[]];

const SELECTED_ZONES = z.tuple([z.array(z.string()).min(1), z.array(z.string())]).readonly();

/** The two lists of a SelectedZones value, or undefined where it has another form. */
export function selectedZonesFrom(text: string, regionId: string): SelectedZones | undefined {
  const parsed = SELECTED_ZONES.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  return parsed.data.flat().every((zone) => isZone(zone, regionId)) ? parsed.data : undefined;
}

/** Whether a zone is written as `zonea` or as `<region>-a`. */
export function isZone(zone: string, regionId: string): boolean {
  return zoneLetter(zone, regionId) !== undefined;
}

/** `zonea` of either way to write a zone, or undefined where it is no zone of the region. */
export function shortZone(zone: string, regionId: string): string | undefined {
  const letter = zoneLetter(zone, regionId);
  return letter && `zone${letter}`;
}

/** `<region>-a` of either way to write a zone, or undefined where it is no zone of the region. */
export function standardZone(zone: string, regionId: string): string | undefined {
  const letter = zoneLetter(zone, regionId);
  return letter && `${regionId}-${letter}`;
}

function zoneLetter(zone: string, regionId: string): string | undefined {
  const prefix = [`zone`, `${regionId}-`].find((start) => zone.startsWith(start));
  const letter = prefix && zone.slice(prefix.length);
  return letter && /^[a-z]$/.test(letter) ? letter : undefined;
}
