/** The life of a stack in the local cloud, as tests: created, restored, updated in place, replaced and deleted. */

import { CloudFormationClient, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import type { Clients } from './cloud.js';
import { fullInventory } from './inventory.js';
import type { Variant } from './resource-types.js';

export type Ids = Readonly<Record<string, string>>;

/** The physical ids of a stack's resources. */
export async function idsOf(clients: Clients, StackName: string): Promise<Ids> {
  const client = new CloudFormationClient(clients.cloud.client);
  const { StackResourceSummaries = [] } = await client.send(new ListStackResourcesCommand({ StackName }));
  return Object.fromEntries(StackResourceSummaries.map((one) => [one.LogicalResourceId, one.PhysicalResourceId]));
}

/** The names in both maps whose values differ, without some of them. */
export const differing = (one: Ids, other: Ids, without: readonly string[]) =>
  Object.keys(one)
    .filter((name) => one[name] !== other[name] && !without.includes(name))
    .sort();

interface Life {
  readonly name: string;
  readonly template: (variant: Variant) => string;
  /** What the services say of the resources. */
  readonly see: (ids: Ids) => Promise<object>;
  /** What they say at first, and after an update in place. */
  readonly first: object;
  readonly second: object;
  /** The logical ids of the resources that a third template replaces. */
  readonly replaced: readonly string[];
  /** The logical ids of resources whose physical ids also change in place, as those of job definitions. */
  readonly volatile?: readonly string[];
  /** What the inventory has in the end that it did not have before. */
  readonly kept?: object;
}

/** Registers the tests of one stack. */
export const lifeOf =
  (clients: () => Clients) =>
  ({ name, template, see, first, second, replaced, volatile = [], kept = {} }: Life) => {
    const deploy = (variant: Variant) => clients().deployer.deploy(name, template(variant));
    let before: object;
    let ids: Ids;

    it('are created', async () => {
      before = await fullInventory(clients());
      await deploy({});
      ids = await idsOf(clients(), name);
      expect(await see(ids)).toMatchObject(first);
      expect(await deploy({})).toMatchObject({ status: 'unchanged' });
    });

    it('are restored if an update fails', async () => {
      await expect(deploy({ second: true, broken: true })).rejects.toThrow(/^Broken: /);
      expect(differing(ids, await idsOf(clients(), name), volatile)).toEqual([]);
      expect(await see(ids)).toMatchObject(first);
    });

    it('are updated in place', async () => {
      await deploy({ second: true });
      expect(differing(ids, await idsOf(clients(), name), volatile)).toEqual([]);
      expect(await see(ids)).toMatchObject(second);
    });

    it('are replaced where AWS replaces them', async () => {
      await deploy({ second: true, third: true });
      const after = await idsOf(clients(), name);
      expect(differing(ids, after, volatile)).toEqual(replaced);
      expect(await see(after)).toMatchObject(second);
    });

    it('are deleted', async () => {
      await clients().deployer.remove(name);
      expect(await fullInventory(clients())).toEqual({ ...before, ...kept });
    });
  };
