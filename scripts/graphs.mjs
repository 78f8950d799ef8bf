/**
 * Writes the pictures of templates into the pages that show the templates: between the marks of the README and of each
 * recipe. With --check, it only checks that they are up to date.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { writeOrCheck } from './generated.mjs';
import { load } from './load.mjs';

const RECIPES = 'docs/recipes';
const MARKED = /(?<=^<!-- graph -->\n).*?(?=^<!-- \/graph -->$)/ms;

const { draw, expandSource, readSource, renderMermaid } = await load(`
  export { draw } from './cli/graph/draw.ts';
  export { renderMermaid } from './cli/graph/mermaid.ts';
  export { readSource } from './cli/source.ts';
  export { expandSource } from './cli/template-file.ts';
`);

function mermaidOf(file) {
  const source = readSource(file, readFileSync(file, 'utf8'));
  const expansion = expandSource(source, { parameters: {}, region: undefined, macroName: 'ProvoseBatch' });
  return renderMermaid(draw(expansion.template, expansion));
}

function writeInto(page, template) {
  const text = readFileSync(page, 'utf8');
  if (!MARKED.test(text)) throw new Error(`${page} has no place for its picture: <!-- graph --> and <!-- /graph -->`);
  // Empty lines, because otherwise the marks would be part of the block.
  const block = `\n\`\`\`mermaid\n${mermaidOf(template)}\`\`\`\n\n`;
  writeOrCheck(
    page,
    text.replace(MARKED, () => block),
  );
}

writeInto('README.md', 'examples/first.yaml');
for (const name of readdirSync(RECIPES).filter((file) => file.endsWith('.yaml'))) {
  writeInto(`${RECIPES}/${name.replace(/yaml$/, 'md')}`, `${RECIPES}/${name}`);
}
