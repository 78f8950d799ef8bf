/** Values of templates as short text for people. Intrinsic functions look as in YAML: `!Ref Type`. */

import { isIntrinsic, isNoValue, namedBy, subOf } from '../../macro/template/intrinsics.js';
import { textOf } from '../../macro/template/template.js';

/** The maximum length of a value, in characters. */
const WIDTH = 48;
/** The maximum length of a line with several values. Mermaid wraps longer lines itself. */
export const LINE = 30;

export const short = (value: unknown): string => cut(full(value));

/** The values, separated by commas, in lines of a limited length. */
export function wrapped(values: readonly string[], most = 12): string[] {
  const shown = values.length > most ? [...values.slice(0, most - 1), `${values.length - most + 1} more`] : values;
  const lines: string[] = [];
  for (const [index, value] of shown.entries()) {
    const item = cut(value) + (index < shown.length - 1 ? ',' : '');
    const last = lines.at(-1);
    if (last === undefined || last.length + item.length >= LINE) lines.push(item);
    else lines[lines.length - 1] = `${last} ${item}`;
  }
  return lines;
}

/** An image without the start of a long path: `…/library/python:3.13`. */
export function shortImage(value: unknown): string {
  const image = full(value);
  const parts = image.split('/');
  if (image.length <= LINE || parts.length === 1) return cut(image);
  while (parts.length > 1 && parts.join('/').length > LINE - 2) parts.shift();
  return cut(`…/${parts.join('/')}`);
}

/** A value without its start, such as that of an ARN. */
export const withoutStart = (value: unknown, start: RegExp): string => cut(full(value).replace(start, ''));

/** A line without its end if it is too long, or of an ARN without its start. */
function cut(line: string): string {
  if (line.length <= WIDTH) return line;
  return line.startsWith('arn:') ? `…${line.slice(1 - WIDTH)}` : `${line.slice(0, WIDTH - 1)}…`;
}

/** All of a value. */
export function full(value: unknown): string {
  if (value === undefined || value === null || isNoValue(value)) return '';
  if (Array.isArray(value)) return value.map(full).join(', ');
  if (!isIntrinsic(value)) return textOf(value);
  const [[name = '', argument] = []] = Object.entries(value);
  const sub = subOf(value);
  if (sub) return sub.text;
  if (name === 'Fn::Join') return joined(argument);
  const named = namedBy(name, argument);
  const about = named ? [named.name, named.attribute].filter(Boolean).join('.') : '…';
  return `!${name.replace('Fn::', '')} ${about}`;
}

/** The parts of a join, with functions as in `Fn::Sub`. */
function joined(argument: unknown): string {
  const [separator, parts] = Array.isArray(argument) ? argument : [];
  if (!Array.isArray(parts)) return '!Join …';
  return parts.map(asInSub).join(textOf(separator));
}

function asInSub(part: unknown): string {
  if (!isIntrinsic(part) || subOf(part)) return full(part);
  return `\${${full(part).replace(/^!(Ref|GetAtt) /, '')}}`;
}
