import { isIntrinsic } from '../template/intrinsics.js';
import { isMapping } from '../template/template.js';
import { checkReferred, type Expected } from './referred.js';
import { eachModule, type Rule } from './rule.js';

/**
 * `Ref` returns the id of both resources, and `Arn` is another attribute:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-efs-filesystem.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-efs-accesspoint.html
 */
const FILE_SYSTEM: Expected = {
  types: ['AWS::EFS::FileSystem'],
  noun: 'an EFS file system',
  part: 'id',
  attributes: ['FileSystemId'],
};
const ACCESS_POINT: Expected = {
  types: ['AWS::EFS::AccessPoint'],
  noun: 'an EFS access point',
  part: 'id',
  attributes: ['AccessPointId'],
};

export const fileSystemId: Rule = {
  code: 'file-system-id',
  severity: 'error',
  description: 'A reference to something other than the id of an EFS file system or access point.',
  check: eachModule((module, report) => {
    for (const { path, value } of module.definitions) {
      for (const [at, mount] of Object.entries<unknown>(value.mounts ?? {})) {
        const place = [...path, 'mounts', at];
        if (!isMapping(mount) || isIntrinsic(mount)) checkReferred(mount, FILE_SYSTEM, place, module, report);
        else if (mount['efs'] !== undefined) {
          checkReferred(mount['efs'], FILE_SYSTEM, [...place, 'efs'], module, report);
          checkReferred(mount['access_point'], ACCESS_POINT, [...place, 'access_point'], module, report);
        }
      }
    }
  }),
};
