/** Finds what a reviewer must know about each change. */

import type { Change } from '../change.js';
import { data } from './data.js';
import { failures } from './failures.js';
import { jobs } from './jobs.js';
import type { Mark } from './mark.js';
import { notes } from './notes.js';

/** The marks of one change of an update, the most important first. */
export const marksOf = (change: Change, all: readonly Change[]): Mark[] =>
  [failures, jobs, data, notes].flatMap((marker) => marker(change, all));
