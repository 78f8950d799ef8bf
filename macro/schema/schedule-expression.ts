/**
 * The grammar of schedule expressions. It refuses only what AWS refuses for certain: what no page rules out passes.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html
 */

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

/** What is expected instead of an expression; `undefined` if it is valid. */
export function faultIn(expression: string): string | undefined {
  const [, kind, inner = ''] = /^(cron|rate|at)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'cron') return faultInCron(inner.trim().split(/\s+/));
  if (kind === 'rate') return RATE.test(inner) ? undefined : 'rate(…) with a number from 1 of minutes, hours or days';
  if (kind === 'at') return isTime(inner) ? undefined : 'at(…) with a time that exists, such as 2027-01-31T23:00:00';
  return 'cron(…), rate(…) or at(…)';
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
