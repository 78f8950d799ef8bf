/**
 * Renders problems as SARIF 2.1.0, with what GitHub's code scanning requires:
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */

import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inSentences, type Severity } from '../macro/diagnostics/diagnostics.js';
import packageJson from '../package.json' with { type: 'json' };
import { type DescribedCode, describedCodes } from '../reference/codes.js';
import type { Checked, Located } from './render.js';

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<Severity, string>;
const SEVERITIES = { error: 'error', warning: 'warning', info: 'recommendation' } as const;

export function renderSarif(checked: readonly Checked[]): string {
  const { name, version } = packageJson;
  // GitHub expects the same rules of every run.
  const driver = { name, version, rules: describedCodes.map(ruleOf) };
  // A source's columns are places in a JavaScript string.
  const run = { tool: { driver }, columnKind: 'utf16CodeUnits', results: checked.flatMap(resultsOf) };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf({ code, severity, description }: DescribedCode) {
  return {
    id: code,
    shortDescription: { text: description },
    fullDescription: { text: description },
    help: { text: `${description} To see an example and its fix, run provose-batch explain ${code}.` },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { precision: 'very-high', 'problem.severity': SEVERITIES[severity] },
  };
}

function resultsOf({ source, located }: Checked) {
  const seen = new Map<string, number>();
  return located.map((one) => {
    const { code, severity, path } = one;
    const place = JSON.stringify([code, path]);
    seen.set(place, (seen.get(place) ?? 0) + 1);
    return {
      ruleId: code,
      ruleIndex: describedCodes.findIndex((rule) => rule.code === code),
      level: LEVELS[severity],
      message: { text: inSentences(one) },
      locations: [{ physicalLocation: { artifactLocation: artifactOf(source.name), region: regionOf(one, source) } }],
      // Not GitHub's own primaryLocationLineHash: the action that uploads the file warns of one that it did not compute.
      partialFingerprints: { 'provoseBatch/v1': `${hashOf(place)}:${seen.get(place)}` },
    };
  });
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

function artifactOf(name: string) {
  if (isAbsolute(name)) return { uri: pathToFileURL(name).href };
  return { uri: name.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}

/** From the place to the end of its line. */
function regionOf({ line, column }: Located, { lines }: Checked['source']) {
  const end = (lines[line - 1] ?? '').length + 1;
  return { startLine: line, startColumn: column, endLine: line, endColumn: Math.max(column, end) };
}
