/**
 * The macro's Lambda function: takes CloudFormation's request, and returns the response. It always returns one, because
 * otherwise CloudFormation can only report a malformed response. It logs what happened and where, and no value of the
 * template.
 */

import { type Diagnostic, formatPath, inSentences } from '../../macro/diagnostics/diagnostics.js';
import { type Expansion, expand } from '../../macro/expand.js';
import { SECTION } from '../../macro/read/find.js';
import { isMapping, type Mapping, textOf } from '../../macro/template/template.js';
import { VERSION } from '../version.js';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-author.html */
export interface MacroRequest {
  readonly requestId: string;
  readonly transformId: string;
  readonly region: string;
  readonly accountId: string;
  readonly fragment: unknown;
  readonly params: Mapping;
  readonly templateParameterValues: Mapping;
}

export interface MacroResponse {
  readonly requestId: string;
  readonly status: 'success' | 'failure';
  /** The processed template, if the status is `success`. */
  readonly fragment?: Mapping;
  /** What the console shows, if the status is `failure`. */
  readonly errorMessage?: string;
}

/** The most characters of a message that are readable in the console. */
const READABLE = 4000;

/**
 * Lambda itself writes each logged object as one line of JSON with the time, the level and the request, so no logger is
 * needed:
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
export async function handler(request: MacroRequest): Promise<MacroResponse> {
  const { requestId, transformId } = request ?? {};
  const failure = (errorMessage: string): MacroResponse => ({ requestId, status: 'failure', errorMessage });
  try {
    const { template, diagnostics } = answer(request);
    const found = diagnostics.map(({ code, severity, path }) => ({ code, severity, path: formatPath(path) }));
    console.info({
      version: VERSION,
      outcome: template ? 'expanded' : 'refused',
      requestId,
      transformId,
      diagnostics: found,
    });
    return template ? { requestId, status: 'success', fragment: template } : failure(inWords(diagnostics));
  } catch (error) {
    const { message: what, stack } = error instanceof Error ? error : new Error(String(error));
    console.error({ version: VERSION, outcome: 'bug', requestId, transformId, stack });
    return failure(
      `This is a bug of the macro and not a fault of the template: ${what}. ` +
        `The macro's log has it under request ${requestId}; please report it.`,
    );
  }
}

function answer({ fragment, params, templateParameterValues, region, transformId }: MacroRequest): Expansion {
  const refuse = (code: Diagnostic['code'], message: string, hint: string): Expansion => ({
    diagnostics: [{ code, severity: 'error', path: [], message, hint }],
  });
  if (!isMapping(fragment)) {
    return refuse('not-a-template', 'The macro was given no template.', 'Name it in the Transform of a template.');
  }
  if (!['AWSTemplateFormatVersion', 'Resources', SECTION].some((name) => Object.hasOwn(fragment, name))) {
    const hint = 'Name it in the template’s Transform instead, as in Transform: ProvoseBatch.';
    return refuse('snippet-call', 'The macro expands whole templates, and was called by Fn::Transform.', hint);
  }
  if (isMapping(params) && Object.keys(params).length > 0) {
    const message = `The macro takes no parameters, and was given ${Object.keys(params).join(', ')}.`;
    return refuse('macro-parameters', message, `Write them into the ${SECTION} section.`);
  }
  // The account and the name, separated by two colons.
  const macroName = textOf(transformId).split('::').at(-1) ?? '';
  return expand(fragment, { parameters: templateParameterValues ?? {}, region, macroName });
}

/** All errors, one after another. If they are too many, as many as are readable, and the number of the others. */
function inWords(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const texts = errors.map((error, index) => `${errors.length > 1 ? `(${index + 1}) ` : ''}${inSentences(error)}`);
  const count = errors.length > 1 ? `${errors.length} errors:\n` : '';
  let text = count + (texts[0] ?? '').slice(0, READABLE);
  for (const [index, next] of texts.entries()) {
    if (index === 0) continue;
    if (text.length + next.length > READABLE) return `${text}\n… and ${errors.length - index} more.`;
    text += `\n${next}`;
  }
  return text;
}
