/**
 * The options of log drivers, to find misspelled ones. AWS passes them to Docker, which has more in later versions:
 * https://docs.docker.com/engine/logging/configure/
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html
 */

const OF_ALL = ['mode', 'max-buffer-size', 'tag', 'labels', 'labels-regex', 'env', 'env-regex'];

/** Without the name of the driver, which begins each. */
const OWN: Readonly<Record<string, string>> = {
  awslogs:
    'create-group create-stream credentials-endpoint datetime-format endpoint force-flush-interval-seconds format group max-buffered-events multiline-pattern region stream stream-prefix',
  splunk: 'caname capath format gzip gzip-level index insecureskipverify source sourcetype token url verify-connection',
  fluentd:
    'address async async-connect async-reconnect-interval buffer-limit max-retries request-ack retry-wait sub-second-precision write-timeout',
  gelf: 'address compression-level compression-type tcp-max-reconnect tcp-reconnect-delay',
  syslog: 'address facility format tls-ca-cert tls-cert tls-key tls-skip-verify',
};

/** The options of a driver; `undefined` if they are not known. */
export const optionsOf = (driver: string): readonly string[] | undefined =>
  Object.hasOwn(OWN, driver)
    ? [...(OWN[driver] ?? '').split(' ').map((name) => `${driver}-${name}`), ...OF_ALL]
    : undefined;

/** The options without which a container with the driver does not start: https://docs.docker.com/engine/logging/drivers/splunk/ */
export const REQUIRED: Readonly<Record<string, readonly string[]>> = { splunk: ['splunk-token', 'splunk-url'] };

/** A container with both does not start: https://docs.docker.com/engine/logging/drivers/awslogs/#awslogs-multiline-pattern */
export const ALTERNATIVES = ['awslogs-datetime-format', 'awslogs-multiline-pattern'];

/** https://docs.docker.com/engine/logging/configure/#configure-the-delivery-mode-of-log-messages-from-container-to-log-driver */
export const MODES = ['blocking', 'non-blocking'];
