/** What goes wrong between the function and AWS, in the words of whoever deploys: what it is and what to do about it. */

/** A fault of whoever deploys: its message says what to do, and is all that CloudFormation is told. */
export class UserFault extends Error {}

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
export function faultOf(error: unknown, service: string): string | undefined {
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
