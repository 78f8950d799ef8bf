/**
 * Emits the EventBridge rules that notify of jobs and queues, and a topic where none is given:
 * https://docs.aws.amazon.com/batch/latest/userguide/batch_cwe_events.html
 */

import type { Module } from '../read/module.js';
import { DEFAULT_EVENTS, type Event, type Notifications } from '../schema/notifications.js';
import { batchArnLength } from '../template/arn.js';
import { type Intrinsic, isPlainMapping, isUnseen, ref } from '../template/intrinsics.js';
import { logicalId } from '../template/logical-id.js';
import type { Emitted, Mapping } from '../template/template.js';
import { emitter, tags } from './emit.js';

/** The maximum length of an event pattern: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const LONGEST_PATTERN = 2048;

/** The status of a job after each event: https://docs.aws.amazon.com/batch/latest/userguide/batch_job_events.html */
const STATUS: Partial<Record<Event, string>> = { failed: 'FAILED', succeeded: 'SUCCEEDED' };

export function lowerNotifications(module: Module): Emitted[] {
  const { notifications } = module.config;
  if (notifications === undefined) return [];
  const { to, events } = normalized(notifications);
  const isEmail = typeof to === 'string' && !isUnseen(to) && !to.startsWith('arn:');
  const topic = isEmail ? ref(logicalId(module.id, 'Topic')) : to;
  return [
    ...(isEmail ? lowerTopic(module, to) : []),
    ...chunksOf(module, events).map((queues, index) =>
      rule(module, index, eventPattern(queues, events), target(topic, isEmail)),
    ),
  ];
}

function normalized(notifications: string | Intrinsic | Notifications): Notifications {
  return isPlainMapping(notifications)
    ? (notifications as Notifications)
    : { to: notifications as string, events: DEFAULT_EVENTS };
}

/**
 * A topic for an e-mail address. It has no KMS key: EventBridge cannot use AWS's own key for Amazon SNS, and a key of
 * the account needs a policy for EventBridge: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
function lowerTopic(module: Module, address: string): Emitted[] {
  const emit = emitter(module, [...module.configPath, 'notifications']);
  const topic = ref(logicalId(module.id, 'Topic'));
  const publish = { Action: 'sns:Publish', Resource: topic };
  return [
    emit('Topic', '', 'AWS::SNS::Topic', { Tags: tags(module) }),
    // A resource of its own, because one in the topic's properties outlives the topic:
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html
    emit('Subscription', '', 'AWS::SNS::Subscription', { TopicArn: topic, Protocol: 'email', Endpoint: address }),
    emit('PublishPolicy', '', 'AWS::SNS::TopicPolicy', {
      Topics: [topic],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          // EventBridge supports no condition here:
          // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html
          { Sid: 'AllowEventBridge', Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, ...publish },
          {
            Sid: 'DenyWithoutTls',
            Effect: 'Deny',
            Principal: '*',
            ...publish,
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    }),
  ];
}

function rule(module: Module, index: number, EventPattern: Mapping, target: Mapping): Emitted {
  const emit = emitter(module, [...module.configPath, 'notifications']);
  return emit('NotificationRule', index === 0 ? '' : String(index + 1), 'AWS::Events::Rule', {
    EventPattern,
    Targets: [target],
    Tags: tags(module),
  });
}

/** A topic, with a readable message if people receive it. Other subscribers get the event itself. */
function target(topic: unknown, isEmail: boolean): Mapping {
  if (!isEmail) return { Id: 'Topic', Arn: topic };
  const paths = ['jobId', 'jobName', 'jobQueue', 'status', 'statusReason'].map((key) => [key, `$.detail.${key}`]);
  return {
    Id: 'Topic',
    Arn: topic,
    InputTransformer: {
      InputPathsMap: { ...Object.fromEntries(paths), event: '$.detail-type', region: '$.region' },
      InputTemplate:
        '"<event>: job <jobName> is <status>. Reason: <statusReason>. Queue: <jobQueue>. ' +
        'Details: aws batch describe-jobs --region <region> --jobs <jobId>"',
    },
  };
}

/** The events of some queues: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html */
function eventPattern(queues: readonly unknown[], events: readonly Event[]): Mapping {
  const statuses = events.flatMap((event) => STATUS[event] ?? []);
  const branches = [
    ...(statuses.length > 0
      ? [
          {
            'detail-type': ['Batch Job State Change'],
            detail: {
              jobQueue: queues,
              status: statuses,
              // Only the children of an array job have an index. The array itself fails if one of them does:
              // https://docs.aws.amazon.com/batch/latest/APIReference/API_ArrayPropertiesDetail.html
              arrayProperties: { index: [{ exists: false }] },
            },
          },
        ]
      : []),
    ...(events.includes('queue_blocked')
      ? [{ 'detail-type': ['Batch Job Queue Blocked'], detail: { jobQueue: queues } }]
      : []),
  ];
  return { source: ['aws.batch'], ...(branches.length === 1 ? branches[0] : { $or: branches }) };
}

/** The ARNs of queues in groups, each of which surely fits into one event pattern. */
function chunksOf({ id, queues }: Module, events: readonly Event[]): Intrinsic[][] {
  const [empty, one] = [[], ['']].map((list) => JSON.stringify(eventPattern(list, events)).length) as [number, number];
  const chunks: Intrinsic[][] = [];
  let room = 0;
  // Sorted, so that the order of queues in the template does not matter.
  for (const { key, name } of [...queues].sort((a, b) => (a.key < b.key ? -1 : 1))) {
    // In each place: the ARN, two quotation marks and a comma.
    const places = (one - empty) / 2;
    const length = places * (batchArnLength('job-queue', name, 'most') + 3);
    if (length > room) {
      chunks.push([]);
      room = LONGEST_PATTERN - empty;
    }
    chunks.at(-1)?.push(ref(logicalId(id, 'JobQueue', key)));
    room -= length;
  }
  return chunks;
}
