/** References to modules, deployed: their values are what AWS reports. */

import { DescribeJobDefinitionsCommand, DescribeJobQueuesCommand } from '@aws-sdk/client-batch';
import { DescribeSecurityGroupsCommand } from '@aws-sdk/client-ec2';
import { GetTopicAttributesCommand, ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { useCloud } from '../support/cloud.js';
import { readProject } from '../support/golden.js';
import { inventory } from '../support/inventory.js';

const clients = useCloud();

it('lets a topic, outputs and a second module use what the first module created', async () => {
  const { deployer, batch, ec2, cloud } = clients();
  const before = await inventory(clients());
  const { stack } = await deployer.deploy('shared', readProject('examples/shared-vpc.yaml'));
  const outputs = Object.fromEntries((stack.Outputs ?? []).map((each) => [each.OutputKey, each.OutputValue]));

  const { jobQueues: [work, control] = [] } = await batch.send(
    new DescribeJobQueuesCommand({ jobQueues: ['work', 'control'] }),
  );
  const { jobDefinitions = [] } = await batch.send(new DescribeJobDefinitionsCommand({ status: 'ACTIVE' }));
  const definition = (name: string) => jobDefinitions.find((each) => each.jobDefinitionName === name);
  const { SecurityGroups: [group] = [] } = await ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'tag:Provose', Values: ['workers'] }] }),
  );

  expect(outputs).toMatchObject({
    WorkQueue: work?.jobQueueArn,
    WorkDefinition: `work revision ${definition('work')?.revision}`,
    ControllerJobQueueControl: control?.jobQueueArn,
    ControllerJobDefinitionControl: 'control',
  });
  expect(definition('control')?.containerProperties?.environment).toEqual([
    { name: 'WORK_GROUP', value: group?.GroupId },
    { name: 'WORK_QUEUE', value: work?.jobQueueArn },
  ]);
  const sns = new SNSClient(cloud.client);
  const { Topics = [] } = await sns.send(new ListTopicsCommand({}));
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: Topics[0]?.TopicArn }));
  expect(Attributes?.['DisplayName']).toBe('Jobs of work');

  // A new revision of the definition changes the output, and nothing else.
  const update = readProject('examples/shared-vpc.yaml').replace('memory: 1024', 'memory: 2048');
  const updated = await deployer.deploy('shared', update);
  expect(updated.changes.map((each) => each.ResourceChange?.LogicalResourceId)).toEqual(['WorkersJobDefinitionWork']);
  expect(updated.stack.Outputs).toContainEqual(
    expect.objectContaining({ OutputKey: 'WorkDefinition', OutputValue: 'work revision 2' }),
  );
  await deployer.remove('shared');
  expect(await inventory(clients())).toEqual(before);
});

it('lets a property be part of an ARN that is not known before the deployment', async () => {
  const { deployer, cloud } = clients();
  const arnPrefix = { 'Fn::GetAtt': 'Provose.batch.aws_batch_job_definition.batch.job.arn_prefix' };
  const template = (memory: number) =>
    JSON.stringify({
      Transform: 'ProvoseBatch',
      'Provose::Batch': {
        main: {
          instances: { instance_types: ['m5.large'], max_vcpus: 2 },
          job_queues: { work: {} },
          job_definitions: { job: { image: 'busybox', vcpus: 1, memory } },
        },
      },
      Resources: {
        Plain: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'plain', DisplayName: arnPrefix } },
        // The value that is not yet known is inside other text here.
        Inside: {
          Type: 'AWS::SNS::Topic',
          Properties: {
            TopicName: 'inside',
            DisplayName: {
              'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::Sub': ['x/${arn}/z', { arn: arnPrefix }] }] }],
            },
          },
        },
      },
    });
  await deployer.deploy('prefix', template(512));
  const sns = new SNSClient(cloud.client);
  const displayed = async (name: string) => {
    const TopicArn = `arn:aws:sns:us-east-1:123456789012:${name}`;
    return (await sns.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes?.['DisplayName'];
  };
  expect(await displayed('plain')).toBe('arn:aws:batch:us-east-1:123456789012:job-definition/job');
  expect(await displayed('inside')).toBe('job');
  await deployer.deploy('prefix', template(1024));
  expect(await displayed('plain')).toBe('arn:aws:batch:us-east-1:123456789012:job-definition/job');
  await deployer.remove('prefix');
});
