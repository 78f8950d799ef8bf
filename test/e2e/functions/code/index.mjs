import { appendFileSync, existsSync } from 'node:fs';

/** Creates a topic for each name in `My::Section`. As a snippet, sets a topic's display name to its `Count`. */
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

/** Calls CloudFormation. Returns the text of all elements with a name in the response, and an error's message. */
async function ask(Action, parameters, element) {
  const response = await fetch(process.env.AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      Authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${process.env.AWS_REGION}/cloudformation/aws4_request`,
    },
    body: new URLSearchParams({ Action, Version: '2010-05-15', ...parameters }),
  });
  const body = await response.text();
  return [...body.matchAll(new RegExp(`<(?:${element}|Message)>([^<]*)<`, 'g'))].map(([, text]) => text);
}

/** What CloudFormation says during this request: the stack's status, this resource, and the resource `Ask`. */
async function look({ StackId, LogicalResourceId }, id) {
  const own = { StackName: StackId, LogicalResourceId };
  return {
    stack: await ask('DescribeStacks', { StackName: StackId }, 'StackStatus'),
    own: await ask('DescribeStackResource', own, 'ResourceStatus'),
    all: await ask('DescribeStackResources', { StackName: StackId }, 'LogicalResourceId'),
    beside: await ask('DescribeStackResources', { PhysicalResourceId: id }, 'LogicalResourceId'),
  };
}

/** Does what its properties say: returns another id, fails, returns too much, or does not respond. */
export async function custom({ ResponseURL, ...request }) {
  const { RequestType, PhysicalResourceId, StackId, RequestId, LogicalResourceId, ResourceProperties } = request;
  const { Id, Fail, FailWhile, Length = 0, Silent, Flag, Ask } = ResourceProperties;
  const seen = Ask ? await look(request, Ask) : undefined;
  appendFileSync(process.env.JOURNAL, `${JSON.stringify({ ...request, seen })}\n`);
  const isDelete = RequestType === 'Delete';
  if (Silent && !isDelete) return;
  const body = JSON.stringify({
    StackId,
    RequestId,
    LogicalResourceId,
    Status: Fail === RequestType || (FailWhile && existsSync(FailWhile)) ? 'FAILED' : 'SUCCESS',
    Reason: 'as asked',
    PhysicalResourceId: isDelete ? PhysicalResourceId : Id,
    Data: { 'a.b': `${Id}-${typeof Flag}`, long: 'x'.repeat(isDelete ? 0 : Length) },
  });
  const { ok, status } = await fetch(ResponseURL, { method: 'PUT', body });
  if (!ok) throw new Error(`CloudFormation rejected the response (${status})`);
}
