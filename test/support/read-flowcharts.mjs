/**
 * Reads Mermaid flowcharts with Mermaid itself. Reads a list of texts from standard input, as JSON, and writes for each
 * the labels of its boxes, arrows and groups, or its error. It is a program of its own, because Mermaid consists of ES
 * modules, and needs a document: https://github.com/mermaid-js/mermaid/issues/6531
 */

import { readFileSync } from 'node:fs';
import { parseHTML } from 'linkedom';

globalThis.window = parseHTML('<html><body></body></html>');
globalThis.document = globalThis.window.document;
const { default: mermaid } = await import('mermaid');
// Makes the types of diagrams known. Otherwise it does the same as what follows, but returns only the type.
await mermaid.parse('flowchart LR');

/** Mermaid's own form of a code inside a label. */
const decode = (text = '') => text.replace(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(code));

async function read(text) {
  try {
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    const labels = [
      ...[...db.getVertices().values()].map((box) => box.text),
      ...db.getEdges().map((arrow) => arrow.text),
      ...db.getSubGraphs().map((group) => group.title),
    ];
    return { labels: labels.map(decode) };
  } catch (error) {
    return { error: error.message };
  }
}

const texts = JSON.parse(readFileSync(0, 'utf8'));
const results = [];
for (const text of texts) results.push(await read(text));
process.stdout.write(JSON.stringify(results));
