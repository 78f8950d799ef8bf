/** Checks the pages for users: their links. test/e2e/docs.test.ts runs the commands of those on deploying. */

import { brokenLinks } from './support/links.js';

it.each(['README.md', 'docs/guide.md', 'docs/diagnostics.md', 'docs/deploying.md', 'docs/service-catalog.md'])(
  '%s links only to files and headings that exist',
  (page) => {
    expect(brokenLinks(page)).toEqual([]);
  },
);
