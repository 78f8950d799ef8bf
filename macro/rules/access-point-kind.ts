import { show } from '../diagnostics/diagnostics.js';
import { isDynamic } from '../template/intrinsics.js';
import { isMapping } from '../template/template.js';
import { eachModule, type Rule } from './rule.js';

export const accessPointKind: Rule = {
  code: 'access-point-kind',
  severity: 'error',
  description: 'An access point of Amazon EFS for an S3 file system, or the other way round.',
  check: eachModule(({ definitions }, report) => {
    for (const { value, path } of definitions) {
      for (const [at, mount] of Object.entries<unknown>(value.mounts ?? {})) {
        const { access_point: point, efs } = isMapping(mount) ? mount : {};
        if (typeof point !== 'string' || isDynamic(point)) continue;
        const isEfs = point.startsWith('fsap-');
        if (isEfs === (efs !== undefined)) continue;
        const [kind, expected] = isEfs
          ? ['s3_files', 'the ARN of an access point']
          : ['efs', 'an id such as fsap-0a1b2c3d4e5f60718'];
        report(
          [...path, 'mounts', at, 'access_point'],
          `expected ${expected} with ${kind}; received ${show(point)}`,
          isEfs ? 'Write the ARN of an access point of the S3 file system.' : 'Write the id of the EFS access point.',
        );
      }
    }
  }),
};
