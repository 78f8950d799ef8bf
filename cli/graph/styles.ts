/** The colors of boxes, which both formats share. All are legible with dark text, on a light and on a dark page. */

import type { BoxKind } from './graph.js';

export interface Style {
  readonly fill: string;
  readonly line: string;
}

export const STYLES: Readonly<Record<BoxKind, Style>> = {
  schedule: { fill: '#fff3c4', line: '#bf8700' },
  job: { fill: '#ddf4ff', line: '#0969da' },
  queue: { fill: '#fbefff', line: '#8250df' },
  environment: { fill: '#ffe8d6', line: '#bc4c00' },
  network: { fill: '#dafbe1', line: '#1a7f37' },
  outside: { fill: '#ffebe9', line: '#cf222e' },
  operation: { fill: '#f6f8fa', line: '#6e7781' },
};
