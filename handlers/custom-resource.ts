/**
 * The Lambda function behind the custom resources of expanded templates: it finds out what came of a request and sees
 * to it that CloudFormation hears so, once, before the function is stopped. An SDK is loaded by the path that calls it.
 * The log says what happened to which resource, and has neither the ResponseURL nor a property as it came.
 */

import { Logger } from '@aws-lambda-powertools/logger';
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { EXPORT_TYPE, type ExportProperties, IMAGE_TYPE, type ImageProperties } from '../macro/contract.js';
import { answerTo, type Outcome, respond } from './cfn-response.js';
import { UserFault } from './user-fault.js';

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
      const { resolveImage } = await import('./resolve-image.js');
      return { ...(await resolveImage(properties as ImageProperties, StackId)) };
    }
    case EXPORT_TYPE: {
      const { exportEntry } = await import('./export-entry.js');
      const { ResourceType = '', Id = '', Attributes = [], Fingerprint } = properties as Partial<ExportProperties>;
      return exportEntry({ ResourceType, Id, Attributes: [Attributes].flat(), Fingerprint });
    }
    default:
      throw new UserFault(
        `${ResourceType} is no type that this macro answers: it must be ${IMAGE_TYPE} or ${EXPORT_TYPE}.`,
      );
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

/** As much as the SDK's and Node.js's errors have in common. */
interface ServiceError extends Error {
  readonly code?: string;
  readonly $fault?: 'client' | 'server';
}

/**
 * Names and codes of errors, and what they mean for whoever deploys; the first that fits.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonErrors.html
 */
const sayings: readonly (readonly [RegExp, (service: string, error: ServiceError) => string])[] = [
  [
    /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/,
    (service) => `${service} has too many requests and kept refusing this one: deploy again in some minutes.`,
  ],
  [/AccessDenied|UnauthorizedOperation/, denied],
  [
    /ExpiredToken|RequestExpired/,
    (service) => `${service} says that the function’s credentials have expired: deploy again, and it has new ones.`,
  ],
  [
    /UnrecognizedClient|InvalidClientTokenId|AuthFailure|OptInRequired/,
    (service) => `${service} does not know the function’s credentials: enable the Region in the account.`,
  ],
  [
    /CredentialsProvider/,
    () => 'The function has no credentials: deploy the macro’s own stack again, so that it has its role.',
  ],
  [
    /ENOTFOUND|EndpointError/,
    (service) =>
      `There is no ${service}, or the function’s network does not know it: correct the Region or the network.`,
  ],
  [
    /Timeout|ETIMEDOUT|AbortError/,
    (service) => `${service} did not answer in time: deploy again, or give the function’s network a way to it.`,
  ],
  [
    /ECONN|EHOST|ENET|EPIPE|EAI_AGAIN|EPROTO|_TLS_|CERT/,
    (service, { code }) => `The function cannot reach ${service} (${code}): give its network a way to it.`,
  ],
];

/** What an error says to whoever deploys; nothing where it is a bug of this function. */
function faultOf(error: unknown, service: string): string | undefined {
  if (error instanceof UserFault) return error.message;
  if (!(error instanceof Error)) return undefined;
  const { name, code = '', message, $fault } = error as ServiceError;
  const saying = sayings.find(([names]) => names.test(`${name} ${code}`));
  if (saying) return saying[1](service, error);
  if ($fault === 'server') return `${service} failed by itself, with ${name}: deploy again later.`;
  return $fault && `${service} refused the request, with ${name}: ${message}`;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function denied(service: string, { message }: ServiceError): string {
  const said = /(\S+) is not authorized to perform: (\S+)(?: on resource: (\S+))?(?: (because [^.]*))?/.exec(message);
  if (!said) return `${service} denies the function access: ${message}`;
  const [, who = '', action, resource, because] = said;
  const role = who.split(':assumed-role/')[1]?.split('/')[0];
  const what = `${action}${resource ? ` on ${resource}` : ''}${because ? `, ${because}` : ''}`;
  return `${role ? `The role ${role}` : who} may not call ${what}: allow it in the policy of the role or of the resource.`;
}
