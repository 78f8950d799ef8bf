/** Finds misspelled time zones, with the data of Node.js. Those of AWS can be newer or older. */

import { nearest } from '../macro/diagnostics/diagnostics.js';

/** The time zone that a name almost is, or the last part of; `undefined` if it is one. */
export function meantTimeZone(name: string): string | undefined {
  const zones = Intl.supportedValuesOf('timeZone');
  const lower = name.toLowerCase();
  const same = zones.find((zone) => zone.toLowerCase() === lower);
  if (same !== undefined) return same === name ? undefined : same;
  if (isTimeZone(name)) return undefined;
  const [city, ...others] = zones.filter((zone) => zone.toLowerCase().endsWith(`/${lower}`));
  // More than two different letters can be a zone that Node.js does not know yet.
  return others.length === 0 && city !== undefined ? city : nearest(name, zones, 2);
}

/** Also by its former names, such as US/Eastern, which no list has. */
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
