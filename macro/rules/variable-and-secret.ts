import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html */
export const variableAndSecret: Rule = {
  code: 'variable-and-secret',
  severity: 'error',
  description: 'A name that is both an environment variable and a secret.',
  check: eachModule(({ definitions }, report) => {
    for (const { value, path } of definitions) {
      for (const name of Object.keys(value.secrets ?? {})) {
        if (!Object.hasOwn(value.environment ?? {}, name)) continue;
        const message = `${name} is in environment and in secrets`;
        report([...path, 'secrets', name], message, `Remove ${name} from either environment or secrets.`);
      }
    }
  }),
};
