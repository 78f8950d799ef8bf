/** Errors between the function and AWS, in words for the person who deploys: what went wrong, and what to do. */

/** A fault of the template or of the account. Its message says what to do, and is the whole Reason. */
export class UserFault extends Error {}

/** What the errors of the SDK and of Node.js have in common. */
interface ServiceError extends Error {
  readonly code?: string;
  readonly $fault?: 'client' | 'server';
  /** The service that failed, where it is not the one that the request is about. */
  readonly service?: string;
}

/**
 * Names and codes of errors, and what they mean. The first that matches counts.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonErrors.html
 */
const messages: readonly (readonly [RegExp, (service: string, error: ServiceError) => string])[] = [
  [
    /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/,
    (service) => `${service} throttled every attempt: deploy again in a few minutes.`,
  ],
  [/AccessDenied|UnauthorizedOperation/, denied],
  [
    /ExpiredToken|RequestExpired/,
    (service) => `${service} reports that the function’s credentials have expired: deploy again to get new ones.`,
  ],
  [
    /UnrecognizedClient|InvalidClientTokenId|AuthFailure|OptInRequired/,
    (service) => `${service} does not recognize the function’s credentials: enable the Region in the account.`,
  ],
  [
    /CredentialsProvider/,
    () => 'The function has no credentials: deploy the macro’s own stack again to restore its role.',
  ],
  [
    /ENOTFOUND|EndpointError/,
    (service) => `${service} has no address in the function’s network: correct the Region or the network.`,
  ],
  [
    /Timeout|ETIMEDOUT|AbortError/,
    (service) => `${service} did not respond in time: deploy again, or give the function’s network a route to it.`,
  ],
  [
    /ECONN|EHOST|ENET|EPIPE|EAI_AGAIN|EPROTO|_TLS_|CERT/,
    (service, { code }) => `The function cannot reach ${service} (${code}): give its network a route to it.`,
  ],
];

/**
 * The message for an error.
 *
 * @param about - the service that the request is about
 * @returns `undefined` for a bug of this function
 */
export function faultOf(error: unknown, about: string): string | undefined {
  if (error instanceof UserFault) return error.message;
  if (!(error instanceof Error)) return undefined;
  const { name, code = '', message, $fault, service = about } = error as ServiceError;
  const found = messages.find(([names]) => names.test(`${name} ${code}`));
  if (found) return found[1](service, error);
  if ($fault === 'server') return `${service} failed with ${name}: deploy again later.`;
  return $fault && `${service} rejected the request with ${name}: ${message}`;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function denied(service: string, { message }: ServiceError): string {
  const said = /(\S+) is not authorized to perform: (\S+)(?: on resource: (\S+))?(?: (because [^.]*))?/.exec(message);
  if (!said) return `${service} denies the function access: ${message}`;
  const [, who = '', action, resource, because] = said;
  const role = who.split(':assumed-role/')[1]?.split('/')[0];
  const what = `${action}${resource ? ` on ${resource}` : ''}${because ? `, ${because}` : ''}`;
  return `${role ? `The role ${role}` : who} is not allowed to call ${what}: allow it in the policy of the role or of the resource.`;
}
