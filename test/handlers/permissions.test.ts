/** What the functions are allowed in template.yaml, held against what their code calls, and their limits. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readSource } from '../../cli/source.js';
import { CLIENT_CONFIG } from '../../handlers/custom-resource/clients.js';
import { LOCAL_ORIGIN } from '../../handlers/custom-resource/response-url.js';
import { SERVICE_TIMEOUT } from '../../macro/contract.js';
import { ROOT, readProject } from '../support/golden.js';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}
interface Resource {
  readonly Type: string;
  readonly Properties: {
    readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
    readonly [name: string]: unknown;
  };
}

const TEXT = readProject('template.yaml');
const { Resources } = readSource('template.yaml', TEXT).data as { Resources: Record<string, Resource> };
const propertiesOf = (id: string) => Resources[id]?.Properties;

/** The actions that a role is allowed, except those for its own log, each with its resource. */
const allowed = (role: string): [string, unknown][] =>
  (propertiesOf(role)?.Policies ?? [])
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .flatMap(({ Action, Resource }) => [Action].flat().map((action): [string, unknown] => [action, Resource]))
    .filter(([action]) => !action.startsWith('logs:'));

/** The actions behind the SDK commands and paginators that a folder of code imports. */
function called(folder: string): string[] {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  const actions = files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const code = readProject(join(folder, file));
      return [...code.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-(\w+)'/g)].flatMap(
        ([, names = '', service]) =>
          [...names.matchAll(/\b(?:paginate(\w+)|(\w+)Command)\b/g)].map(
            ([, paged, sent]) => `${service}:${paged ?? sent}`,
          ),
      );
    });
  return [...new Set(actions)].sort();
}

it('the custom resource’s role allows exactly the actions that its code calls', () => {
  const actions = allowed('ResourcesRole').map(([action]) => action);
  expect(called('handlers/custom-resource')).toEqual([...actions].sort());
  expect(called('handlers/custom-resource')).toContain('cloudformation:DescribeStackResource');
  expect(new Set(actions).size).toBe(actions.length);
});

it('the custom resource’s role allows them on no more resources than it needs', () => {
  const arn = (rest: string) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:${rest}` });
  const scopes: [RegExp, unknown][] = [
    [/^cloudformation:/, arn('cloudformation:${AWS::Region}:${AWS::AccountId}:stack/*')],
    // A registry can be of another account and Region.
    [/^ecr:/, arn('ecr:*:*:repository/*')],
    [/^iam:GetRole$/, arn('iam::${AWS::AccountId}:role/*')],
    [/^iam:GetInstanceProfile$/, arn('iam::${AWS::AccountId}:instance-profile/*')],
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html and list_amazonec2.html
    [/^(batch|ec2):Describe\w+$/, '*'],
  ];
  for (const [action, resource] of allowed('ResourcesRole')) {
    expect([action, resource]).toEqual([action, scopes.find(([pattern]) => pattern.test(action))?.[1]]);
  }
});

it.each([
  ['MacroRole', 'MacroLog'],
  ['ResourcesRole', 'ResourcesLog'],
])('%s allows to write its own log, and denies and conditions nothing', (role, log) => {
  const statements = (propertiesOf(role)?.Policies ?? []).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  expect(statements.filter(({ Effect, Condition }) => Effect !== 'Allow' || Condition !== undefined)).toEqual([]);
  expect(statements.filter(({ Action }) => [Action].flat().some((action) => action.startsWith('logs:')))).toEqual([
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: { 'Fn::GetAtt': [log, 'Arn'] },
    },
  ]);
});

it('the macro’s role allows nothing else, and its code calls nothing', () => {
  expect(allowed('MacroRole')).toEqual([]);
  expect(called('handlers/macro')).toEqual([]);
});

it('the custom resource has the time for its retries, and CloudFormation waits for it', () => {
  const function_ = propertiesOf('ResourcesFunction');
  expect(function_).toMatchObject({
    FunctionName: { 'Fn::Sub': '${MacroName}-resources' },
    Timeout: 60,
    MemorySize: 512,
    EventInvokeConfig: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 120 },
    LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: 'ResourcesLog' } },
    Role: { 'Fn::GetAtt': ['ResourcesRole', 'Arn'] },
  });
  const { Timeout, EventInvokeConfig } = function_ as unknown as {
    Timeout: number;
    EventInvokeConfig: { MaximumEventAgeInSeconds: number };
  };
  expect(Timeout).toBeLessThan(SERVICE_TIMEOUT);
  expect(EventInvokeConfig.MaximumEventAgeInSeconds).toBeLessThanOrEqual(SERVICE_TIMEOUT);
  const { connectionTimeout, socketTimeout, requestTimeout } = CLIENT_CONFIG.requestHandler;
  // Three requests in a row that hang still leave time for a fourth.
  expect(3 * requestTimeout).toBeLessThan((Timeout * 1000) / 2 + 1);
  expect(Math.max(connectionTimeout, socketTimeout)).toBeLessThan(requestTimeout);
});

it('the function trusts no local server, and its policies have no aws:CalledVia', () => {
  expect(TEXT).not.toContain(LOCAL_ORIGIN);
  expect(propertiesOf('ResourcesFunction')).not.toHaveProperty('Environment');
  expect(Object.values(Resources).map(({ Type }) => Type)).not.toContain('AWS::Lambda::Permission');
  expect(JSON.stringify(Resources)).not.toContain('aws:CalledVia');
});

it('names the version of the package in the descriptions of the functions and in an output', () => {
  const { version } = JSON.parse(readProject('package.json'));
  const { Outputs } = readSource('template.yaml', TEXT).data as { Outputs: Record<string, { Value: unknown }> };
  expect(Outputs['Version']?.Value).toBe(version);
  for (const id of ['MacroFunction', 'ResourcesFunction']) {
    expect(JSON.stringify(propertiesOf(id)?.['Description'])).toContain(`, version ${version}: `);
  }
});
