/**
 * Measures the cost of an expansion and of a custom resource, and writes docs/performance.md: cold starts relative to
 * an empty process, expansion relative to a JSON copy of its output, and bundle sizes. It uses the Node.js version of
 * the Lambda runtime if that is installed.
 */

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { load } from './load.mjs';

const { expand, LAMBDA_NODE } = await load(`
  export { expand } from './macro/expand.ts';
  export { LAMBDA_NODE } from './test/support/lambda-node.ts';`);
if (process.execPath !== LAMBDA_NODE) {
  process.exit(spawnSync(LAMBDA_NODE, process.argv.slice(1), { stdio: 'inherit' }).status ?? 1);
}

const BUNDLE = 'dist/macro/index.mjs';
const START = '<!-- measured -->';

/** The median of several measurements, in milliseconds. They alternate, so that a busy moment affects all equally. */
function medians(measures, rounds) {
  const times = measures.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, measure] of measures.entries()) {
      const start = process.hrtime.bigint();
      measure();
      times[index].push(Number(process.hrtime.bigint() - start) / 1e6);
    }
  }
  return times.map((list) => list.sort((a, b) => a - b)[list.length >> 1]);
}

/** Lambda’s runtime has a console of its own, and loads none of Node.js’s. */
const SILENT = "for (const level of ['info', 'warn', 'error']) console[level] = () => {};";

/** Cold starts of the macro in steps: an empty process, one that imports the bundle, and one that also expands. */
function coldStart() {
  const node = (code) => () => execFileSync(process.execPath, ['--input-type=module', '-e', code]);
  const bundle = JSON.stringify(`file://${process.cwd()}/${BUNDLE}`);
  const request = JSON.stringify({ transformId: '1::ProvoseBatch', fragment: template(1) });
  const expanding = `
    import { handler } from ${bundle};
    ${SILENT}
    if ((await handler(${request})).status !== 'success') process.exit(1);`;
  return medians([node(''), node(`import ${bundle};`), node(expanding)], 41);
}

/**
 * Accepts the handler's responses, confirms that the stack owns whatever it is asked about, and rejects other AWS calls,
 * so that the handler finishes. The logical id of a request holds the type and the physical id.
 */
const SERVER = `
  const server = require('node:http').createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const [type, id] = (new URLSearchParams(body).get('LogicalResourceId') || '').split('|');
    if (id) {
      const detail = { ResourceType: type, PhysicalResourceId: id, ResourceStatus: 'CREATE_COMPLETE' };
      const text = Object.entries(detail).map(([name, value]) => '<' + name + '>' + value + '</' + name + '>').join('');
      const result = '<DescribeStackResourceResult><StackResourceDetail>' + text;
      response.writeHead(200, { 'content-type': 'text/xml' });
      response.end('<R>' + result + '</StackResourceDetail></DescribeStackResourceResult></R>');
      return;
    }
    response.writeHead(request.method === 'PUT' ? 200 : 400, { 'content-type': 'application/json' });
    response.end('{"__type":"ValidationException","message":"no"}');
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

/** Cold starts of the custom resource's bundle by code path: a process that imports it and handles one event. */
async function customResource() {
  const server = spawn(process.execPath, ['-e', SERVER]);
  const port = await new Promise((resolve) => server.stdout.once('data', (data) => resolve(String(data).trim())));
  const endpoint = `http://127.0.0.1:${port}`;
  const handle = (RequestType, type, properties) => {
    const event = {
      RequestType,
      ResponseURL: `${endpoint}/answer`,
      StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/bench/1',
      RequestId: '1',
      LogicalResourceId: 'Bench',
      PhysicalResourceId: 'bench',
      ResourceType: `Custom::Provose${type}`,
      ResourceProperties: properties,
    };
    const code = `
      import { handler } from ${JSON.stringify(`file://${process.cwd()}/dist/custom-resource/index.mjs`)};
      ${SILENT}
      await handler(${JSON.stringify(event)}, { getRemainingTimeInMillis: () => 30000 });`;
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      PROVOSE_BATCH_LOCAL_ORIGIN: endpoint,
    };
    return () => execFileSync(process.execPath, ['--input-type=module', '-e', code], { env });
  };
  const entry = (ResourceType, type, Id) =>
    handle('Create', 'Export', { ResourceType, Id, LogicalId: `AWS::${type}|${Id}`, Attributes: ['json'] });
  const times = medians(
    [
      () => execFileSync(process.execPath, ['--input-type=module', '-e', '']),
      handle('Delete', 'Image', {}),
      handle('Create', 'Image', { Repository: 'a', Tag: 'b', Pin: 'tag', Check: 'true' }),
      entry('aws_batch_job_queue', 'Batch::JobQueue', 'arn:aws:batch:us-east-1:123456789012:job-queue/a'),
      entry('aws_subnet', 'EC2::Subnet', 'subnet-0000000000000000a'),
      entry('aws_iam_role', 'IAM::Role', 'a'),
    ],
    21,
  );
  server.kill();
  return times;
}

/** A template whose environments have 2 queues and 4 definitions each. */
function template(environments) {
  const times = (count, entry) => Object.fromEntries(Array.from({ length: count }, (_, index) => entry(index)));
  return {
    'Provose::Batch': {
      batch: times(environments, (e) => [
        `compute-environment-${e}`,
        {
          instances: { instance_types: ['m5.large', 'm5.xlarge'], compute_environment_type: 'SPOT', max_vcpus: 64 },
          job_queues: times(2, (q) => [`queue-${e}-${q}`, { priority: q }]),
          job_definitions: times(4, (d) => [
            `job-${e}-${d}`,
            {
              image: { name: 'busybox', tag: 'latest' },
              vcpus: 1,
              memory: 512,
              command: ['echo', 'hello', 'world'],
              environment: { SOME_KEY: 'some_var', OTHER_KEY: 'other' },
            },
          ]),
        },
      ]),
    },
  };
}

/** The times of an expansion and of a copy of its output, after a warm-up. */
function expansion(environments) {
  const input = template(environments);
  const run = () => expand(input, { parameters: {}, region: 'us-east-1' }).template;
  const output = run();
  const copy = () => JSON.parse(JSON.stringify(output));
  medians([copy, run], 1000);
  const resources = Object.keys(output.Resources).length;
  return { environments, resources, bytes: JSON.stringify(output).length, medians: medians([copy, run], 500) };
}

function sizes() {
  const { inputs, bytes } = JSON.parse(readFileSync('dist/meta.json', 'utf8'))[BUNDLE].outputs[BUNDLE];
  const parts = {};
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    const name = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? `${path.split('/').slice(0, -1).join('/')}/`;
    parts[name] = (parts[name] ?? 0) + bytesInOutput;
  }
  return { bytes, parts: Object.entries(parts).sort((a, b) => b[1] - a[1]) };
}

const [empty, imported, expanded] = coldStart();
const expansions = [10, 20, 40].map(expansion);
const size = sizes();
const [nothing, ...paths] = await customResource();
const total = readdirSync('dist/custom-resource').reduce(
  (sum, name) => sum + statSync(`dist/custom-resource/${name}`).size,
  0,
);
const PATHS = [
  ['a Delete', 1.5],
  ['an image, by Amazon ECR', 3],
  ['an export, by AWS Batch', 3],
  ['an export, by Amazon EC2', 5.5],
  ['an export, by IAM', 5.5],
];
const kB = (count) => (count / 1000).toFixed(1);
const row = (...cells) => `| ${cells.join(' | ')} |`;
const report = [
  START,
  `Measured on ${new Date().toISOString().slice(0, 10)} with Node.js ${process.versions.node}, ${cpus().length} cores (${cpus()[0].model}).`,
  '',
  row('what', 'measured', 'against', 'ratio', 'goal'),
  row('---', '---', '---', '---', '---'),
  ...[
    ['imports the macro’s bundle', imported, 1.3],
    ['imports it and expands a template', expanded, 1.4],
  ].map(([what, time, goal]) =>
    row(
      `cold start: a process that ${what}`,
      `${time.toFixed(1)} ms`,
      `an empty process, ${empty.toFixed(1)} ms`,
      `${(time / empty).toFixed(2)} times`,
      `${goal} times`,
    ),
  ),
  ...expansions.map(({ environments, resources, bytes, medians: [copy, run] }) =>
    row(
      `expansion of ${environments} environments (${resources} resources, ${kB(bytes)} kB)`,
      `${run.toFixed(2)} ms`,
      `JSON.parse(JSON.stringify(output)), ${copy.toFixed(2)} ms`,
      `${(run / copy).toFixed(2)} times`,
      '4.5 times',
    ),
  ),
  row('size of the macro’s bundle', `${kB(size.bytes)} kB`, '', '', '75 kB'),
  ...PATHS.map(([what, goal], index) =>
    row(
      `cold start of the custom resource: ${what}, answered`,
      `${paths[index].toFixed(1)} ms`,
      `an empty process, ${nothing.toFixed(1)} ms`,
      `${(paths[index] / nothing).toFixed(2)} times`,
      `${goal} times`,
    ),
  ),
  row('size of the custom resource’s bundle, all chunks', `${kB(total)} kB`, '', '', '2,000 kB'),
  '',
  row('part of the macro’s bundle', 'kB'),
  row('---', '---:'),
  ...size.parts.map(([name, count]) => row(name, kB(count))),
  '',
].join('\n');
process.stdout.write(`${report}\n`);
const page = readFileSync('docs/performance.md', 'utf8');
writeFileSync('docs/performance.md', page.slice(0, page.indexOf(START)) + report);
