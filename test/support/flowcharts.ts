/** What Mermaid reads from flowcharts. */

import { runToEnd } from './process.js';

interface Flowchart {
  /** The labels of boxes, of arrows and of groups, as HTML. */
  readonly labels?: readonly string[];
  readonly error?: string;
}

export function readFlowcharts(texts: readonly string[]): Flowchart[] {
  const { status, stdout, stderr } = runToEnd(process.execPath, ['test/support/read-flowcharts.mjs'], {
    input: JSON.stringify(texts),
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
