/** Deploys every recipe into one cloud, at the same time, submits the jobs of its page, and deletes it. */

import { DescribeJobsCommand, SubmitJobCommand } from '@aws-sdk/client-batch';
import { useCloud } from '../support/cloud.js';
import { readProject } from '../support/golden.js';
import { pushImage } from '../support/image.js';
import { fullInventory } from '../support/inventory.js';
import { RECIPES, submissionsOf, templateOf } from '../support/recipes.js';

const clients = useCloud();

/** What the recipe for Amazon EKS expects to exist: the network and the instance profile of a cluster. */
const CLUSTER = {
  Resources: {
    Network: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.9.0.0/16' } },
    Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Network' }, CidrBlock: '10.9.0.0/24' } },
    Group: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { GroupDescription: 'of the cluster', VpcId: { Ref: 'Network' } },
    },
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } },
    Nodes: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [{ Ref: 'Role' }] } },
  },
  Outputs: {
    Vpc: { Value: { Ref: 'Network' } },
    Subnets: { Value: { Ref: 'Subnet' } },
    ClusterSecurityGroup: { Value: { 'Fn::GetAtt': 'Group.GroupId' } },
    NodeInstanceProfile: { Value: { 'Fn::GetAtt': 'Nodes.Arn' } },
    ClusterArn: { Value: { 'Fn::Sub': 'arn:aws:eks:${AWS::Region}:${AWS::AccountId}:cluster/jobs' } },
  },
};

const parameters: Record<string, Record<string, string>> = {};
let before: Awaited<ReturnType<typeof fullInventory>>;

beforeAll(async () => {
  const { deployer } = clients();
  await pushImage(clients(), 'team/app', 'stable', ['amd64']);
  const { stack } = await deployer.deploy('cluster', JSON.stringify(CLUSTER));
  parameters['eks'] = Object.fromEntries(
    stack.Outputs?.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]) ?? [],
  );
  before = await fullInventory(clients());
});

it('can exist beside all others', async () => {
  for (const name of RECIPES) await clients().deployer.deploy(name, templateOf(name), parameters[name]);
});

it.each(RECIPES)('%s runs the jobs of its page', async (name) => {
  const { batch } = clients();
  for (const submission of submissionsOf(readProject(`docs/recipes/${name}.md`))) {
    const { jobId = '' } = await batch.send(new SubmitJobCommand(submission));
    const { jobs = [] } = await batch.send(new DescribeJobsCommand({ jobs: [jobId] }));
    expect(jobs.map(({ status }) => status)).toEqual(['SUCCEEDED']);
    expect(jobs[0]?.arrayProperties?.size).toBe(submission.arrayProperties?.size);
  }
});

it('leaves nothing but log groups', async () => {
  for (const name of RECIPES) await clients().deployer.remove(name);
  const { logGroups, ...after } = await fullInventory(clients());
  expect({ ...after, logGroups: before.logGroups }).toEqual(before);
  const kept = RECIPES.filter((name) => /^ +logs:/m.test(templateOf(name)));
  for (const name of kept) expect(logGroups.filter((group) => group?.startsWith(name))).toHaveLength(1);
  expect(logGroups.filter((group) => RECIPES.some((name) => group?.startsWith(name)))).toHaveLength(kept.length);
});
