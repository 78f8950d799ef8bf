/** The resource types around a module: created, updated in place, rolled back, replaced and deleted. */

import {
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeTagsCommand,
  DescribeVpcEndpointsCommand,
} from '@aws-sdk/client-ec2';
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { GetBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import {
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { useCloud } from '../support/cloud.js';
import { outputsOf } from '../support/functions.js';
import { lifeOf } from '../support/life.js';
import { networkTemplate, servicesTemplate } from '../support/resource-types.js';
import { ask } from '../support/service.js';

const clients = useCloud({ withMacro: false });
const life = lifeOf(clients);

describe('the resources of a private network', () => {
  const see = async (ids: Record<string, string>) => {
    const { ec2, deployer } = clients();
    const { Version, Default, Template, PublicIp, Access } = outputsOf(await deployer.find('network'));
    const versions = new DescribeLaunchTemplateVersionsCommand({
      LaunchTemplateId: ids['Template'],
      Versions: [String(Version)],
    });
    const [template] =
      (await ec2.send(new DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [String(ids['Template'])] })))
        .LaunchTemplates ?? [];
    const [version] = (await ec2.send(versions)).LaunchTemplateVersions ?? [];
    const [endpoint] =
      (await ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [String(ids['Endpoint'])] }))).VpcEndpoints ??
      [];
    const { SecurityGroups: [group] = [] } = await ec2.send(
      new DescribeSecurityGroupsCommand({ GroupIds: [String(ids['Group'])] }),
    );
    const { SecurityGroupRules = [] } = await ec2.send(
      new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [String(ids['Group'])] }] }),
    );
    const { Tags = [] } = await ec2.send(new DescribeTagsCommand({ Filters: [{ Name: 'key', Values: ['stage'] }] }));
    const own = Tags.filter(({ ResourceType }) => ResourceType !== 'instance');
    const data = version?.LaunchTemplateData;
    return {
      isLatest: Version === String(template?.LatestVersionNumber),
      default: Default,
      isSame: Template === ids['Template'],
      address: PublicIp === `${ids['Address']}=${ids['Address']}`,
      access: Access?.endsWith(`access-point/${ids['Access']}`),
      disk: data?.BlockDeviceMappings?.[0]?.Ebs?.VolumeSize,
      instanceTags: data?.TagSpecifications?.map(({ ResourceType }) => ResourceType),
      endpoint: [endpoint?.SubnetIds?.length, endpoint?.Groups?.length, endpoint?.PrivateDnsEnabled],
      rules: SecurityGroupRules.map(
        (rule) => `${rule.IsEgress ? 'to' : 'from'} ${rule.CidrIpv4 ?? 'itself'} ${rule.FromPort}`,
      ).sort(),
      itself: group?.IpPermissions?.[0]?.UserIdGroupPairs?.[0]?.Description,
      tags: own.map(({ Value }) => Value),
      target: (
        await ask(clients(), 'elasticfilesystem', `/2015-02-01/mount-targets/${ids['Target']}/security-groups`)
      ).SecurityGroups.map((group: string) => group === ids['Group']),
      access_tags: (await ask(clients(), 'elasticfilesystem', `/2015-02-01/resource-tags/${ids['Access']}`)).Tags,
    };
  };
  const common = {
    isSame: true,
    isLatest: true,
    address: true,
    access: true,
    default: '1',
    instanceTags: ['instance'],
  };
  const rules = (port: number) => [
    'from itself -1',
    'to 0.0.0.0/0 443',
    'to 10.1.0.0/16 443',
    `to 10.1.0.0/16 ${port}`,
  ];
  life({
    name: 'network',
    template: networkTemplate,
    see,
    first: {
      ...common,
      disk: 100,
      endpoint: [1, 1, false],
      rules: rules(53),
      itself: 'first',
      tags: ['first', 'first', 'first'],
      target: [true],
      access_tags: [{ Key: 'stage', Value: 'first' }],
    },
    second: {
      ...common,
      disk: 200,
      endpoint: [2, 2, true],
      rules: rules(54),
      itself: 'second',
      tags: ['second', 'second', 'second'],
      target: [false],
      access_tags: [{ Key: 'stage', Value: 'second' }],
    },
    replaced: ['Access', 'Endpoint', 'Files', 'Group', 'Itself', 'Nat', 'Target', 'Template'],
  });
});

describe('the resources for logs, events and permissions', () => {
  const see = async (ids: Record<string, string>) => {
    const { cloud, deployer, iam } = clients();
    const id = (name: string) => String(ids[name]);
    const sns = new SNSClient(cloud.client);
    const s3 = new S3Client(cloud.client);
    const outputs = outputsOf(await deployer.find('services'));
    const { KeyMetadata: key } = await ask(clients(), 'kms', 'DescribeKey', { KeyId: id('Key') });
    const rotation = await ask(clients(), 'kms', 'GetKeyRotationStatus', { KeyId: id('Key') });
    const policy = await ask(clients(), 'kms', 'GetKeyPolicy', { KeyId: id('Key'), PolicyName: 'default' });
    const { logGroups } = await ask(clients(), 'logs', 'DescribeLogGroups', { logGroupNamePrefix: id('Log') });
    const { Attributes: topic } = await sns.send(new GetTopicAttributesCommand({ TopicArn: id('Topic') }));
    const { Tags: topicTags } = await sns.send(new ListTagsForResourceCommand({ ResourceArn: id('Topic') }));
    const mail = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: id('Mail') }));
    const { Attributes: queue } = await ask(clients(), 'sqs', 'GetQueueAttributes', {
      QueueUrl: id('Dead'),
      AttributeNames: ['All'],
    });
    const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: id('Role') }));
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName: id('Role') }));
    const inline = await iam.send(new GetRolePolicyCommand({ RoleName: id('Role'), PolicyName: 'submit' }));
    const { Policy: managed } = await iam.send(new GetPolicyCommand({ PolicyArn: id('Submit') }));
    const VersionId = managed?.DefaultVersionId;
    const version = await iam.send(new GetPolicyVersionCommand({ PolicyArn: id('Submit'), VersionId }));
    const rule = await ask(clients(), 'events', 'DescribeRule', { Name: id('Rule') });
    const { Targets: targets } = await ask(clients(), 'events', 'ListTargetsByRule', { Rule: id('Rule') });
    const schedule = await ask(clients(), 'scheduler', `/schedules/${id('Schedule')}?groupName=group`);
    const secret = await ask(clients(), 'secretsmanager', 'GetSecretValue', { SecretId: id('Secret') });
    const { Parameter: parameter } = await ask(clients(), 'ssm', 'GetParameter', { Name: id('Parameter') });
    const { TagList } = await ask(clients(), 'ssm', 'ListTagsForResource', {
      ResourceType: 'Parameter',
      ResourceId: id('Parameter'),
    });
    const { TagSet } = await s3.send(new GetBucketTaggingCommand({ Bucket: id('Bucket') }));
    return {
      key: [key.Description, rotation.KeyRotationEnabled, JSON.parse(policy.Policy).Statement[0].Sid],
      log: [logGroups[0].retentionInDays, logGroups[0].kmsKeyId === key.Arn],
      topic: [topic?.['DisplayName'], JSON.parse(topic?.['Policy'] ?? '{}').Statement[0].Sid, topicTags?.[0]?.Value],
      mail: JSON.parse(mail.Attributes?.['FilterPolicy'] ?? '{}'),
      queue: [queue.VisibilityTimeout, JSON.parse(queue.Policy).Id],
      role: [
        decodeURIComponent(role?.AssumeRolePolicyDocument ?? '').includes('scheduler'),
        PolicyNames,
        decodeURIComponent(inline.PolicyDocument ?? '').includes('TagResource'),
        role?.Tags?.[0]?.Value,
      ],
      policy: [
        decodeURIComponent(version.PolicyVersion?.Document ?? '').includes('TerminateJob'),
        managed?.AttachmentCount,
      ],
      rule: [rule.Description, rule.State, rule.RoleArn === role?.Arn, JSON.parse(rule.EventPattern).source],
      targets: targets.map((target: Record<string, object>) => [target['Id'], target['InputTransformer']]),
      schedule: [
        schedule.ScheduleExpressionTimezone,
        schedule.State,
        schedule.Target.Arn,
        JSON.parse(schedule.Target.Input).JobName,
        schedule.Target.DeadLetterConfig.Arn.split(':').at(-1) === outputs['Queue']?.split('=')[0],
      ],
      secret: secret.SecretString,
      parameter: [parameter.Value, outputs['Parameter'], TagList[0].Value],
      bucket: TagSet?.[0]?.Value,
      attributes: [outputs['Policy'] === ids['Submit'], outputs['Schedule'] === schedule.Arn],
    };
  };
  const SUBMIT = 'arn:aws:scheduler:::aws-sdk:batch:submitJob';
  const transformer = (value: string) => ({
    InputPathsMap: { job: '$.detail.jobName' },
    InputTemplate: `"${value} <job>"`,
  });
  life({
    name: 'services',
    template: servicesTemplate,
    see,
    first: {
      key: ['first', false, 'first'],
      log: [7, false],
      topic: ['first', 'first', 'first'],
      mail: { status: ['first'] },
      queue: ['30', 'kept'],
      role: [false, ['submit', 'gone'], false, 'first'],
      policy: [false, 1],
      rule: ['first', 'ENABLED', true, ['aws.batch']],
      targets: [
        ['topic', transformer('first')],
        ['gone', undefined],
      ],
      schedule: ['UTC', 'ENABLED', SUBMIT, 'first', true],
      secret: 'first',
      parameter: ['first', 'first', 'first'],
      bucket: 'first',
      attributes: [true, true],
    },
    second: {
      key: ['second', true, 'second'],
      log: [30, true],
      topic: ['second', 'second', 'second'],
      mail: { status: ['second'] },
      queue: ['60', 'kept'],
      role: [true, ['submit'], true, 'second'],
      policy: [true, 0],
      rule: ['second', 'DISABLED', true, ['aws.batch']],
      targets: [['topic', transformer('second')]],
      schedule: ['Europe/Zurich', 'DISABLED', SUBMIT, 'second', true],
      secret: 'second',
      parameter: ['second', 'second', 'second'],
      bucket: 'second',
      attributes: [true, true],
    },
    replaced: ['Alias', 'Bucket', 'Dead', 'Mail', 'Parameter', 'Role', 'Rule', 'Schedule', 'Secret', 'Submit', 'Topic'],
    kept: { logGroups: ['kept'] },
  });
});
