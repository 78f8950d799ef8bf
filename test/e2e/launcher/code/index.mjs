import { appendFileSync } from 'node:fs';

/** Makes a topic of each name in `My::Section`; as a snippet, names a topic for its `Count`. */
export async function macro({ requestId, fragment, params, transformId, templateParameterValues }, context) {
  const { Mode } = templateParameterValues;
  if (Mode === 'crash') throw new TypeError('boom');
  if (Mode === 'refuse') return { requestId, status: 'failure', errorMessage: 'not like this' };
  const status = 'success';
  if (params.Count) return { requestId, status, fragment: { ...fragment, DisplayName: params.Count } };

  const { 'My::Section': names = [], Resources, ...rest } = fragment;
  const topics = Object.fromEntries(names.map((name) => [name, { Type: 'AWS::SNS::Topic' }]));
  const Seen = {
    transformId,
    templateParameterValues,
    logGroup: context.logGroupName,
    memory: context.memoryLimitInMB,
    milliseconds: context.getRemainingTimeInMillis(),
    greeting: process.env.GREETING,
  };
  return { requestId, status, fragment: { ...rest, Metadata: { Seen }, Resources: { ...Resources, ...topics } } };
}

/** Does what its properties ask for: another id, a failure, too long an answer, none at all. */
export async function custom({ ResponseURL, ...request }) {
  appendFileSync(process.env.JOURNAL, `${JSON.stringify(request)}\n`);
  const { RequestType, PhysicalResourceId, StackId, RequestId, LogicalResourceId, ResourceProperties } = request;
  const { Id, Fail, Length = 0, Silent, Flag } = ResourceProperties;
  const isDelete = RequestType === 'Delete';
  if (Silent && !isDelete) return;
  const body = JSON.stringify({
    StackId,
    RequestId,
    LogicalResourceId,
    Status: Fail === RequestType ? 'FAILED' : 'SUCCESS',
    Reason: 'as asked',
    PhysicalResourceId: isDelete ? PhysicalResourceId : Id,
    Data: { 'a.b': `${Id}-${typeof Flag}`, long: 'x'.repeat(Length) },
  });
  const { ok, status } = await fetch(ResponseURL, { method: 'PUT', body });
  if (!ok) throw new Error(`the answer was answered with ${status}`);
}
