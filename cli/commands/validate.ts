/** `provose-batch validate`: reports problems of a template, with line numbers and suggested fixes. */

import { section } from '../../macro/template/template.js';
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
import { locateAll, renderJson, renderText } from '../render.js';
import type { Source } from '../source.js';
import { expandSource, type LocalExpansion } from '../template-file.js';

export const validate: Command = {
  name: 'validate',
  takes: 'TEMPLATE',
  summary: 'report errors in the template, with line numbers and suggested fixes',
  help: `Reports errors in the template, with line numbers and suggested fixes.
TEMPLATE is a file, or - for standard input.
${EXPANSION_HELP}
  --format text|json      the output format (default: text); json goes to standard output
`,
  options: { ...EXPANSION_OPTIONS, format: { type: 'string' } },
  run(given) {
    const file = templateOf(given);
    const format = formatOf(given, 'text', 'json');
    const settings = settingsOf(given);
    const source = readTemplate(file);
    checkParameters([source], settings);
    const expansion = expandSource(source, settings);
    const located = locateAll(expansion.diagnostics, source);
    const code = expansion.template || expansion.runsFirst !== undefined ? 0 : 1;
    if (format === 'json') return { stdout: renderJson(located, source), code };
    const stderr = renderText(located, source);
    return code === 0 ? { stdout: summary(expansion, source), stderr, code } : { stderr, code };
  },
};

function summary({ template, runsFirst }: LocalExpansion, { name }: Source): string {
  if (!template) return `${name}: no errors found; ${runsFirst} runs before the macro and may change the rest\n`;
  return `${name}: valid, ${Object.keys(section(template, 'Resources')).length} resources after expansion\n`;
}
