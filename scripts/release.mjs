/**
 * Writes dist/release/provose-batch.yaml: template.yaml as plain CloudFormation, in one file with the code of both
 * functions. It needs no SAM, no build and no bucket with code, so that the console, a StackSet and any pipeline can
 * install it. Beside it are a checksum, and a list of the packages in the code.
 */

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { bundle, version } from './bundle.mjs';
import { load } from './load.mjs';
import { packagesIn } from './packages.mjs';

const FOLDER = 'dist/release';
const FILE = 'provose-batch.yaml';

/** The code of a function by the folder in its CodeUri. */
const ENTRIES = {
  'dist/macro/': 'handlers/macro/handler.ts',
  'dist/custom-resource/': 'handlers/custom-resource/handler.ts',
};

const { readSource, toYaml } = await load(`
  export { readSource } from './cli/source.ts';
  export { toYaml } from './cli/yaml-output.ts';
`);

const inputs = new Set();

/**
 * The code of a function as one CommonJS module, which is what inline code must be. Lambda's runtime has the SDK. The
 * text is ASCII, and has nothing that CloudFormation or a linter would take for a dynamic reference or a parameter:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html
 */
async function inline(folder) {
  const { outputFiles, metafile } = await bundle({
    entryPoints: [ENTRIES[folder]],
    format: 'cjs',
    external: ['@aws-sdk/*'],
    minify: true,
    charset: 'ascii',
    write: false,
  });
  for (const input of Object.keys(metafile.inputs)) inputs.add(input);
  // An escaped brace means the same in a string, a template and a pattern.
  return outputFiles[0].text.trimEnd().replace(/(?<!\\)\{(?=\{resolve:|AWS::)/g, '\\x7b');
}

/** A function of SAM as the resources that SAM would make of it. */
async function functionOf(id, { Type: _, Properties, ...attributes }) {
  const { CodeUri, EventInvokeConfig, ...properties } = Properties;
  const resource = {
    Type: 'AWS::Lambda::Function',
    ...attributes,
    Properties: { Code: { ZipFile: await inline(CodeUri) }, ...properties, Role: properties.Role },
  };
  if (!EventInvokeConfig) return [[id, resource]];
  const config = { FunctionName: { Ref: id }, Qualifier: '$LATEST', ...EventInvokeConfig };
  return [
    [id, resource],
    [`${id}EventInvokeConfig`, { Type: 'AWS::Lambda::EventInvokeConfig', Properties: config }],
  ];
}

const { Transform: _, ...template } = readSource('template.yaml', readFileSync('template.yaml', 'utf8')).data;
const resources = await Promise.all(
  Object.entries(template.Resources).map(([id, resource]) =>
    resource.Type === 'AWS::Serverless::Function' ? functionOf(id, resource) : [[id, resource]],
  ),
);
const text = toYaml({ ...template, Resources: Object.fromEntries(resources.flat()) });
const bom = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: { component: { type: 'application', name: 'provose-batch', version } },
  components: packagesIn([...inputs]).map(({ name, version: of, license }) => ({
    type: 'library',
    name,
    version: of,
    purl: `pkg:npm/${name.replace('@', '%40')}@${of}`,
    licenses: [{ license: { id: license } }],
  })),
};

mkdirSync(FOLDER, { recursive: true });
writeFileSync(`${FOLDER}/${FILE}`, text);
writeFileSync(`${FOLDER}/${FILE}.sha256`, `${createHash('sha256').update(text).digest('hex')}  ${FILE}\n`);
writeFileSync(`${FOLDER}/sbom.json`, `${JSON.stringify(bom, null, 2)}\n`);
process.stdout.write(`${FOLDER}/${FILE}: version ${version}, ${Math.ceil(text.length / 1000)} kB\n`);
