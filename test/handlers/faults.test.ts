/**
 * Faults of the network and of AWS, against a real server: every request ends in time, and what can succeed does. The
 * clients' timeouts are a tenth of the real ones, so that the tests are not slow.
 */

import { LOCAL_ORIGIN } from '../../handlers/custom-resource/response-url.js';
import { fail, hang, hangInBody, json, switchProtocols, useApiServer, xml } from '../support/api-server.js';
import { useResponseServer } from '../support/response-server.js';

jest.setTimeout(30_000);
jest.mock('../../handlers/custom-resource/clients.js', () => {
  const { CLIENT_CONFIG, DOWNLOAD, ...others } = jest.requireActual('../../handlers/custom-resource/clients.js');
  const tenth = (value: unknown) => (typeof value === 'number' ? value / 10 : value);
  const handler = Object.entries(CLIENT_CONFIG.requestHandler).map(([name, value]) => [name, tenth(value)]);
  return {
    ...others,
    CLIENT_CONFIG: { ...CLIENT_CONFIG, requestHandler: Object.fromEntries(handler) },
    DOWNLOAD: { ...DOWNLOAD, timeout: DOWNLOAD.timeout / 10 },
  };
});

const api = useApiServer();
const responses = useResponseServer();
const { call, event } = responses;
const DIGEST = `sha256:${'a'.repeat(64)}`;
const image = { Repository: 'app', Tag: '1', Pin: 'tag', Check: 'true' };
const found = (manifest: unknown = {}) =>
  json({ images: [{ imageId: { imageDigest: DIGEST }, imageManifest: JSON.stringify(manifest) }] });
const ofImage = (properties: object = image, more: object = {}) => event({ ResourceProperties: properties, ...more });
const ofEntry = (ResourceType: string, Id: string, attribute: string) =>
  event({
    ResourceType: 'Custom::ProvoseExport',
    ResourceProperties: { ResourceType, Id, LogicalId: 'It', Attributes: [attribute] },
  });
const owns = (type: string, id: string) => {
  const fields = Object.entries({ ResourceType: type, PhysicalResourceId: id, ResourceStatus: 'CREATE_COMPLETE' });
  const detail = fields.map(([name, value]) => `<${name}>${value}</${name}>`).join('');
  api.on['DescribeStackResource'] = [
    xml('DescribeStackResource', `<StackResourceDetail>${detail}</StackResourceDetail>`),
  ];
};

const silence = () => {
  for (const level of ['info', 'warn', 'error'] as const) jest.spyOn(console, level).mockImplementation(() => {});
};
beforeAll(silence);
afterEach(() => {
  jest.restoreAllMocks();
  // Requests that were given up can still end, and be logged, after the last test.
  silence();
});

/** The result, and the seconds that it took. */
async function timed<Result>(work: Promise<Result>): Promise<[Result, number]> {
  const start = Date.now();
  return [await work, (Date.now() - start) / 1000];
}

describe('an export waits for a resource that is not there yet', () => {
  it('in EC2', async () => {
    owns('AWS::EC2::Subnet', 'subnet-1');
    const subnet = '<subnetSet><item><subnetId>subnet-1</subnetId><state>available</state></item></subnetSet>';
    const missing = fail('InvalidSubnetID.NotFound');
    api.on['DescribeSubnets'] = [missing, missing, xml('DescribeSubnets', subnet)];
    expect(await call(ofEntry('aws_subnet', 'subnet-1', 'id'))).toMatchObject({ Data: { id: 'subnet-1' } });
    expect(api.called.filter((action) => action === 'DescribeSubnets')).toHaveLength(3);
  });

  it('in IAM', async () => {
    owns('AWS::IAM::Role', 'role');
    const role = xml('GetRole', '<Role><RoleName>role</RoleName><RoleId>AROA</RoleId><Path>/</Path></Role>');
    api.on['GetRole'] = [fail('NoSuchEntity', 404), role];
    expect(await call(ofEntry('aws_iam_role', 'role', 'unique_id'))).toMatchObject({ Data: { unique_id: 'AROA' } });
  });

  it('in AWS Batch, which lists nothing', async () => {
    owns('AWS::Batch::JobQueue', 'arn:q');
    api.on['describejobqueues'] = [
      json({ jobQueues: [] }),
      json({ jobQueues: [{ jobQueueArn: 'arn:q', jobQueueName: 'q', state: 'ENABLED' }] }),
    ];
    expect(await call(ofEntry('aws_batch_job_queue', 'arn:q', 'state'))).toMatchObject({ Data: { state: 'ENABLED' } });
  });

  it('for a while, and says in time that it does not exist', async () => {
    owns('AWS::IAM::Role', 'role');
    api.on['GetRole'] = [fail('NoSuchEntity', 404)];
    const [{ Reason }, seconds] = await timed(call(ofEntry('aws_iam_role', 'role', 'arn'), 9000));
    expect(Reason).toBe('There is no role role in this account’s IAM.');
    expect(api.called.filter((action) => action === 'GetRole').length).toBeGreaterThan(1);
    expect(seconds).toBeLessThan(4);
  });
});

describe('the configuration of an image', () => {
  const single = found({ config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: DIGEST } });
  const ask = () => {
    api.on['BatchGetImage'] = [single];
    api.on['GetDownloadUrlForLayer'] = [json({ downloadUrl: `${process.env[LOCAL_ORIGIN]}/blob` })];
    return call(ofImage());
  };

  it.each([
    ['is read', JSON.stringify({ os: 'linux', architecture: 'arm64' }), 'linux/arm64'],
    ['is not read if it is too large', JSON.stringify({ os: 'linux', architecture: 'arm64', x: 'x'.repeat(2e6) }), ''],
  ])('%s', async (_, text, platforms) => {
    responses.download = (response) => response.end(text);
    expect(await ask()).toMatchObject({ Status: 'SUCCESS', Data: { Platforms: platforms } });
  });

  it('is not read to an end that never comes', async () => {
    let sent = 0;
    responses.download = (response) => {
      const chunk = Buffer.alloc(65_536, ' ');
      const more = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
      };
      response.on('drain', more);
      more();
    };
    const [answer, seconds] = await timed(ask());
    expect(answer).toMatchObject({ Status: 'SUCCESS', Data: { Platforms: '' } });
    expect(sent).toBeLessThan(20e6);
    expect(seconds).toBeLessThan(4);
  });

  it.each([
    ['hangs', hang],
    ['hangs in its body', hangInBody],
    ['is a lone 101', switchProtocols],
  ])('does not hold up the response where it %s', async (_, behave) => {
    responses.download = behave;
    const [answer, seconds] = await timed(ask());
    expect(answer).toMatchObject({ Status: 'SUCCESS', Data: { Digest: DIGEST, Platforms: '' } });
    expect(seconds).toBeLessThan(2);
  });
});

describe('a request to AWS', () => {
  it.each([
    ['hangs', hang],
    ['hangs in its body', hangInBody],
    ['is a lone 101', switchProtocols],
    ['breaks off', (response: { socket: { destroy: () => void } | null }) => response.socket?.destroy()],
  ])('that %s is repeated', async (_, behave) => {
    api.on['BatchGetImage'] = [behave as typeof hang, found()];
    const [answer, seconds] = await timed(call(ofImage()));
    expect(answer).toMatchObject({ Status: 'SUCCESS', Data: { Digest: DIGEST } });
    expect(api.called).toEqual(['BatchGetImage', 'BatchGetImage']);
    expect(seconds).toBeLessThan(3);
  });

  it('is repeated for as long as there is time, where AWS throttles', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0);
    const throttled = fail('ThrottlingException');
    api.on['BatchGetImage'] = [...Array.from({ length: 7 }, () => throttled), found()];
    expect(await call(ofImage())).toMatchObject({ Status: 'SUCCESS' });
    expect(api.called).toHaveLength(8);
  });

  it('of a warm function uses the connection of the last one to the same Region', async () => {
    api.on['BatchGetImage'] = [found()];
    const before = api.connections();
    await call(ofImage({ ...image, Region: 'eu-west-3' }));
    await call(ofImage({ ...image, Region: 'eu-west-3' }));
    await call(ofImage({ ...image, Region: 'eu-west-3' }));
    expect(api.connections() - before).toBe(1);
    await call(ofImage({ ...image, Region: 'eu-north-1' }));
    expect(api.connections() - before).toBe(2);
  });
});

it('an update of an image is checked where CloudFormation hangs', async () => {
  api.on['DescribeStacks'] = [hang];
  api.on['BatchGetImage'] = [found()];
  const [answer, seconds] = await timed(call(ofImage(image, { RequestType: 'Update', PhysicalResourceId: 'id' })));
  expect(answer).toMatchObject({ Status: 'SUCCESS', Data: { Digest: DIGEST } });
  expect(seconds).toBeLessThan(4);
});

// Last, because the clients repeat the requests after the response as well.
describe('a request to AWS that always', () => {
  // They end with the next attempt, before the test environment does.
  afterEach(() => {
    api.on['BatchGetImage'] = [found()];
  });
  afterAll(() => new Promise((resolve) => setTimeout(resolve, 2000)));

  it.each([
    ['hangs', hang],
    ['hangs in its body', hangInBody],
    ['is a lone 101', switchProtocols],
  ])('%s ends before Lambda stops the function', async (_, behave) => {
    api.on['BatchGetImage'] = [behave];
    const [{ Reason }, seconds] = await timed(call(ofImage(), 3000));
    expect(Reason).toBe('Amazon ECR in us-east-1 did not respond within 1.5 s: deploy again later.');
    expect(seconds).toBeLessThan(3);
  });
});
