/** `provose-batch diff`: tells what an update of a stack from one template to another does to its resources. */

import {
  type Arguments,
  type Command,
  checkParameters,
  EXPANSION_HELP,
  EXPANSION_OPTIONS,
  formatOf,
  type Output,
  readTemplate,
  settingsOf,
  UsageError,
} from '../command.js';
import { type Comparison, compare, renderReportJson } from '../diff/report.js';
import { type Side, sideOf, withoutEnvelope } from '../diff/side.js';
import { renderReport } from '../diff/text.js';
import { renderUnexpanded } from '../render.js';
import type { Source } from '../source.js';
import { expandSource, type Settings } from '../template-file.js';

/** What `--fail-on` takes, each with whether a report has it. */
const FAILURES: Readonly<Record<string, (report: Comparison) => boolean>> = {
  replacement: ({ changes }) => changes.some(({ action }) => /replaced$/.test(action)),
  ...Object.fromEntries(
    ['failure', 'jobs', 'data'].map((kind) => [
      kind,
      ({ changes }: Comparison) => changes.some(({ marks }) => marks.some((mark) => mark.kind === kind)),
    ]),
  ),
};

export const diff: Command = {
  name: 'diff',
  takes: 'OLD NEW',
  summary: 'tell what an update from one template to another does to a stack',
  help: `Tells what an update from OLD to NEW does: which resources are added, removed, updated or replaced, and what fails,
ends running jobs or deletes data. Each is a template with modules or a processed one, such as the output of
  aws cloudformation get-template --template-stage Processed --stack-name STACK
One of them can be - for standard input. Exit code 1 means errors in a template, or --fail-on.
${EXPANSION_HELP}
  --old-parameter Key=Value   the value of a parameter of OLD, if it differs; can be repeated
  --format text|json      the output format (default: text)
  --fail-on WHAT          exit with 1 if there is a replacement, failure, jobs (that end) or data (that is lost);
                          can be repeated
`,
  options: {
    ...EXPANSION_OPTIONS,
    'old-parameter': { type: 'string', multiple: true },
    format: { type: 'string' },
    'fail-on': { type: 'string', multiple: true },
  },
  run(given) {
    const [oldFile, newFile] = filesOf(given);
    const format = formatOf(given, 'text', 'json');
    const failures = failuresOf(given);
    const settings = settingsOf(given);
    const ofOld = settingsOf({ ...given, values: { ...given.values, parameter: given.values['old-parameter'] ?? [] } });
    const [oldSource, newSource] = [oldFile, newFile].map((file) => withoutEnvelope(readTemplate(file, given)));
    if (!oldSource || !newSource) throw new UsageError('missing argument NEW');
    checkParameters([oldSource, newSource], settings);
    checkParameters([oldSource], ofOld);
    const before = read(oldSource, { ...settings, parameters: { ...settings.parameters, ...ofOld.parameters } });
    const after = read(newSource, settings);
    if (!before.side || !after.side) {
      const errors = [before.errors, after.errors].filter((text) => text !== '');
      return { stderr: errors.join('\n'), code: 1 };
    }
    const report = compare(before.side, after.side);
    const files = { old: oldSource.name, new: newSource.name };
    const stdout = format === 'json' ? renderReportJson(report, files) : renderReport(report, files);
    return { stdout, ...outcome(report, failures) };
  },
};

function outcome(report: Comparison, failures: readonly string[]): Pick<Output, 'stderr' | 'code'> {
  const found = failures.filter((name) => FAILURES[name]?.(report));
  if (found.length === 0) return { code: 0 };
  return { stderr: `provose-batch: the update has what --fail-on names: ${found.join(', ')}\n`, code: 1 };
}

/** The side of a template, or the text of what is wrong with it. */
function read(source: Source, settings: Settings): { readonly side?: Side; readonly errors: string } {
  const expansion = expandSource(source, settings);
  const { template } = expansion;
  if (template) return { side: sideOf(template, expansion, settings), errors: '' };
  return { errors: renderUnexpanded(expansion, source) };
}

function filesOf({ positionals }: Arguments): [string, string] {
  const [before, after, ...more] = positionals;
  if (before === undefined || after === undefined) {
    throw new UsageError(`missing argument ${before === undefined ? 'OLD' : 'NEW'}`);
  }
  if (more.length > 0) throw new UsageError(`expected only OLD and NEW; also received ${more.join(', ')}`);
  if (before === '-' && after === '-') throw new UsageError('only one of OLD and NEW can be standard input');
  return [before, after];
}

function failuresOf({ values }: Arguments): readonly string[] {
  const names = (values['fail-on'] ?? []) as readonly string[];
  const unknown = names.find((name) => !Object.hasOwn(FAILURES, name));
  if (unknown === undefined) return names;
  throw new UsageError(`--fail-on must be ${Object.keys(FAILURES).join(', ')}; received ${unknown}`);
}
