/**
 * Measures what an expansion and a custom resource cost and writes it down in docs/performance.md: cold starts against
 * an empty process, expansion against a copy of its own output by JSON, and the sizes of the bundles.
 */

import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { build } from 'esbuild';

const BUNDLE = 'dist/macro/index.mjs';
const START = '<!-- measured -->';

/** The middle of several measurements, in milliseconds; taken in turns, so that a busy moment hits all alike. */
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

function coldStart() {
  const node = (code) => () => execFileSync(process.execPath, ['--input-type=module', '-e', code]);
  const imported = `import ${JSON.stringify(`file://${process.cwd()}/${BUNDLE}`)};`;
  return medians([node(''), node(imported)], 41);
}

/**
 * Accepts the handler's response, says that the stack owns whatever it is asked about, by a logical id that is the type
 * and the physical id, and refuses every other call of AWS, so that the handler comes to an end.
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

/** Cold starts of the custom resource's bundle by path: a process that imports it and handles one event. */
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
      for (const level of ['info', 'warn', 'error']) console[level] = () => {};
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
      entry('aws_subnet', 'EC2::Subnet', 'subnet-0a'),
      entry('aws_iam_role', 'IAM::Role', 'a'),
    ],
    21,
  );
  server.kill();
  return times;
}

async function expansion() {
  const { outputFiles } = await build({
    entryPoints: ['macro/expand.ts'],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
  });
  const { expand } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
  );
  const times = (count, entry) => Object.fromEntries(Array.from({ length: count }, (_, index) => entry(index)));
  const template = {
    'Provose::Batch': {
      batch: times(20, (e) => [
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
  const run = () => expand(template, { parameters: {}, region: 'us-east-1' }).template;
  const output = run();
  const copy = () => JSON.parse(JSON.stringify(output));
  medians([copy, run], 200); // until both are compiled
  const resources = Object.keys(output.Resources).length;
  return { resources, bytes: JSON.stringify(output).length, medians: medians([copy, run], 400) };
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

const [empty, bundle] = coldStart();
const {
  resources,
  bytes,
  medians: [copy, run],
} = await expansion();
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
  row(
    'cold start: a process that imports the macro’s bundle',
    `${bundle.toFixed(1)} ms`,
    `an empty process, ${empty.toFixed(1)} ms`,
    `${(bundle / empty).toFixed(2)} times`,
    '1.3 times',
  ),
  row(
    `expansion of 20 environments, 40 queues, 80 definitions (${resources} resources, ${kB(bytes)} kB)`,
    `${run.toFixed(2)} ms`,
    `JSON.parse(JSON.stringify(output)), ${copy.toFixed(2)} ms`,
    `${(run / copy).toFixed(2)} times`,
    '3 times',
  ),
  row('size of the macro’s bundle', `${kB(size.bytes)} kB`, '', '', '60 kB'),
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
