import { show } from '../diagnostics/diagnostics.js';
import type { Definition } from '../read/module.js';
import { ifOf, isPlainMapping, subOf } from '../template/intrinsics.js';
import { isMapping, type Path, textOf } from '../template/template.js';
import { eachModule, type Rule } from './rule.js';

/** CloudFormation replaces these by the secret itself: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
export const RESOLVED = /\{\{resolve:(secretsmanager|ssm-secure):/;

export const secretSource: Rule = {
  code: 'secret-source',
  severity: 'error',
  description:
    'A secret that is a dynamic reference, an ARN with a wildcard or with a wrong end, or encrypted with an alias of a key.',
  check: eachModule(({ definitions, typeOf }, report) => {
    for (const { at, value } of definitions.flatMap(secretSources)) {
      const text = textOf(value);
      const { text: written, variables = {} } = isMapping(value) ? (subOf(value) ?? {}) : { text };
      const [reference] = RESOLVED.exec(text) ?? [];
      const [wildcard] = /[*?]/.exec(written ?? '') ?? [];
      const isSecret = (name: string) =>
        !Object.hasOwn(variables, name) && typeOf(name) === 'AWS::SecretsManager::Secret';
      const parts = wildcard === undefined ? partsOf(written ?? '', isSecret) : 0;
      if (reference !== undefined) {
        const message = `${reference}…}} puts the secret itself into the job definition; received ${show(value)}`;
        report(at, message, 'Write the ARN of the secret, or the name of the parameter.');
      } else if (wildcard !== undefined) {
        report(at, `${wildcard} is not allowed in a secret; received ${show(value)}`, 'Name one secret.');
      } else if (parts !== 0 && parts !== 3) {
        const message = `after the ARN of a secret, AWS expects :key:stage:version or nothing; received ${show(value)}`;
        report(at, message, parts < 3 ? `Add ${':'.repeat(3 - parts)} to its end.` : 'Remove what is too much.');
      }
    }
    for (const { at, value } of definitions.flatMap(secretsOf).flatMap(keysOf)) {
      const { Ref: name } = isMapping(value) ? value : {};
      const isAlias = typeof name === 'string' && typeOf(name) === 'AWS::KMS::Alias';
      if (!isAlias && !textOf(value).includes(':alias/')) continue;
      const message = `expected the ARN of a KMS key; received an alias, ${show(value)}`;
      report(
        at,
        message,
        'Write the ARN of the key, such as !GetAtt Key.Arn: permissions for an alias do not decrypt.',
      );
    }
  }),
};

/**
 * How many parts follow the ARN of a secret; 0 if that is not known. Jobs start only with all three, which can be empty:
 * https://docs.aws.amazon.com/batch/latest/userguide/specifying-sensitive-data-secrets.html
 */
function partsOf(text: string, isSecret: (name: string) => boolean): number {
  if (!text.includes(':')) return 0;
  const known = text.replace(/\$\{([^}]*)\}/g, (_, name: string) => (isSecret(name) ? 'secret:name' : '*'));
  const [, parts = ''] = /(?:^|:secretsmanager:[^:]*:[^:]*:)secret:[^:]+((?::[^:*]*)+)$/.exec(known) ?? [];
  return parts.split(':').length - 1;
}

interface Placed {
  readonly at: Path;
  readonly value: unknown;
}

/** All secrets of a definition, of whichever key. */
function secretsOf({ path, value }: Definition): Placed[] {
  const { secrets, log_configuration, repository_credentials } = value;
  const within = (values: object = {}, ...keys: string[]) =>
    Object.entries(values).map(([key, secret]) => ({ at: [...path, ...keys, key], value: secret }));
  return [
    ...within(secrets, 'secrets'),
    ...within(log_configuration?.secret_options, 'log_configuration', 'secret_options'),
    ...within(repository_credentials, 'repository_credentials'),
  ];
}

/** A key of a secret that is a mapping. */
const partOf = ({ at, value }: Placed, key: string): Placed[] =>
  isPlainMapping(value) && value[key] !== undefined ? [{ at: [...at, key], value: value[key] }] : [];

/** What the secrets of a definition are read from, each branch of a function at its place. */
export const secretSources = (definition: Definition): readonly Placed[] =>
  secretsOf(definition)
    .flatMap((secret) => (isPlainMapping(secret.value) ? partOf(secret, 'arn') : [secret]))
    .flatMap(eachPlaced);

const keysOf = (secret: Placed) => partOf(secret, 'kms_key').flatMap(eachPlaced);

function eachPlaced({ at, value }: Placed): Placed[] {
  const [, ...branches] = ifOf(value) ?? [];
  return branches.length > 0
    ? branches.flatMap((branch, index) => eachPlaced({ at: [...at, 'Fn::If', index + 1], value: branch }))
    : [{ at, value }];
}
