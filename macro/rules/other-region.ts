import { REGION } from '../contract.js';
import { show } from '../diagnostics/diagnostics.js';
import type { Module } from '../read/module.js';
import { schedulesOf } from '../read/schedules.js';
import { branchesOf, isUnseen } from '../template/intrinsics.js';
import { isMapping, type Path } from '../template/template.js';
import { eachModule, type Rule } from './rule.js';

export const otherRegion: Rule = {
  code: 'other-region',
  severity: 'error',
  description: 'The ARN of a resource in another Region, where AWS requires the stack’s.',
  check: eachModule((module, report) => {
    const { region } = module;
    if (region === undefined) return;
    for (const { path, value, what } of arnsOf(module)) {
      for (const arn of branchesOf(value)) {
        if (typeof arn !== 'string' || isUnseen(arn)) continue;
        const [, , , other = ''] = arn.split(':');
        if (!REGION.test(other) || other === region) continue;
        const message = `${what} must be in the stack’s Region, ${region}; received ${show(arn)}`;
        report(path, message, `Use one in ${region}, or deploy the stack in ${other}.`);
      }
    }
  }),
};

interface PlacedArn {
  readonly path: Path;
  readonly value: unknown;
  readonly what: string;
}

/** The values that can be ARNs of resources in the same Region. */
function arnsOf(module: Module): PlacedArn[] {
  const { config, configPath, queues } = module;
  const { notifications, logs } = config;
  const isDetailed = isMapping(notifications) && Object.hasOwn(notifications, 'to');
  return [
    {
      // https://repost.aws/knowledge-center/sns-not-getting-eventbridge-notification
      path: [...configPath, 'notifications', ...(isDetailed ? ['to'] : [])],
      value: isDetailed ? (notifications as { to: unknown }).to : notifications,
      what: 'the topic of a rule of EventBridge',
    },
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    { path: [...configPath, 'logs', 'kms_key'], value: logs?.kms_key, what: 'the key of a log group' },
    // AWS Batch has separate queues and environments in each Region: https://docs.aws.amazon.com/general/latest/gr/batch.html
    ...queues.flatMap(({ path, value }) =>
      (value.compute_environments ?? []).map((each, index) => ({
        path: [...path, 'compute_environments', index],
        value: each,
        what: 'a compute environment of a queue',
      })),
    ),
    ...schedulesOf(module).map(({ path, value }) => ({
      path: [...path, 'job_queue'],
      value: value.job_queue,
      what: 'the queue of a schedule',
    })),
  ];
}
