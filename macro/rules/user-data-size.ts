import { userDataOf } from '../lower/launch-template.js';
import { eachModule, type Rule } from './rule.js';

/** In bytes, before Base64: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html */
const MOST = 16_384;

export const userDataSize: Rule = {
  code: 'user-data-size',
  severity: 'error',
  description: 'User data that exceeds the limit of Amazon EC2.',
  check: eachModule(({ environments }, report) => {
    for (const { value, path } of environments) {
      const text = userDataOf(value);
      const bytes = typeof text === 'string' ? new TextEncoder().encode(text).length : 0;
      if (bytes <= MOST) continue;
      const message = `the user data has ${bytes} bytes, with what the macro adds to it; Amazon EC2 allows ${MOST}`;
      report([...path, 'instances', 'user_data'], message, 'Download a longer script from Amazon S3, and run it.');
    }
  }),
};
