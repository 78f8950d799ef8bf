import { FARGATE_SIZES, fargateSizeOf } from '../compute/fargate-sizes.js';
import type { JobDefinition } from '../schema/compute-environment.js';
import { platformOf } from '../schema/platform.js';
import { eachModule, type Rule } from './rule.js';

export const fargateSize: Rule = {
  code: 'fargate-size',
  severity: 'error',
  description: 'A job with a combination of vcpus and memory that AWS Fargate does not offer.',
  check: eachModule(({ definitions }, report) => {
    for (const { path, value, environment } of definitions) {
      if (platformOf(environment.value.instances) !== 'FARGATE') continue;
      checkSize(value, (key, message, hint) => report([...path, key], message, hint, [...path, 'vcpus']));
    }
  }),
};

function checkSize(
  { vcpus, memory }: JobDefinition,
  report: (key: string, message: string, hint: string) => void,
): void {
  if (typeof vcpus !== 'number') return;
  const size = fargateSizeOf(vcpus);
  if (!size) {
    const all = FARGATE_SIZES.map((one) => one.vcpus);
    const message = `Fargate offers no job with ${vcpus} vCPUs`;
    report('vcpus', message, `Valid values: ${all.join(', ')}.`);
  } else if (typeof memory === 'number' && !size.memory.includes(memory)) {
    const message = `Fargate offers no job with vcpus: ${vcpus} and memory: ${memory}`;
    report('memory', message, `Valid values of memory with vcpus: ${vcpus} are ${size.text}. Or change vcpus.`);
  }
}
