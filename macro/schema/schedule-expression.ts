/**
 * The grammar of schedule expressions. It refuses only what AWS refuses for certain: what no page rules out passes.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html
 */

import type { Fault } from './fix.js';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** A field of a cron expression. */
interface CronField {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** The names of the values, in any case. */
  readonly names?: readonly string[];
  /** Forms that only this field has. */
  readonly special?: RegExp;
}

const FIELDS: readonly CronField[] = [
  { name: 'minutes', least: 0, most: 59 },
  { name: 'hours', least: 0, most: 23 },
  // The last day, a number of days before it, the weekday nearest to a day, and the last weekday.
  { name: 'day of month', least: 1, most: 31, special: /^(L(-\d+)?W?|W|(0?[1-9]|[12]\d|3[01])W)$/ },
  { name: 'month', least: 1, most: 12, names: MONTHS },
  // The last day of the week, the last one of its kind in a month, and the nth one.
  {
    name: 'day of week',
    least: 1,
    most: 7,
    names: DAYS,
    special: /^(0?[1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)?(L(-[1-7])?|#[1-5])$/,
  },
  { name: 'year', least: 1970, most: 2199 },
];

const RATE = /^0*[1-9]\d* (minute|hour|day)s?$/;

/** What is wrong with an expression; `undefined` if it is valid. */
export function faultIn(expression: string): Fault | undefined {
  const [, kind, inner = ''] = /^(cron|rate|at)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'cron') {
    const values = inner.trim().split(/\s+/);
    const message = faultInCron(values);
    return message === undefined ? undefined : { message, fix: cronFix(values) };
  }
  if (kind === 'rate' && !RATE.test(inner))
    return { message: 'rate(…) with a number from 1 of minutes, hours or days', fix: rateFix(inner) };
  if (kind === 'at') return isTime(inner) ? undefined : faultInTime(inner);
  return kind ? undefined : { message: 'cron(…), rate(…) or at(…)', fix: formFix(expression.trim()) };
}

/** The names that crontab has for its most frequent schedules. */
const OF_CRONTAB: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

/** A schedule without the name of its form, or as crontab has it. */
function formFix(text: string): string | undefined {
  if (RATE.test(text)) return `Write rate(${text}).`;
  if (TIME.test(text)) return faultInTime(text).fix;
  const fields = (OF_CRONTAB[text] ?? text).split(/\s+/);
  // Without ?, the first of six fields can be that of seconds.
  return fields.length === 5 || fields.includes('?') ? cronFix(fields) : undefined;
}

/** A rate in units that there are. */
function rateFix(inner: string): string {
  const [, amount, unit] = /^(\d+)\s+(second|week)s?$/i.exec(inner) ?? [];
  const number = Number(amount);
  if (unit === undefined || number === 0) return 'For example: rate(6 hours)';
  if (unit.toLowerCase() === 'week') return `Write rate(${number * 7} days).`;
  const minutes = Math.ceil(number / 60);
  return `Write rate(${minutes} minute${minutes === 1 ? '' : 's'}): the smallest unit is a minute.`;
}

/** A time, also with fractions of seconds and a time zone. */
const TIME = /^(\d{4}-\d\d-)(\d\d)(?:T|\s+)(\d\d:\d\d)(:\d\d)?(?:\.\d+)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/i;

function faultInTime(inner: string): Fault {
  const [, month = '', day, minute, second = ':00', zone] = TIME.exec(inner.trim()) ?? [];
  const at = (date: string | undefined) => `${month}${date}T${minute}${second}`;
  const ofZone = zone === undefined ? '' : ' The time zone is that of timezone, by default UTC.';
  const message = 'at(…) with a time that exists, such as 2027-01-31T23:00:00';
  if (isTime(at(day))) return { message, fix: `Write at(${at(day)}).${ofZone}` };
  const last = [31, 30, 29, 28].find((date) => isTime(at(String(date))));
  return last === undefined
    ? { message, fix: 'For example: at(2027-01-31T23:00:00)' }
    : {
        message: 'at(…) with a day that exists',
        fix: `For example: at(${at(String(last))}), on the last day of the month`,
      };
}

/**
 * An expression of crontab, which has no year, and * where AWS has ?. Its days of the week are from 0, for Sunday, and
 * those of AWS from 1.
 */
function cronFix([minutes = '', hours = '', ofMonth = '', month = '', ofWeek = '', ...rest]: readonly string[]) {
  if (rest.length > 1) return undefined;
  const first = rest.length === 0 || /\b0/.test(ofWeek) ? 0 : 1;
  const isOfAws = first === 1 && /[#L]/i.test(ofWeek);
  const named = isOfAws ? ofWeek : ofWeek.replace(/(?<!\/)[0-7]/g, (day) => DAYS[(Number(day) - first) % 7] ?? day);
  // Steps begin on another day, and not every week begins on a Sunday.
  if (first === 0 && (/[/#L]/i.test(ofWeek) || /-.*SUN/i.test(named))) return undefined;
  const isAnyDay = ofWeek === '*' || ofWeek === '?';
  const days = isAnyDay ? [ofMonth, '?'] : ofMonth === '*' ? ['?', named] : [ofMonth, named];
  const fields = [minutes, hours, days[0] ?? '', month, days[1] ?? '', ...(rest.length === 0 ? ['*'] : rest)];
  const fixed = fields.map((value, index) => value.replace(/^\*(?=\/)/, String(FIELDS[index]?.least)));
  return faultInCron(fixed) === undefined ? `Write cron(${fixed.join(' ')}).` : undefined;
}

function faultInCron(values: readonly string[]): string | undefined {
  if (values.length !== FIELDS.length)
    return 'cron(…) with six fields: minutes, hours, day of month, month, day of week and year';
  const [, , ofMonth, , ofWeek] = values;
  if ((ofMonth === '?') === (ofWeek === '?')) return 'cron(…) with ? as either the day of month or the day of week';
  const index = FIELDS.findIndex((field, at) => !isField(field, values[at] ?? ''));
  const wrong = FIELDS[index];
  if (!wrong) return undefined;
  const names = wrong.names ? `, or ${wrong.names[0]} to ${wrong.names.at(-1)},` : '';
  return `cron(…) with ${wrong.name} from ${wrong.least} to ${wrong.most}${names} instead of ${values[index]}`;
}

function isField({ least, most, names = [], special }: CronField, value: string): boolean {
  const isValue = (text: string) =>
    /^\d+$/.test(text) ? Number(text) >= least && Number(text) <= most : names.includes(text);
  const isItem = (text: string) => {
    const [range = '', step, ...others] = text.split('/');
    if (others.length > 0 || (step !== undefined && !/^\d+$/.test(step))) return false;
    const ends = range.split('-');
    return (
      (range === '' && step !== undefined) || (ends.length <= 2 && ends.every((end) => end === '*' || isValue(end)))
    );
  };
  if (value === '?') return special !== undefined;
  const items = value.toUpperCase().split(',');
  // AWS reads each # as an expression of its own.
  if (value.includes('#') && items.length > 1) return false;
  return items.every((item) => isItem(item) || special?.test(item));
}

/** Whether a text is a date of the calendar with a time of day. */
function isTime(text: string): boolean {
  const [year = 0, month = 0, day = 0] = (/^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.exec(text) ?? [])
    .slice(1, 4)
    .map(Number);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days;
}
