/**
 * Renders problems as workflow commands, which GitHub Actions shows next to the lines:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
 */

import { formatPath, type Severity } from '../macro/diagnostics/diagnostics.js';
import type { Report } from './render.js';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const satisfies Record<Severity, string>;

export function renderGithub(reports: readonly Report[]): string {
  return reports
    .flatMap(({ source, located }) =>
      located.map(({ code, severity, path, message, hint, line, column }) => {
        const where = path.length > 0 ? `${formatPath(path)}: ` : '';
        const properties = { file: source.name, line, col: column, title: code };
        const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
        return `::${COMMANDS[severity]} ${list.join(',')}::${escapeData(`${where}${message}\n${hint}`)}\n`;
      }),
    )
    .join('');
}

/** As https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts specifies. */
const escapeData = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapeProperty = (text: string) => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
