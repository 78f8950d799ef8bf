import type { Entry } from '../read/module.js';
import { lacksMain, nodesOf } from '../read/nodes.js';
import { reachOf } from '../read/schedules.js';
import type { ComputeEnvironment } from '../schema/compute-environment.js';
import { eachModule, type Rule } from './rule.js';

const typeOf = ({ value }: Entry<ComputeEnvironment>) => value.instances.compute_environment_type;

/** https://docs.aws.amazon.com/batch/latest/userguide/mnp-ce.html */
export const multiNode: Rule = {
  code: 'multi-node',
  severity: 'error',
  description:
    'A job of several nodes that can run elsewhere than on EC2 On-Demand Instances, or has no such main node.',
  check: eachModule((module, report) => {
    for (const definition of module.definitions) {
      const { path, value, environment } = definition;
      const nodes = nodesOf(value);
      if (!nodes) continue;
      const others = [...reachOf(module, definition)].filter((other) => typeOf(other) !== 'EC2');
      if (others.length > 0) {
        const [types, keys] = [
          [...new Set(others.map(typeOf))].join(' or '),
          others.map(({ key }) => key).join(' and '),
        ];
        const message = `nodes and compute_environment_type: ${types} cannot be combined, and the job can run on ${keys}`;
        const where = others.includes(environment) ? '' : `, or take ${keys} out of the queues of the job`;
        const hint = `Remove nodes, or set compute_environment_type of ${keys} to EC2${where}.`;
        report([...path, 'nodes'], message, hint);
      }
      if (!lacksMain(nodes)) continue;
      const message = `main must be the number of a node, from 0 to ${Number(nodes.count) - 1}; received ${nodes.main}`;
      report([...path, 'nodes'], message, 'Lower main, or raise count.');
    }
  }),
};
