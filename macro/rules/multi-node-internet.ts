import { isPublic } from '../read/module.js';
import { lacksMain, nodesOf } from '../read/nodes.js';
import { eachModule, type Rule } from './rule.js';

/**
 * A node has a network interface of its own, which gets no public IP address on EC2:
 * https://docs.aws.amazon.com/parallelcluster/latest/ug/network-configuration-v3-batch.html
 */
export const multiNodeInternet: Rule = {
  code: 'multi-node-internet',
  severity: 'warning',
  description:
    'A job of several nodes in the public subnets of the module, where its containers cannot reach the internet.',
  check: eachModule((module, report) => {
    if (!isPublic(module)) return;
    for (const { path, value, environment } of module.definitions) {
      const nodes = nodesOf(value);
      // What multi-node refuses needs no warning.
      if (!nodes || lacksMain(nodes) || environment.value.instances.compute_environment_type !== 'EC2') continue;
      const message =
        'nodes have no public IP address, so their containers cannot reach the internet from public subnets';
      report([...path, 'nodes'], message, 'If they need to, set network: nat, or use vpc with private subnets.');
    }
  }),
};
