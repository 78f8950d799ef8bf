/** Links between the pages of the project. */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, readProject } from './golden.js';

const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-');

/** The links of a page to files or headings that do not exist. */
export const brokenLinks = (page: string): string[] =>
  [...readProject(page).matchAll(/\]\((?!https:)([^)#]*)(?:#([^)]+))?\)/g)].flatMap(([link, file = '', heading]) => {
    const path = file === '' ? page : join(dirname(page), file);
    if (!existsSync(join(ROOT, path))) return [link];
    if (heading === undefined) return [];
    const headings = [...readProject(path).matchAll(/^#+ (.*)$/gm)].map(([, text = '']) => anchor(text));
    return headings.includes(heading) ? [] : [link];
  });
