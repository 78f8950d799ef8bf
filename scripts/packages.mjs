/** The npm packages that a bundle contains, from the inputs that esbuild reports. */

import { readdirSync, readFileSync } from 'node:fs';

/** @param inputs - paths of bundled files, relative to the project */
export function packagesIn(inputs) {
  const folders = new Set(inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []));
  const found = [...folders].map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    return { name, version, license, text: file ? readFileSync(`${folder}/${file}`, 'utf8').trim() : '' };
  });
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}
