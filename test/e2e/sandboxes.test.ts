/** Lambda functions in the local cloud: what they keep from one invocation to the next. */

import { useCloud } from '../support/cloud.js';

const clients = useCloud({ withMacro: false });

/** Counts its invocations, and does what it is asked to. */
const CODE = `
  let count = 0;
  exports.handler = async ({ say, wait, exit, fail, late }) => {
    if (say) console.log(say.repeat(say.length > 1 ? 1 : 200000));
    if (exit !== undefined) process.exit(exit);
    if (wait) await new Promise((done) => setTimeout(done, wait));
    if (late) setTimeout(() => { throw new Error('too late'); }, 1);
    if (fail) throw new TypeError(fail);
    return [process.env.GREETING, ++count];
  };`;

const deploy = (code: string, Handler = 'index.handler', GREETING = 'hello') =>
  clients().deployer.deploy(
    'functions',
    JSON.stringify({
      Resources: {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } },
        },
        Function: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            FunctionName: 'counter',
            Code: { ZipFile: code },
            Handler,
            Runtime: 'nodejs24.x',
            Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
            Timeout: 2,
            Environment: { Variables: { GREETING } },
          },
        },
      },
    }),
  );

async function invoke(event: object = {}) {
  const { endpoint } = clients().cloud;
  const response = await fetch(`${endpoint}/2015-03-31/functions/counter/invocations`, {
    method: 'POST',
    headers: {
      Authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/lambda/aws4_request',
      'X-Amz-Log-Type': 'Tail',
    },
    body: JSON.stringify(event),
  });
  const log = Buffer.from(response.headers.get('x-amz-log-result') ?? '', 'base64').toString();
  return { result: (await response.json()) as unknown, log };
}

const resultOf = async (event?: object) => (await invoke(event)).result;

it('keeps its memory from one invocation to the next, also after an error', async () => {
  await deploy(CODE);
  expect(await resultOf()).toEqual(['hello', 1]);
  expect(await resultOf()).toEqual(['hello', 2]);
  expect(await resultOf({ fail: 'on purpose' })).toMatchObject({ errorType: 'TypeError', errorMessage: 'on purpose' });
  expect(await resultOf()).toEqual(['hello', 3]);
});

it('logs what each invocation prints, however long it is', async () => {
  expect((await invoke({ say: 'once' })).log).toMatch(/^START .*\nonce\nEND /);
  expect((await invoke()).log).not.toContain('once');
  expect((await invoke({ say: 'x' })).log).toMatch(/^x+\nEND [^\n]*\nREPORT [^\n]*$/);
});

it('runs invocations at the same time in sandboxes of their own', async () => {
  await deploy(`// ${CODE}`, 'index.handler', 'none');
  await deploy(CODE);
  const both = await Promise.all([resultOf({ wait: 500 }), resultOf({ wait: 500 })]);
  expect(both).toEqual([
    ['hello', 1],
    ['hello', 1],
  ]);
});

it('starts again after it has ended or is out of time', async () => {
  await deploy(CODE, 'index.handler', 'again');
  expect(await resultOf()).toEqual(['again', 1]);
  expect(await resultOf({ exit: 3 })).toMatchObject({
    errorType: 'Runtime.ExitError',
    errorMessage: expect.stringMatching(/Error: Runtime exited with error: exit status 3$/),
  });
  expect(await resultOf()).toEqual(['again', 1]);
  expect(await resultOf({ wait: 60_000 })).toMatchObject({
    errorType: 'Sandbox.Timedout',
    errorMessage: expect.stringMatching(/Task timed out after 2\.00 seconds$/),
  });
  expect(await resultOf()).toEqual(['again', 1]);
  expect(await resultOf({ late: true })).toEqual(['again', 2]);
  await new Promise((done) => setTimeout(done, 200));
  expect(await resultOf()).toEqual(['again', 1]);
});

it('starts again with other variables and other code', async () => {
  await deploy(CODE, 'index.handler', 'first');
  expect(await resultOf()).toEqual(['first', 1]);
  await deploy(CODE, 'index.handler', 'second');
  expect(await resultOf()).toEqual(['second', 1]);
  await deploy(CODE.replace('++count', '"new"'), 'index.handler', 'second');
  expect(await resultOf()).toEqual(['second', 'new']);
});

it('says each time that it cannot be loaded', async () => {
  await deploy(CODE, 'index.missing');
  for (let time = 0; time < 2; time++) expect(await resultOf()).toMatchObject({ errorType: 'Runtime.HandlerNotFound' });
  await deploy(`throw new RangeError('not today');`);
  for (let time = 0; time < 2; time++)
    expect(await resultOf()).toMatchObject({ errorType: 'RangeError', errorMessage: 'not today' });
});
