import { platformOf } from '../schema/platform.js';
import { isDynamic } from '../template/intrinsics.js';
import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_LogConfiguration.html */
const ON_FARGATE = ['awslogs', 'splunk'];

export const logDriver: Rule = {
  code: 'log-driver',
  severity: 'error',
  description: 'A log driver that Fargate does not have.',
  check: eachModule(({ definitions }, report) => {
    for (const { value, path, environment } of definitions) {
      const driver = value.log_configuration?.log_driver;
      if (typeof driver !== 'string' || isDynamic(driver) || ON_FARGATE.includes(driver)) continue;
      if (platformOf(environment.value.instances) !== 'FARGATE') continue;
      const message = `the log driver ${driver} is not supported on Fargate`;
      report([...path, 'log_configuration', 'log_driver'], message, 'Use awslogs or splunk.');
    }
  }),
};
