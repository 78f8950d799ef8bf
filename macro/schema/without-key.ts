/**
 * Properties of AWS Batch that have no key in the language, by the names that users may try: those of CloudFormation,
 * Terraform, CDK and the AWS Batch documentation. Each has the `overrides` to write instead.
 */

/** By resource type: names in snake_case, and the overrides that set the property, as YAML. */
export const PROPERTIES: Readonly<Record<string, readonly (readonly [names: string, overrides: string])[]>> = {
  'AWS::Batch::ComputeEnvironment': [
    ['instance_role instance_profile', '{ ComputeResources: { InstanceRole: !GetAtt InstanceProfile.Arn } }'],
    ['subnets subnet_ids', '{ ComputeResources: { Subnets: [!Ref Subnet] } }'],
  ],
  'AWS::Batch::JobQueue': [['tags', '{ Tags: { team: data } }']],
  'AWS::Batch::JobDefinition': [['propagate_tags', '{ PropagateTags: true }']],
};

/**
 * The `overrides` that set the property that a key stands for, as YAML; `undefined` if there is none.
 *
 * @param type - the resource type of the object that has the key
 * @param key - in any spelling: `retry_strategy`, `retryStrategy`, `RetryStrategy`
 */
export function withoutKey(type: string, key: string): string | undefined {
  const name = inSnakeCase(key);
  const [, overrides] = PROPERTIES[type]?.find(([names]) => names.split(' ').includes(name)) ?? [];
  return overrides && `overrides: ${overrides}`;
}

/** A name in the spelling of the language: `retry_strategy` for `retryStrategy` and `RetryStrategy`. */
export const inSnakeCase = (name: string) =>
  name
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_')
    .replaceAll('-', '_')
    .toLowerCase();
