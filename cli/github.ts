/**
 * Renders problems as workflow commands, which GitHub Actions shows next to the lines:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
 */

import { placed, type Severity } from '../macro/diagnostics/diagnostics.js';
import type { Checked } from './render.js';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const satisfies Record<Severity, string>;

export function renderGithub(checked: readonly Checked[]): string {
  return checked
    .flatMap(({ source, located }) =>
      located.map((one) => {
        const { code, severity, hint, line, column } = one;
        const properties = { file: source.name, line, col: column, title: code };
        const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
        return `::${COMMANDS[severity]} ${list.join(',')}::${escapeData(`${placed(one)}\n${hint}`)}\n`;
      }),
    )
    .join('');
}

/** As https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts specifies. */
const escapeData = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapeProperty = (text: string) => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
