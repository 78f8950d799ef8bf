/** Secrets as job definitions refer to them, and the permissions to read exactly these. */

import type { Module } from '../read/module.js';
import type { Secret } from '../schema/secrets.js';
import {
  getAtt,
  type Intrinsic,
  inBranches,
  isDynamic,
  isIntrinsic,
  isPlainMapping,
  join,
  ownArn,
  ref,
  type SubArguments,
  select,
  split,
  subOf,
} from '../template/intrinsics.js';
import { isMapping, type Mapping } from '../template/template.js';
import { namedList } from './named-list.js';

type TypeOf = Module['typeOf'];

/** A list of `Secrets` or `SecretOptions`. */
export const secretList = (secrets: Readonly<Record<string, Secret>> | undefined, typeOf: TypeOf) =>
  namedList(secrets, (Name, secret) =>
    inBranches(arnOf(secret), (arn) => ({ Name, ValueFrom: valueFrom(arn, typeOf) })),
  );

/** The statements that permit an execution role to read a secret. */
export function readStatements(secret: Secret, typeOf: TypeOf): Mapping[] {
  const { kms_key: key } = isPlainMapping(secret) ? (secret as { kms_key?: unknown }) : {};
  const read = inBranches(arnOf(secret), (arn) => allow(...access(arn, typeOf)));
  const decrypt = inBranches(key, (arn) => allow(['kms:Decrypt'], keyArn(arn, typeOf)));
  return (key === undefined ? [read] : [read, decrypt]) as Mapping[];
}

const arnOf = (secret: unknown) => (isPlainMapping(secret) ? secret['arn'] : secret);

const allow = (Action: readonly string[], Resource: unknown) => ({ Effect: 'Allow', Action, Resource });

/** Statements with one for all resources of the same actions, unless it depends on a condition. */
export function mergedByAction(statements: readonly Mapping[]): Mapping[] {
  const merged = new Map<string, Mapping>();
  for (const statement of statements) {
    const identity = JSON.stringify(isIntrinsic(statement) ? statement : statement['Action']);
    const before = merged.get(identity);
    if (!before || isIntrinsic(statement)) merged.set(identity, statement);
    else merged.set(identity, { ...before, Resource: distinct([before['Resource'], statement['Resource']].flat()) });
  }
  return [...merged.values()];
}

const distinct = (values: readonly unknown[]) => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];

/** What the value of a secret is, as far as it is known. */
type Kind = 'name' | 'ssm' | 'secretsmanager' | 'unknown';

/** `Ref` of a parameter returns its name, and of a secret its ARN. */
const BY_TYPE: Readonly<Record<string, Kind>> = {
  'AWS::SSM::Parameter': 'name',
  'AWS::SSM::Parameter::Name': 'name',
  'AWS::SecretsManager::Secret': 'secretsmanager',
};

/** Pseudo parameters that are not ARNs, so that text that begins with them is a name. */
const NO_ARNS = ['AWS::StackName', 'AWS::Region', 'AWS::AccountId', 'AWS::Partition'];

function kindOf(value: unknown, typeOf: TypeOf): Kind {
  if (isDynamic(value)) return 'unknown';
  if (typeof value === 'string') return serviceIn(value) ?? 'name';
  const { text = '', variables = {} } = textOf(value) ?? {};
  const service = serviceIn(text);
  if (service) return service;
  const [, name] = /^\$\{([A-Za-z0-9:]+)\}/.exec(text) ?? [];
  if (name !== undefined) {
    if (Object.hasOwn(variables, name)) return 'unknown';
    return NO_ARNS.includes(name) ? 'name' : (BY_TYPE[typeOf(name) ?? ''] ?? 'unknown');
  }
  const [start = ''] = text.split('${');
  return start === '' || 'arn:'.startsWith(start) || start.startsWith('arn:') ? 'unknown' : 'name';
}

/** The text of a `Ref`, `Fn::Sub` or `Fn::Join`, with `${…}` for what is known only at deployment. */
function textOf(value: unknown): SubArguments | undefined {
  if (!isMapping(value)) return undefined;
  const { Ref: name, 'Fn::Join': argument } = value as { Ref?: unknown; 'Fn::Join'?: unknown };
  if (typeof name === 'string') return { text: `\${${name}}`, variables: {} };
  const [separator, parts] = Array.isArray(argument) ? argument : [];
  if (typeof separator !== 'string' || !Array.isArray(parts)) return subOf(value);
  const texts = parts.map((part) => (typeof part === 'string' ? part : (textOf(part)?.text ?? '${}')));
  return { text: texts.join(separator), variables: {} };
}

/** The service in an ARN, whose partition can be `${AWS::Partition}`. */
const serviceIn = (arn: string) =>
  /^arn:(?:\$\{AWS::Partition\}|[^:$]+):(secretsmanager|ssm):/.exec(arn)?.[1] as Kind | undefined;

/** The secret in a text such as `${Secret}:password::`. */
function leadingSecret(value: unknown, typeOf: TypeOf): string | undefined {
  const { text = '', variables = {} } = textOf(value) ?? {};
  const [, name = ''] = /^\$\{([A-Za-z0-9]+)\}/.exec(text) ?? [];
  return typeOf(name) === 'AWS::SecretsManager::Secret' && !Object.hasOwn(variables, name) ? name : undefined;
}

/** A parameter's name becomes its ARN, so that it is the one that the execution role may read. */
const valueFrom = (value: unknown, typeOf: TypeOf) => (kindOf(value, typeOf) === 'name' ? parameterArn(value) : value);

/** The slash that starts a hierarchy of parameters is part of the name, but stands only once in an ARN. */
function parameterArn(name: unknown): Intrinsic {
  if (typeof name === 'string') return ownArn('ssm', 'parameter', name.replace(/^\//, ''));
  return join('/', split('//', ownArn('ssm', 'parameter', name)) as never);
}

/**
 * The actions that read a secret, and its ARN.
 * https://docs.aws.amazon.com/batch/latest/userguide/specifying-sensitive-data-secrets.html
 * https://docs.aws.amazon.com/batch/latest/userguide/specifying-sensitive-data-parameters.html
 */
function access(value: unknown, typeOf: TypeOf): [readonly string[], unknown] {
  const secret = ['secretsmanager:GetSecretValue'];
  const parameter = ['ssm:GetParameters'];
  switch (kindOf(value, typeOf)) {
    case 'name':
      return [parameter, parameterArn(value)];
    case 'ssm':
      return [parameter, value];
    case 'secretsmanager':
      return [secret, secretArn(value, typeOf)];
    default:
      // A dynamic reference is resolved only after all functions, so that none can split it.
      return [[...secret, ...parameter], isDynamic(value) ? value : [value, firstFields(join('', [value, ':-']))]];
  }
}

/** The ARN of a secret without a JSON key, version stage and version id, which follow its first seven fields. */
function secretArn(value: unknown, typeOf: TypeOf): unknown {
  if (typeof value === 'string') return value.split(':').slice(0, 7).join(':') + missingSuffix(value);
  if (isMapping(value) && Object.hasOwn(value, 'Ref')) return value;
  const own = leadingSecret(value, typeOf);
  if (own !== undefined) return ref(own);
  const suffix = missingSuffix(textOf(value)?.text ?? '');
  return suffix === '' ? firstFields(value) : join('', [firstFields(value), suffix]);
}

/**
 * What stands for the suffix of a secret's ARN that lacks it. AWS finds the secret without it, but permissions need it:
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/permissions_grant-limited-resources.html
 */
function missingSuffix(arn: string): string {
  const name = arn.match(/(?:\$\{[^}]*\}|[^:])+/g)?.[6] ?? '';
  // What follows the last variable. A variable can contain the suffix, or the start of it.
  const end = name.slice(name.lastIndexOf('}') + 1);
  const canBeWhole = /-[A-Za-z0-9]{6}$/.test(end) || (end.length < name.length && /^[A-Za-z0-9]{0,6}$/.test(end));
  return name === '' || canBeWhole ? '' : '-??????';
}

const firstFields = (arn: unknown) =>
  join(
    ':',
    [0, 1, 2, 3, 4, 5, 6].map((index) => select(index, split(':', arn))),
  );

const KEYS: readonly unknown[] = ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'];

/** `Ref` of a key returns its id. */
function keyArn(key: unknown, typeOf: TypeOf): unknown {
  const named = isMapping(key) ? key['Ref'] : undefined;
  return typeof named === 'string' && KEYS.includes(typeOf(named)) ? getAtt(named, 'Arn') : key;
}
