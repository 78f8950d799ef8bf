import { usesEfs } from '../schema/mounts.js';
import { eachModule, type Rule } from './rule.js';

export const platformVersion: Rule = {
  code: 'platform-version',
  severity: 'error',
  description: 'A version of the Fargate platform that cannot mount Amazon EFS file systems.',
  check: eachModule(({ definitions }, report) => {
    for (const { path, value } of definitions) {
      const { platform_version: version, mounts } = value;
      // https://docs.aws.amazon.com/batch/latest/APIReference/API_EFSVolumeConfiguration.html
      if (typeof version !== 'string' || !/^1\.[0-3]\.0$/.test(version) || !usesEfs(mounts)) continue;
      const message = `mounts of Amazon EFS file systems need platform_version 1.4.0 or later; received ${version}`;
      report([...path, 'platform_version'], message, 'Remove platform_version, or set it to 1.4.0.');
    }
  }),
};
