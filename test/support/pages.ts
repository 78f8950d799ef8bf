/** What the pages for users say: their blocks, and the words that they mark as code. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, readProject } from './golden.js';

/** The pages for users that people write. Most others are generated, or about the development of the project. */
export const PAGES: readonly string[] = [
  'README.md',
  'docs/guide.md',
  'docs/deploying.md',
  'docs/editors.md',
  'docs/from-provose.md',
  'docs/service-catalog.md',
  ...readdirSync(join(ROOT, 'docs/recipes'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/recipes/${name}`),
];

export interface Block {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

const BLOCK = /^```(\w*)\n(.*?)^```$/gms;

/** The blocks of a page. */
export const blocksOf = (page: string): Block[] =>
  [...readProject(page).matchAll(BLOCK)].map(({ index, input, 1: language = '', 2: text = '' }) => {
    return { page, line: input.slice(0, index).split('\n').length, language, text };
  });

/** The words in backticks of a page, outside of its blocks. */
export const wordsOf = (page: string): string[] => {
  const text = readProject(page).replaceAll(BLOCK, '');
  return [...new Set([...text.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word.replaceAll('\n', ' ')))];
};

/** The uses of a command line tool of a page: in blocks, and in backticks. */
export const usesOf = (page: string, tool: RegExp): string[] =>
  [...blocksOf(page).flatMap(({ text }) => text.replaceAll('\\\n', '').split('\n')), ...wordsOf(page)].filter((line) =>
    tool.test(line),
  );
