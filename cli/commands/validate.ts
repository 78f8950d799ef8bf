/** `provose-batch validate`: reports problems of templates, with line numbers and suggested fixes. */

import type { Diagnostic } from '../../macro/diagnostics/diagnostics.js';
import { GIVE_REGION } from '../../macro/read/evaluate.js';
import { section } from '../../macro/template/template.js';
import {
  type Command,
  checkParameters,
  EXPANSION_HELP,
  EXPANSION_OPTIONS,
  formatOf,
  settingsOf,
  UsageError,
} from '../command.js';
import { isFolder, readTemplates } from '../files.js';
import { renderGithub } from '../github.js';
import { type Checked, type Located, locateAll, renderAllAsJson, renderJson, renderText } from '../render.js';
import { renderSarif } from '../sarif.js';
import { expandSource, type LocalExpansion } from '../template-file.js';

export const validate: Command = {
  name: 'validate',
  takes: 'TEMPLATE…',
  summary: 'report errors in templates, with line numbers and suggested fixes',
  help: `Reports errors in templates, with line numbers and suggested fixes.
TEMPLATE is a file, - for standard input, or a folder, in which all templates with a module are checked.
To see an example of a problem and its fix: provose-batch explain CODE.
${EXPANSION_HELP}
  --strict                treat warnings as errors
  --skip-others           skip files without a module, as in folders
  --format FORMAT         text (default), json, sarif for code scanning, or github for annotations in GitHub Actions;
                          all but text go to standard output
`,
  options: {
    ...EXPANSION_OPTIONS,
    format: { type: 'string' },
    strict: { type: 'boolean' },
    'skip-others': { type: 'boolean' },
  },
  run(given) {
    const { positionals, values } = given;
    if (positionals.length === 0) throw new UsageError('missing argument TEMPLATE');
    const format = formatOf(given, 'text', 'json', 'sarif', 'github');
    const settings = settingsOf(given);
    const sources = readTemplates(given, values['skip-others'] === true);
    checkParameters(sources, settings);
    const checked = sources.map((source): Validated => {
      const expansion = expandSource(source, settings);
      const located = locateAll(expansion.diagnostics.map(asDeployed), source);
      return { source, expansion, located: values['strict'] ? located.map(asError) : located };
    });
    const code = count(checked, 'error') > 0 ? 1 : 0;
    const [first] = checked;
    const only = first && isOneFile(positionals) ? first : undefined;
    switch (format) {
      case 'json':
        return { stdout: only ? renderJson(only) : renderAllAsJson(checked), code };
      case 'sarif':
        return { stdout: renderSarif(checked), code };
      case 'github':
        return { stdout: renderGithub(checked), code };
      case 'text': {
        const texts = checked.map(({ located, source }) => renderText(located, source));
        const stderr = texts.filter((text) => text !== '').join('\n');
        if (only) return code === 0 ? { stdout: summaryOf(only), stderr, code } : { stderr, code };
        return { stdout: summaryOfAll(checked), stderr, code };
      }
    }
  },
};

interface Validated extends Checked {
  readonly expansion: LocalExpansion;
}

/** Whether the output has the form for one file. That must not depend on what a folder contains. */
const isOneFile = ([path = '', ...more]: readonly string[]) => more.length === 0 && !isFolder(path);

/** A diagnostic as it matters to the deployment, in which the Region is known. */
const asDeployed = (one: Diagnostic): Diagnostic =>
  one.code === 'unknown-at-expansion' && one.hint === GIVE_REGION ? { ...one, severity: 'warning' } : one;

const asError = (one: Located): Located => (one.severity === 'warning' ? { ...one, severity: 'error' } : one);

const count = (checked: readonly Checked[], severity: Located['severity']) =>
  checked.flatMap(({ located }) => located).filter((one) => one.severity === severity).length;

function summaryOf({ expansion: { template, runsFirst }, source: { name } }: Validated): string {
  if (!template) {
    const why =
      runsFirst === undefined
        ? 'the rest depends on --region'
        : `${runsFirst} runs before the macro and may change the rest`;
    return `${name}: no errors found; ${why}\n`;
  }
  return `${name}: valid, ${Object.keys(section(template, 'Resources')).length} resources after expansion\n`;
}

/** Whether not all of a file could be checked, although nothing in it is an error. */
const isIncomplete = ({ expansion: { template }, source: { data }, located }: Validated) =>
  data !== undefined && !template && located.every(({ severity }) => severity !== 'error');

/** The numbers of problems, after the files that could not be checked completely. */
function summaryOfAll(checked: readonly Validated[]): string {
  const incomplete = checked.filter(isIncomplete).map(summaryOf);
  const [errors, warnings] = [count(checked, 'error'), count(checked, 'warning')];
  const numbers = [`${checked.length} file`, `${errors} error`, `${warnings} warning`].map((text) =>
    text.startsWith('1 ') ? text : `${text}s`,
  );
  return `${incomplete.join('')}${numbers.join(', ')}\n`;
}
