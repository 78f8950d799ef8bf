/**
 * Writes THIRD-PARTY-NOTICES.md: the packages that the bundles contain, with their licenses. With --check, it only checks
 * that the file is up to date.
 */

import { bundle } from './bundle.mjs';
import { writeOrCheck } from './generated.mjs';
import { packagesIn } from './packages.mjs';

const ENTRIES = ['handlers/macro/handler.ts', 'handlers/custom-resource/handler.ts', 'cli/main.ts', 'library/index.ts'];

const { metafile } = await bundle({ entryPoints: ENTRIES, outdir: 'dist', write: false });
const packages = packagesIn(Object.keys(metafile.inputs));
const texts = new Map(packages.map(({ text }) => [text, []]));
for (const each of packages) texts.get(each.text).push(each);

// Packages whose license has the same text share it.
const sections = [...texts].map(([text, group]) => {
  const names = group.map(({ name, version, license }) => `${name} ${version} (${license})`);
  return `## ${names.join(', ')}\n\n\`\`\`text\n${text || 'The package contains no license text.'}\n\`\`\`\n`;
});
writeOrCheck(
  'THIRD-PARTY-NOTICES.md',
  `# Third-party notices

The functions, the command line and the library contain these packages. \`npm run generate\` writes this page.

${sections.join('\n')}`,
);
