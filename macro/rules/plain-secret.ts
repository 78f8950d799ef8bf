import type { Module } from '../read/module.js';
import { inSnakeCase } from '../schema/without-key.js';
import { references } from '../template/references.js';
import { type PlainText, plainTextsOf } from './plain-text.js';
import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/batch/latest/userguide/specifying-sensitive-data.html */
export const plainSecret: Rule = {
  code: 'plain-secret',
  severity: 'warning',
  description: 'A variable, parameter or argument that is a secret in plain text, or looks like one.',
  check: eachModule((module, report) => {
    for (const text of plainTextsOf(module)) {
      const secret = hiddenIn(text.value, module) ?? secretIn(text);
      // The value is not repeated: logs would keep it.
      if (secret)
        report(
          [...text.within, text.key],
          `${secret.what} is in plain text, for everybody who can read the job definition`,
          secret.hint,
        );
    }
  }),
};

/** What a secret is called, at the end of a name in snake_case. */
const SECRET = /(^|_)(password|passwd|passphrase|secret|token|api_?key|access_key|secret_key|private_key)$/;
/** How each of these ends, in any spelling of the name. Few names do, so the others need not be converted. */
const ENDING = /(word|wd|phrase|secret|token|(api|access|secret|private)[^a-z0-9]?key)$/i;
const PASSWORD = /(password|passwd|passphrase)$/;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const ACCESS_KEY_ID = /\b(AKIA|ASIA)[A-Z2-7]{16}\b/;
/** The length of the id of an access key; a private key is longer. */
const SHORTEST = 20;
const PRIVATE_KEY = /-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/;
/** Text that says where a secret is: an ARN, a URL, a path, a placeholder, a dynamic reference. */
const ELSEWHERE = /^(arn:|[a-z][a-z0-9+.-]*:\/\/|\/|\.{1,2}\/|Ref::)|\{\{resolve:|<aws\./i;
/** The name of a secret, such as prod/database. */
const NAME = /^[a-z][a-z0-9_.-]*(\/[a-z][a-z0-9_.-]*)+$/;
/** A switch, or a token of language models, such as [PAD] and </s>. */
const NO_SECRET = /^(true|false|none|yes|no|on|off|<[^>]*>|\[[^\]]*\])$/i;

const IN_SECRETS = 'Store it in AWS Secrets Manager or the Parameter Store, and write its ARN in secrets.';

interface Secret {
  readonly what: string;
  readonly hint: string;
}

/** NoEcho hides a parameter only in the stack. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
function hiddenIn(value: unknown, { hasNoEcho }: Module): Secret | undefined {
  if (typeof value !== 'object') return undefined;
  const hidden = references(value, []).find(
    ({ kind, name, path }) => kind === 'Ref' && hasNoEcho(name) && !path.includes('Fn::FindInMap'),
  );
  return hidden && { what: `the value of ${hidden.name}, a parameter with NoEcho,`, hint: IN_SECRETS };
}

/** What kind of secret a text looks like, and what to do. */
function secretIn({ name, value }: PlainText): Secret | undefined {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  if (text.length >= SHORTEST) {
    if (ACCESS_KEY_ID.test(text)) {
      return {
        what: 'an access key of AWS',
        hint: 'Remove it: jobs have the credentials of their role. Use policies.',
      };
    }
    if (PRIVATE_KEY.test(text)) return { what: 'a private key', hint: IN_SECRETS };
  }
  if (!ENDING.test(name)) return undefined;
  const key = inSnakeCase(name);
  if (!SECRET.test(key) || text.trim() === '' || ELSEWHERE.test(text) || NO_SECRET.test(text)) return undefined;
  if (NAME.test(text) && key.endsWith('secret')) return undefined;
  // Numbers are amounts of tokens, or their kinds.
  if (/^\d+$/.test(text) && !PASSWORD.test(key)) return undefined;
  return { what: `${name}, which looks like a secret,`, hint: IN_SECRETS };
}
