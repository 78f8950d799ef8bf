/** `provose-batch expand`: prints the template as the macro expands it. */

import {
  type Command,
  checkParameters,
  EXPANSION_HELP,
  EXPANSION_OPTIONS,
  formatOf,
  readTemplate,
  settingsOf,
  templateOf,
} from '../command.js';
import { locateAll, renderText } from '../render.js';
import { expandSource } from '../template-file.js';
import { toYaml } from '../yaml-output.js';

export const expand: Command = {
  name: 'expand',
  takes: 'TEMPLATE',
  summary: 'print the template as the macro expands it',
  help: `Prints the template as the macro expands it.
TEMPLATE is a file, or - for standard input.
${EXPANSION_HELP}
  --format yaml|json      the output format (default: yaml)
`,
  options: { ...EXPANSION_OPTIONS, format: { type: 'string' } },
  run(given) {
    const file = templateOf(given);
    const format = formatOf(given, 'yaml', 'json');
    const settings = settingsOf(given);
    const source = readTemplate(file);
    checkParameters([source], settings);
    const { template, runsFirst, diagnostics } = expandSource(source, settings);
    const stderr = renderText(locateAll(diagnostics, source), source);
    if (!template) {
      const why = `only CloudFormation can expand this template, because ${runsFirst} runs before the macro`;
      const texts = runsFirst === undefined ? [stderr] : [stderr, `provose-batch: ${why}\n`];
      return { stderr: texts.filter((text) => text !== '').join('\n'), code: 1 };
    }
    const stdout = format === 'json' ? `${JSON.stringify(template, null, 2)}\n` : toYaml(template);
    return { stdout, stderr, code: 0 };
  },
};
