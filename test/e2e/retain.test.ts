/** Retained custom resources: they are never asked to delete, so that a stack outlives the macro that expanded it. */

import { CloudFormationClient, DescribeStackEventsCommand } from '@aws-sdk/client-cloudformation';
import { runBuilt } from '../support/cli.js';
import { useCloud } from '../support/cloud.js';
import { useFunctions } from '../support/functions.js';
import { pushImage } from '../support/image.js';
import { inventory } from '../support/inventory.js';

const clients = useCloud();
const { deploy: deployFunctions, requests } = useFunctions(clients);
const POLICIES = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };

/** What became of the resources of a type, by the events of their stack. */
async function fates(StackName: string | undefined, type: string) {
  const client = new CloudFormationClient(clients().cloud.client);
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName }));
  const own = StackEvents.filter(
    ({ ResourceType, ResourceStatus = '' }) => ResourceType === type && /^DELETE/.test(ResourceStatus),
  );
  return own.map(({ LogicalResourceId, ResourceStatus }) => `${LogicalResourceId} ${ResourceStatus}`).sort();
}

describe('a custom resource', () => {
  const things = (properties: Record<string, object>, policies: object = POLICIES) => ({
    Resources: {
      Topic: { Type: 'AWS::SNS::Topic' },
      ...Object.fromEntries(
        Object.entries(properties).map(([name, own]) => {
          const Properties = { ServiceToken: { 'Fn::ImportValue': 'things' }, ...own };
          return [name, { Type: 'Custom::Thing', ...policies, Properties }];
        }),
      ),
    },
  });
  const deploy = (name: string, template: object) => clients().deployer.deploy(name, JSON.stringify(template));
  const verbs = () => requests().map(({ RequestType }) => RequestType);

  beforeAll(async () => {
    await deployFunctions();
  });

  it('is not asked to delete when it is replaced, removed, or deleted with its stack', async () => {
    const { stack } = await deploy('retained', things({ A: { Id: 'one' }, B: { Id: 'b' } }));
    expect(verbs()).toEqual(['Create', 'Create']);
    await deploy('retained', things({ A: { Id: 'two' }, B: { Id: 'b' } }));
    expect(verbs()).toEqual(['Update']);
    expect(await fates('retained', 'Custom::Thing')).toEqual(['A DELETE_SKIPPED']);
    await deploy('retained', things({ A: { Id: 'two' } }));
    await clients().deployer.remove('retained');
    expect(verbs()).toEqual([]);
    expect(await fates(stack.StackId, 'Custom::Thing')).toEqual([
      'A DELETE_SKIPPED',
      'A DELETE_SKIPPED',
      'B DELETE_SKIPPED',
    ]);
  });

  it('is not asked to delete when its creation is rolled back, unless its policy excludes that', async () => {
    const properties = { A: { Id: 'a', Fail: 'Create' } };
    await expect(deploy('failed', things(properties))).rejects.toThrow(/^A: /);
    await clients().deployer.remove('failed');
    expect(verbs()).toEqual(['Create']);
    await expect(deploy('failed', things(properties, { DeletionPolicy: 'RetainExceptOnCreate' }))).rejects.toThrow(
      /^A: /,
    );
    await clients().deployer.remove('failed');
    expect(verbs()).toEqual(['Create', 'Delete']);
  });
});

it('lets a stack with images and exports be deleted after the macro’s own stack', async () => {
  const { deployer } = clients();
  await pushImage(clients(), 'team/kept', 'v1', ['amd64']);
  const section = {
    main: {
      instances: { instance_types: ['m5.large'], max_vcpus: 2 },
      job_queues: { work: {} },
      job_definitions: {
        job: { image: { name: 'team/kept', tag: 'v1', private_registry: true }, vcpus: 1, memory: 512 },
      },
    },
  };
  const source = {
    Transform: 'ProvoseBatch',
    'Provose::Batch': section,
    Outputs: { Status: { Value: { 'Fn::GetAtt': 'Provose.batch.aws_batch_compute_environment.batch.main.status' } } },
  };
  const { stdout } = runBuilt(['expand', '-', '--format', 'json'], JSON.stringify(source));
  const custom = Object.entries<{ Type: string }>(JSON.parse(stdout).Resources).filter(([, { Type }]) =>
    Type.startsWith('Custom::'),
  );

  const before = await inventory(clients());
  const { stack } = await deployer.deploy('kept', JSON.stringify(source));
  await deployer.remove('provose-batch');
  await deployer.remove('kept');
  const ids = custom.map(([id]) => `${id} DELETE_SKIPPED`);
  const types = [...new Set(custom.map(([, { Type }]) => Type))].sort();
  expect(types).toEqual(['Custom::ProvoseExport', 'Custom::ProvoseImage']);
  expect((await Promise.all(types.map((type) => fates(stack.StackId, type)))).flat().sort()).toEqual(ids.sort());
  // The roles of the macro's functions are the only other difference.
  const after = await inventory(clients());
  expect({ ...after, roles: [] }).toEqual({ ...before, roles: [] });
  expect(before.roles).toEqual(expect.arrayContaining(after.roles));
});
