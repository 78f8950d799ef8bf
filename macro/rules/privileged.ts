import { platformOf } from '../schema/platform.js';
import { overriddenIn } from './overridden.js';
import { eachModule, type Rule } from './rule.js';

const MESSAGE = 'the job is root on its instance, where it can reach all other jobs and files';
const HINT = 'Remove it. For single devices, use devices; for file systems, use mounts.';

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html */
export const privileged: Rule = {
  code: 'privileged',
  severity: 'warning',
  description: 'A container with the privileges of its instance.',
  check: eachModule((module, report) => {
    // Containers in lists.
    for (const { property, path, value } of overriddenIn(module)) {
      if (property !== 'ContainerProperties.Privileged' || path.includes('ContainerProperties')) continue;
      if (String(value) === 'true') report(path, MESSAGE, HINT);
    }
    for (const { path, value, environment } of module.definitions) {
      // Fargate refuses it: `platform-key`.
      const isOnInstance = platformOf(environment.value.instances) !== 'FARGATE';
      if (value.privileged === true && isOnInstance) report([...path, 'privileged'], MESSAGE, HINT);
    }
  }),
};
