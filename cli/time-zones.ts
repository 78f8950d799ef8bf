/** Finds misspelled time zones, with the data of Node.js. Those of AWS can be newer or older. */

import { nearest } from '../macro/diagnostics/diagnostics.js';

/** The time zone that a name almost is; `undefined` if it is one. */
export const meantTimeZone = (name: string): string | undefined =>
  // More than two different letters can be a zone that Node.js does not know yet.
  isTimeZone(name) ? undefined : nearest(name, Intl.supportedValuesOf('timeZone'), 2);

/** Also by its former names, such as US/Eastern, which no list has. */
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
