/** `provose-batch expand`: prints the template as the macro expands it. */

import { type Command, EXPANSION_HELP, EXPANSION_OPTIONS, expandOne, formatOf } from '../command.js';
import { locateAll, renderText, renderUnexpanded } from '../render.js';
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
    const format = formatOf(given, 'yaml', 'json');
    const { source, expansion } = expandOne(given);
    const { template, diagnostics } = expansion;
    if (!template) return { stderr: renderUnexpanded(expansion, source), code: 1 };
    const stderr = renderText(locateAll(diagnostics, source), source);
    const stdout = format === 'json' ? `${JSON.stringify(template, null, 2)}\n` : toYaml(template);
    return { stdout, stderr, code: 0 };
  },
};
