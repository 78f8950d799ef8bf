import { branchesOf, isIntrinsic, namedBy } from '../template/intrinsics.js';
import { isMapping, type Path } from '../template/template.js';
import { eachModule, type Report, type Rule } from './rule.js';

/**
 * `Ref` returns the id of both resources, and `Arn` is another attribute:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-efs-filesystem.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-efs-accesspoint.html
 */
const FILE_SYSTEM = { type: 'AWS::EFS::FileSystem', id: 'FileSystemId', noun: 'an EFS file system' };
const ACCESS_POINT = { type: 'AWS::EFS::AccessPoint', id: 'AccessPointId', noun: 'an EFS access point' };

export const fileSystemId: Rule = {
  code: 'file-system-id',
  severity: 'error',
  description: 'A reference to something other than the id of an EFS file system or access point.',
  check: eachModule(({ definitions, typeOf }, report) => {
    for (const { path, value } of definitions) {
      for (const [at, mount] of Object.entries<unknown>(value.mounts ?? {})) {
        const place = [...path, 'mounts', at];
        if (!isMapping(mount) || isIntrinsic(mount)) checkId(mount, FILE_SYSTEM, place, typeOf, report);
        else if (mount['efs'] !== undefined) {
          checkId(mount['efs'], FILE_SYSTEM, [...place, 'efs'], typeOf, report);
          checkId(mount['access_point'], ACCESS_POINT, [...place, 'access_point'], typeOf, report);
        }
      }
    }
  }),
};

type TypeOf = (name: string) => string | undefined;

function checkId(value: unknown, expected: typeof FILE_SYSTEM, path: Path, typeOf: TypeOf, report: Report): void {
  for (const branch of branchesOf(value)) {
    const [[name = '', argument] = []] = isIntrinsic(branch) ? Object.entries(branch) : [];
    const named = namedBy(name, argument);
    if (named?.kind !== 'Ref' && named?.kind !== 'GetAtt') continue;
    const type = typeOf(named.name);
    const isId = named.attribute === undefined || named.attribute === expected.id;
    if (type === expected.type) {
      if (isId) continue;
      const message = `expected the id of ${expected.noun}; received its ${named.attribute}`;
      report(path, message, `Write !Ref ${named.name}`);
    } else if (named.kind === 'Ref' && isOther(type)) {
      report(path, `expected the id of ${expected.noun}; ${named.name} is ${type}`, `Write !Ref of ${expected.noun}.`);
    }
  }
}

/** Whether a type is that of a resource which cannot stand for another one, as stacks and custom resources can. */
const isOther = (type: string | undefined) =>
  /^AWS::\w+::\w+$/.test(type ?? '') && !/^AWS::(CloudFormation|SSM)::/.test(type ?? '');
