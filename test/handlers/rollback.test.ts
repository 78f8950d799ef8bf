/** An update of an image that is rolled back succeeds, because its tag may have left the registry since. */

import { fail, json, useApiServer, xml } from '../support/api-server.js';
import { useResponseServer } from '../support/response-server.js';

const api = useApiServer();
const { call, event } = useResponseServer();
const image = { Repository: 'app', Tag: '1', Pin: 'tag', Check: 'true' };
const ofImage = (properties: object = image, more: object = {}) => event({ ResourceProperties: properties, ...more });
const stackIs = (status: string) =>
  xml('DescribeStacks', `<Stacks><member><StackStatus>${status}</StackStatus></member></Stacks>`);

beforeEach(() => {
  for (const level of ['info', 'warn', 'error'] as const) jest.spyOn(console, level).mockImplementation(() => {});
});

describe('an update of an image', () => {
  const Update = { RequestType: 'Update', PhysicalResourceId: 'id' };
  beforeEach(() => {
    api.on['BatchGetImage'] = [json({ images: [], failures: [{ failureCode: 'ImageNotFound' }] })];
  });

  it('that is rolled back succeeds without its tag', async () => {
    api.on['DescribeStacks'] = [stackIs('UPDATE_ROLLBACK_IN_PROGRESS')];
    const Uri = '123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1';
    expect(await call(ofImage(image, Update))).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: 'id',
      Data: { Uri, Digest: '', Platforms: '' },
    });
    expect(api.called).toEqual(['DescribeStacks']);
  });

  it.each([
    ['goes forward', 'UPDATE_IN_PROGRESS', image],
    ['is rolled back, but names the image by its digest', 'UPDATE_ROLLBACK_IN_PROGRESS', { ...image, Pin: 'digest' }],
  ])('fails where it %s', async (_, status, properties) => {
    api.on['DescribeStacks'] = [stackIs(status)];
    expect(await call(ofImage(properties, Update))).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringMatching(/^There is no tag 1 /),
    });
  });

  it('is checked where CloudFormation does not say what the stack does', async () => {
    api.on['DescribeStacks'] = [fail('AccessDenied', 403)];
    expect(await call(ofImage(image, Update))).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringMatching(/no tag/),
    });
  });

  it('is not looked up at all if it need not be checked', async () => {
    const { Status } = await call(ofImage({ ...image, Check: 'false' }, Update));
    expect([Status, api.called]).toEqual(['SUCCESS', []]);
  });

  it('is checked on Create, whatever the stack does', async () => {
    api.on['DescribeStacks'] = [stackIs('UPDATE_ROLLBACK_IN_PROGRESS')];
    expect(await call(ofImage())).toMatchObject({ Status: 'FAILED' });
    expect(api.called).toEqual(['BatchGetImage']);
  });
});
