/** The macro's function as CloudFormation calls it. */

import { handler, type MacroRequest } from '../../handlers/macro/handler.js';
import { callBundle, macroRequest } from '../support/bundle.js';

/** The responses to some requests, and what was logged meanwhile, as `callBundle` returns them. */
async function call(requests: readonly unknown[]) {
  const lines: string[] = [];
  for (const level of ['info', 'error'] as const) {
    jest.spyOn(console, level).mockImplementation((...[message]: unknown[]) => {
      lines.push(JSON.stringify({ level: level.toUpperCase(), message }));
    });
  }
  const answers = [];
  for (const request of requests) answers.push(await handler(request as MacroRequest));
  jest.restoreAllMocks();
  return { answers, log: lines.join('\n') };
}

const body = {
  small: { instances: { instance_types: ['m5.large'], max_vcpus: 2 }, job_queues: { mainqueue: {} } },
};

it('responds with the request’s id, and returns a template without a module unchanged', async () => {
  const fragment = { Resources: { A: { Type: 'AWS::SNS::Topic' } } };
  expect((await call([macroRequest(fragment)])).answers).toEqual([
    { requestId: macroRequest({}).requestId, status: 'success', fragment },
  ]);
});

it('decides what to create by the values of parameters', async () => {
  const fragment = {
    Parameters: { Kind: { Type: 'String' }, Ports: { Type: 'CommaDelimitedList' } },
    'Provose::Batch': {
      small: {
        ...body.small,
        instances: { ...body.small.instances, compute_environment_type: { Ref: 'Kind' } },
        public: { tcp: { Ref: 'Ports' } },
      },
    },
  };
  const { answers } = await call([
    macroRequest(fragment, { templateParameterValues: { Kind: 'SPOT', Ports: ['80', '443'] } }),
  ]);
  const [answer] = answers;
  expect(answer?.fragment).toMatchObject({
    Resources: {
      ProvoseComputeEnvironmentSmall: { Properties: { ComputeResources: { Type: 'SPOT' } } },
      ProvoseSecurityGroupSmall: { Properties: { SecurityGroupIngress: [{ FromPort: 80 }, { FromPort: 443 }] } },
    },
  });
});

it('leaves to CloudFormation what a later transform may fix', async () => {
  const fragment = {
    'Provose::Batch': { small: { ...body.small, instances: { ...body.small.instances, ami_id: { Ref: 'FromSam' } } } },
    Globals: { Function: { Timeout: 3 } },
    Unknown: {},
  };
  const { answers, log } = await call([macroRequest(fragment)]);
  expect(answers[0]).toMatchObject({ status: 'success', fragment: { Globals: fragment.Globals } });
  expect(log).toContain('unresolved-reference');
});

it.each([
  [
    'a snippet',
    macroRequest({ Type: 'AWS::SNS::Topic', Properties: {} }),
    /called by Fn::Transform.*in the template’s Transform/,
  ],
  ['no template', macroRequest('text'), /was given no template/],
  ['nothing', {}, /was given no template/],
  [
    'parameters',
    macroRequest({ 'Provose::Batch': body }, { params: { name: 'x' } }),
    /no parameters, and was given name/,
  ],
])('refuses %s, and explains why', async (_, request, words) => {
  const [answer] = (await call([request])).answers;
  expect(answer).toMatchObject({ status: 'failure', errorMessage: expect.stringMatching(words) });
});

it('lists every error, and marks where it cuts a long list', async () => {
  const broken = (count: number) => {
    const queues = Object.fromEntries(Array.from({ length: count }, (_, index) => [`q${index}`, { priorty: 1 }]));
    return macroRequest({ 'Provose::Batch': { small: { ...body.small, job_queues: queues } } });
  };
  const [few, many] = (await call([broken(3), broken(400)])).answers;
  expect(few?.errorMessage).toBe(
    [
      '3 errors:',
      '(1) Provose::Batch.small.job_queues.q0.priorty: unknown key "priorty". Did you mean priority?',
      '(2) Provose::Batch.small.job_queues.q1.priorty: unknown key "priorty". Did you mean priority?',
      '(3) Provose::Batch.small.job_queues.q2.priorty: unknown key "priorty". Did you mean priority?',
    ].join('\n'),
  );
  expect(many?.errorMessage).toMatch(/^400 errors:\n\(1\) .*\n… and \d+ more\.$/s);
  const [, more] = /and (\d+) more/.exec(many?.errorMessage ?? '') ?? [];
  expect(many?.errorMessage?.match(/^\(\d+\) /gm)).toHaveLength(400 - Number(more));
  expect(many?.errorMessage?.length).toBeLessThan(4100);
});

it('reports a single error without a number, and no warnings', async () => {
  const fragment = { 'Provose::Batch': { small: { ...body.small, job_queues: { q: { priorty: 1 } } } }, Unknown: {} };
  const { answers } = await call([macroRequest(fragment)]);
  expect(answers[0]?.errorMessage).toBe(
    'Provose::Batch.small.job_queues.q.priorty: unknown key "priorty". Did you mean priority?',
  );
});

it('reports an error of the whole template without a path', async () => {
  const { answers, log } = await call([macroRequest({ Type: 'AWS::SNS::Topic' })]);
  expect(answers[0]?.errorMessage).toBe(
    'The macro expands whole templates, and was called by Fn::Transform. Name it in the template’s Transform instead, as in Transform: ProvoseBatch.',
  );
  expect(log).toContain('"code":"snippet-call"');
});

it('names the function of the macro that was called', async () => {
  const job = { image: { name: 'app', private_registry: true }, vcpus: 1, memory: 512 };
  const fragment = {
    AWSTemplateFormatVersion: '2010-09-09',
    'Provose::Batch': { small: { ...body.small, job_definitions: { job } } },
  };
  const { answers, log } = await call([macroRequest(fragment, { transformId: '123456789012::ProvoseNext' })]);
  expect(JSON.stringify(answers[0]?.fragment)).toContain(':function:ProvoseNext-resources"');
  expect(log).toContain('"outcome":"expanded"');
});

it('reports a bug as one, and still responds', async () => {
  const { requestId } = macroRequest({});
  const broken = Object.defineProperty(macroRequest({}), 'fragment', {
    get: () => {
      throw new Error('it broke');
    },
  });
  const { answers, log } = await call([broken]);
  expect(answers).toEqual([
    {
      requestId,
      status: 'failure',
      errorMessage: `This is a bug of the macro and not a fault of the template: it broke. The macro's log has it under request ${requestId}; please report it.`,
    },
  ]);
  expect(JSON.parse(log)).toMatchObject({
    level: 'ERROR',
    message: { version: 'not built', outcome: 'bug', requestId, stack: expect.stringContaining('it broke') },
  });
});

it('logs what happened and where, but no value of the template', async () => {
  const fragment = { 'Provose::Batch': { small: { ...body.small, secret: 'hunter2' } } };
  const { log } = await call([macroRequest(fragment)]);
  const entry = JSON.parse(log.trim().split('\n').at(-1) ?? '');
  expect(entry).toMatchObject({
    level: 'INFO',
    message: {
      outcome: 'refused',
      requestId: macroRequest({}).requestId,
      transformId: '123456789012::ProvoseBatch',
      diagnostics: [{ code: 'unknown-key', severity: 'error', path: 'Provose::Batch.small.secret' }],
    },
  });
  expect(log).not.toContain('hunter2');
});

it('reports warnings and information only in its log, without values', async () => {
  const config = { internal_subdomain: 'hunter2' };
  const job = { image: 'hunter3', vcpus: 1, memory: 512, command: ['Ref::hunter4'] };
  const fragment = { 'Provose::Batch': { provose_config: config, small: { ...body.small, job_definitions: { job } } } };
  const { answers, log } = await call([macroRequest(fragment)]);
  expect(answers[0]).toMatchObject({ status: 'success', fragment: expect.anything() });
  expect(JSON.stringify(answers[0])).not.toContain('internal_subdomain');
  const { diagnostics } = JSON.parse(log).message;
  expect(diagnostics).toContainEqual({
    code: 'ignored-key',
    severity: 'warning',
    path: 'Provose::Batch.provose_config.internal_subdomain',
  });
  for (const one of diagnostics) expect(Object.keys(one)).toEqual(['code', 'severity', 'path']);
  expect(log).not.toMatch(/hunter\d/);
});

it('fails for one error among warnings, and logs all of them', async () => {
  const config = { internal_subdomain: 'hunter2', vpc_cidr: 'hunter3' };
  const { answers, log } = await call([macroRequest({ 'Provose::Batch': { provose_config: config, ...body } })]);
  expect(answers[0]?.status).toBe('failure');
  expect(answers[0]?.errorMessage).toMatch(/^Provose::Batch\.provose_config\.vpc_cidr: [^\n]*$/);
  const { outcome, diagnostics } = JSON.parse(log).message;
  expect(outcome).toBe('refused');
  expect(diagnostics).toEqual([
    { code: 'wrong-value', severity: 'error', path: 'Provose::Batch.provose_config.vpc_cidr' },
    { code: 'ignored-key', severity: 'warning', path: 'Provose::Batch.provose_config.internal_subdomain' },
  ]);
  expect(log).not.toMatch(/hunter\d/);
});

it('refuses a template that is too large for CloudFormation', async () => {
  const outputs = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`O${index}`, { Value: 'x' }]));
  const large = { Big: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: 'ü'.repeat(500_000) } } };
  const { answers } = await call([
    macroRequest({ 'Provose::Batch': body, Outputs: outputs }),
    macroRequest({ 'Provose::Batch': body, Resources: large }),
  ]);
  const [many, big] = answers;
  expect(many?.errorMessage).toContain('201 outputs; CloudFormation allows at most 200');
  expect(big?.errorMessage).toMatch(/10\d{5} bytes; CloudFormation allows at most 1000000/);
});

it('works the same as a bundle, and logs the version of the package', () => {
  const { requestId } = macroRequest({});
  const { answers, log } = callBundle([
    macroRequest({ 'Provose::Batch': body }),
    { ...macroRequest({}), bug: 'it broke' },
  ]);
  expect(answers.map(({ status }) => status)).toEqual(['success', 'failure']);
  expect(
    log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toMatchObject([
    { level: 'INFO', message: { version: '0.1.0', outcome: 'expanded', requestId, diagnostics: [] } },
    { level: 'ERROR', message: { version: '0.1.0', outcome: 'bug', stack: expect.stringContaining('it broke') } },
  ]);
});
