/** Checks ARNs that are written with `Fn::Sub`, as far as they are known before deployment. */

import { PLACEHOLDER } from '../template/substitute.js';

/** The resource of an ARN. */
export interface ArnKind {
  readonly service: string;
  /** Such as `role`. */
  readonly type: string;
}

/** What CloudFormation puts in place of the names that every template has, as far as its form matters. */
const KNOWN: Readonly<Record<string, string>> = {
  'AWS::AccountId': '000000000000',
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
};

/** Whether a text of `Fn::Sub` cannot become such an ARN, because of what comes before the first unknown value. */
export function isNoArn(text: string, { service, type }: ArnKind): boolean {
  const filled = text.replace(
    PLACEHOLDER,
    (whole, name: string) => (Object.hasOwn(KNOWN, name) ? KNOWN[name] : whole) as string,
  );
  const end = filled.search(PLACEHOLDER);
  const parts = (end < 0 ? filled : filled.slice(0, end)).split(':');
  const forms = [/^arn$/, /./, new RegExp(`^${service}$`), service === 'iam' ? /^$/ : /./, /^(\d{12}|aws)$/];
  const rest = parts.slice(forms.length).join(':');
  const isComplete = (index: number) => index < parts.length - 1 || end < 0;
  if (forms.some((form, index) => !(isComplete(index) ? form.test(parts[index] ?? '') : canBegin(parts[index]))))
    return true;
  if (parts.length <= forms.length) return false;
  return !(rest.startsWith(`${type}/`) || (end >= 0 && `${type}/`.startsWith(rest)));
}

/** Whether a part, which an unknown value continues, can be one of those before the type. The first is always known. */
const canBegin = (part = '') => /^[a-z0-9-]*$/.test(part);

/** Whether a text of `Fn::Sub` cannot become an ARN of any kind or *, as statements have. */
export function isNoResource(text: string): boolean {
  const end = text.search(PLACEHOLDER);
  const [, first = '', next = ''] = /^([^:*?$]*)(.?)/s.exec(end < 0 ? text : text.slice(0, end)) ?? [];
  if (next === ':') return first !== 'arn';
  return next === '' && (end < 0 || !'arn'.startsWith(first));
}
