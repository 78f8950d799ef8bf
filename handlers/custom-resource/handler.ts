/**
 * The Lambda function behind the custom resources of expanded templates: it finds out what came of a request and sees
 * to it that CloudFormation hears so, once, before the function is stopped. An SDK is loaded by the path that calls it.
 * The log says what happened to which resource, and has neither the ResponseURL nor a property as it came.
 */

import { Logger } from '@aws-lambda-powertools/logger';
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { EXPORT_TYPE, type ExportProperties, IMAGE_TYPE, type ImageProperties } from '../../macro/contract.js';
import { answerTo, type Outcome, respond } from './protocol.js';
import { faultOf, UserFault } from './service-errors.js';

/** Milliseconds kept for the answer; https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
const RESERVE = 5000;

const logger = new Logger({ serviceName: 'provose-batch' });

/**
 * @returns once CloudFormation has the answer, be it a failure.
 * @throws where the answer did not arrive, so that Lambda counts an error.
 */
export async function handler(event: CloudFormationCustomResourceEvent, context: Context): Promise<void> {
  const { RequestType: requestType, ResourceType: resourceType, LogicalResourceId: logicalId, StackId: stack } = event;
  const start = performance.now();
  logger.addContext(context);
  logger.appendKeys({ requestType, resourceType, logicalId, stack });
  const answer = answerTo(event, await inTime(event, context));
  const about = () => ({
    outcome: answer.Status,
    ...(answer.Reason !== undefined && { reason: answer.Reason }),
    duration: Math.round(performance.now() - start),
  });
  try {
    const attempts = await respond(event, answer, () => context.getRemainingTimeInMillis());
    logger[answer.Status === 'FAILED' ? 'warn' : 'info']('answered', { ...about(), attempts });
  } catch (error) {
    logger.error('not answered', { ...about(), fault: (error as Error).message });
    throw error;
  }
}

/** What came of the request, or that it took too long. */
async function inTime(event: CloudFormationCustomResourceEvent, context: Context): Promise<Outcome> {
  const left = context.getRemainingTimeInMillis();
  const time = left - Math.min(RESERVE, left / 2);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    const reason = `${serviceOf(event)} gave no answer within ${Math.round(time / 100) / 10} s: deploy again later.`;
    timer = setTimeout(resolve, time, { reason });
  });
  try {
    return await Promise.race([outcomeOf(event, context), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Never throws, for whatever happens is an answer. */
async function outcomeOf(event: CloudFormationCustomResourceEvent, { awsRequestId }: Context): Promise<Outcome> {
  try {
    // Nothing was ever made, so that there is nothing to delete: not after a failed Create, nor of a type unknown here.
    return { data: event.RequestType === 'Delete' ? {} : await dataOf(event) };
  } catch (error) {
    const reason = faultOf(error, serviceOf(event));
    if (reason) return { reason };
    const { name, stack = '' } = error instanceof Error ? error : new Error();
    // Without its message, for that of a parser or of the runtime can have values in it.
    logger.error('a bug', { error: name, at: stack.split('\n').filter((line) => /^\s+at /.test(line)) });
    return {
      reason:
        `This is a bug of the macro’s custom resource and not a fault of the template (${name}): ` +
        `its log has the place under request ${awsRequestId}, please report it.`,
    };
  }
}

/** Properties have the shape of whatever version of the macro wrote them, and may lack any. */
async function dataOf({ ResourceType, ResourceProperties, StackId }: CloudFormationCustomResourceEvent) {
  const properties: unknown = ResourceProperties ?? {};
  switch (ResourceType) {
    case IMAGE_TYPE: {
      const { resolveImage } = await import('./image.js');
      return { ...(await resolveImage(properties as ImageProperties, StackId)) };
    }
    case EXPORT_TYPE: {
      const { exportEntry } = await import('./export/entry.js');
      const { ResourceType = '', Id = '', Attributes = [], Fingerprint } = properties as Partial<ExportProperties>;
      return exportEntry({ ResourceType, Id, Attributes: [Attributes].flat(), Fingerprint });
    }
    default:
      throw new UserFault(`Unknown resource type ${ResourceType}. Valid types: ${IMAGE_TYPE}, ${EXPORT_TYPE}.`);
  }
}

/** Which service a request is about, and where. */
function serviceOf({ ResourceType, ResourceProperties, StackId }: CloudFormationCustomResourceEvent): string {
  const { ResourceType: entry, Region } = ResourceProperties ?? {};
  const ofEntry = /^aws_(batch|iam)_/.exec(String(entry))?.[1] ?? 'ec2';
  const names: Record<string, string> = { batch: 'AWS Batch', iam: 'AWS IAM', ec2: 'Amazon EC2' };
  const service = ResourceType === IMAGE_TYPE ? 'Amazon ECR' : names[ofEntry];
  return `${service} in ${(ResourceType === IMAGE_TYPE && Region) || StackId?.split(':')[3]}`;
}
