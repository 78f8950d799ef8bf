/**
 * The Lambda function behind the custom resources of expanded templates. It works out the result of a request, and makes
 * sure that CloudFormation receives one response before the function is stopped. Each SDK client is loaded only by the
 * code that uses it. The log says what happened to which resource. It contains neither the ResponseURL nor any value of
 * a property.
 */

import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { EXPORT_TYPE, type ExportProperties, IMAGE_TYPE, type ImageProperties } from '../../macro/contract.js';
import { VERSION } from '../version.js';
import type { TimeLeft } from './clients.js';
import { answerTo, type CustomResourceRequest, type Outcome, respond, textOrEmpty } from './protocol.js';
import { isOfStack, responseUrlOf } from './response-url.js';
import { faultOf, UserFault } from './service-errors.js';

/** Milliseconds reserved for the response; https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
const RESERVE = 5000;

/**
 * @returns when CloudFormation has the response, including one that says that the request failed
 * @throws Error if there is nowhere to respond to, or the response did not arrive, so that Lambda counts an error
 */
export async function handler(event: CloudFormationCustomResourceEvent, context: Context): Promise<void> {
  const request: CustomResourceRequest = typeof event === 'object' && event !== null ? event : {};
  const start = performance.now();
  const entry = (outcome: string, more: object) => ({ ...aboutOf(request), outcome, ...more });
  let answer: ReturnType<typeof answerTo> | undefined;
  try {
    const url = responseUrlOf(request.ResponseURL);
    answer = answerTo(request, withLog(await inTime(request, url, context)));
    const attempts = await respond(url, answer, () => context.getRemainingTimeInMillis());
    const { Status: status, Reason: reason } = answer;
    const duration = Math.round(performance.now() - start);
    console[status === 'FAILED' ? 'warn' : 'info'](entry(status, { ...(reason && { reason }), duration, attempts }));
  } catch (error) {
    const duration = Math.round(performance.now() - start);
    const { Status: status, Reason: reason } = answer ?? {};
    console.error(entry('not answered', { status, reason, duration, fault: (error as Error).message }));
    throw error;
  }
}

/**
 * What every line of the log has. Lambda itself writes each as one line of JSON, with the time, the level and the id of
 * the invocation: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
function aboutOf({ RequestType, ResourceType, LogicalResourceId, StackId }: CustomResourceRequest): object {
  return {
    version: VERSION,
    requestType: RequestType,
    resourceType: ResourceType,
    logicalId: LogicalResourceId,
    stack: StackId,
  };
}

/** A failure also says where the log is; CloudFormation shows the reason to whoever deploys. */
function withLog(outcome: Outcome): Outcome {
  const group = process.env['AWS_LAMBDA_LOG_GROUP_NAME'];
  return 'reason' in outcome && group ? { reason: `${outcome.reason} (log group ${group})` } : outcome;
}

/** The result of the request, or that it took too long. Never throws. */
async function inTime(request: CustomResourceRequest, url: URL, context: Context): Promise<Outcome> {
  const left = context.getRemainingTimeInMillis();
  const time = left - Math.min(RESERVE, left / 2);
  const end = Date.now() + time;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    const reason = `${serviceOf(request)} did not respond within ${Math.round(time / 100) / 10} s: deploy again later.`;
    timer = setTimeout(resolve, time, { reason });
  });
  try {
    return await Promise.race([outcomeOf(request, url, context, () => end - Date.now()), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Never throws: whatever happens is a result. */
async function outcomeOf(
  request: CustomResourceRequest,
  url: URL,
  context: Context,
  timeLeft: TimeLeft,
): Promise<Outcome> {
  try {
    // Nothing is ever created, so there is nothing to delete, neither after a failed Create nor of an unknown type.
    return { data: request.RequestType === 'Delete' ? {} : await dataOf(request, url, timeLeft) };
  } catch (error) {
    const reason = faultOf(error, serviceOf(request));
    if (reason) return { reason };
    const { name, stack = '' } = error instanceof Error ? error : new Error();
    // Without the message: a parser's, or the runtime's, can contain values.
    const at = stack.split('\n').filter((line) => /^\s+at /.test(line));
    console.error({ ...aboutOf(request), outcome: 'bug', error: name, at });
    return {
      reason:
        `This is a bug of the macro’s custom resource and not a fault of the template (${name}): please report it. ` +
        `Find it in the log under request ${context.awsRequestId}.`,
    };
  }
}

/** Properties have the shape that some version of the macro, or a user, gave them, and may lack any. */
async function dataOf(
  request: CustomResourceRequest,
  url: URL,
  timeLeft: TimeLeft,
): Promise<Readonly<Record<string, string>>> {
  const { RequestType, ResourceType } = request;
  const properties = request.ResourceProperties ?? {};
  const stackId = textOrEmpty(request.StackId);
  switch (ResourceType) {
    case IMAGE_TYPE: {
      const image = properties as ImageProperties;
      const isChecked = image.Check !== 'false' && image.Pin !== 'digest';
      const isExcused = isChecked && RequestType === 'Update' && (await isRollingBack(stackId));
      const { resolveImage } = await import('./image.js');
      return { ...(await resolveImage(isExcused ? { ...image, Check: 'false' } : image, stackId)) };
    }
    case EXPORT_TYPE: {
      if (!isOfStack(url, stackId)) {
        throw new UserFault(
          'The ResponseURL is not of the stack that StackId names, and an export answers to no other.',
        );
      }
      const { ResourceType, Id, LogicalId, Attributes } = properties as Partial<ExportProperties>;
      const asked = {
        ResourceType: textOrEmpty(ResourceType),
        Id: textOrEmpty(Id),
        LogicalId: textOrEmpty(LogicalId),
        Attributes: [Attributes ?? []].flat().map(textOrEmpty),
      };
      const { exportOwned } = await import('./export/owned.js');
      return exportOwned(asked, stackId, timeLeft);
    }
    default: {
      const type = textOrEmpty(ResourceType);
      throw new UserFault(`Unknown resource type ${type}. Valid types: ${IMAGE_TYPE}, ${EXPORT_TYPE}.`);
    }
  }
}

/**
 * Whether an update of the stack is being rolled back. Then the previous properties come as an Update, and their tag may
 * have left the registry since. The image that the tag named was deployed before, so nothing is checked: a failure would
 * leave the stack in UPDATE_ROLLBACK_FAILED.
 */
async function isRollingBack(stackId: string): Promise<boolean> {
  const stack = await import('./stack.js');
  // If CloudFormation does not say, the image is checked as in any other update.
  return stack.isRollingBack(stackId).catch(() => false);
}

/** The service that a request is about, and its Region. Never throws. */
function serviceOf({ ResourceType, ResourceProperties, StackId }: CustomResourceRequest): string {
  const { ResourceType: entry, Region } = (ResourceProperties ?? {}) as Readonly<Record<string, unknown>>;
  const ofEntry = /^aws_(batch|iam)_/.exec(textOrEmpty(entry))?.[1] ?? 'ec2';
  const names: Record<string, string> = { batch: 'AWS Batch', iam: 'AWS IAM', ec2: 'Amazon EC2' };
  const service = ResourceType === IMAGE_TYPE ? 'Amazon ECR' : names[ofEntry];
  const region = (ResourceType === IMAGE_TYPE && textOrEmpty(Region)) || textOrEmpty(StackId).split(':')[3];
  return `${service} in ${region}`;
}
