/** `provose-batch graph`: draws what the modules of a template become. */

import { type Command, EXPANSION_HELP, EXPANSION_OPTIONS, expandOne, formatOf } from '../command.js';
import { draw } from '../graph/draw.js';
import { boxesIn } from '../graph/graph.js';
import { renderMermaid } from '../graph/mermaid.js';
import { locateAll, renderText, renderUnexpanded } from '../render.js';

export const graph: Command = {
  name: 'graph',
  takes: 'TEMPLATE',
  summary: 'draw what the modules of a template become',
  help: `Draws what the modules of a template become: queues, compute environments, job definitions, schedules and the network.
TEMPLATE is a file, or - for standard input.
${EXPANSION_HELP}
  --format mermaid|svg    the output format (default: mermaid)
`,
  options: { ...EXPANSION_OPTIONS, format: { type: 'string' } },
  async run(given) {
    const format = formatOf(given, 'mermaid', 'svg');
    const { source, expansion } = expandOne(given);
    if (!expansion.template) return { stderr: renderUnexpanded(expansion, source), code: 1 };
    const graph = draw(expansion.template, expansion);
    const nothing = `provose-batch: ${source.name} has no module to draw\n`;
    if (graph.groups.flatMap(boxesIn).length === 0) return { stderr: nothing, code: 1 };
    const stderr = renderText(locateAll(expansion.diagnostics, source), source);
    if (format === 'mermaid') return { stdout: renderMermaid(graph), stderr, code: 0 };
    // Only this format needs the library that places boxes.
    const { renderSvg } = await import('../graph/svg.js');
    return { stdout: renderSvg(graph), stderr, code: 0 };
  },
};
