/**
 * Checks templates with cdk-nag's AwsSolutions rules. Reads a list of templates from standard input, as JSON, and writes
 * the findings in each. It is a program of its own, because aws-cdk-lib loads slowly inside Jest.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks } from 'cdk-nag';

const app = new App({ analyticsReporting: false });
const folder = mkdtempSync(join(tmpdir(), 'provose-batch-'));
const templateFile = join(folder, 'template.json');

/** What CfnInclude can read of a template: the resources and what they refer to, without loops. */
function readable({ Parameters, Mappings, Conditions, Resources }) {
  const resources = Object.entries(Resources).filter(([id]) => !id.startsWith('Fn::'));
  return { Parameters, Mappings, Conditions, Resources: Object.fromEntries(resources) };
}

function findingsIn(template, index) {
  const stack = new Stack(app, `Template${index}`);
  const findings = [];
  const report = (resource, rule, message) =>
    findings.push({ resource: stack.resolve(resource.logicalId), rule, message });
  const record = ({ resource, ruleId, findingId, ruleInfo }) =>
    report(resource, findingId ? `${ruleId}[${findingId}]` : ruleId, ruleInfo);
  // Most often, the rule needs a value that only the deployment knows.
  const recordFailure = ({ resource, ruleId, errorMessage }) =>
    report(resource, `CdkNagValidationFailure[${ruleId}]`, errorMessage);
  const ignore = () => undefined;
  const logger = {
    onNonCompliance: record,
    onSuppressed: record,
    onError: recordFailure,
    onSuppressedError: recordFailure,
    onCompliance: ignore,
    onNotApplicable: ignore,
  };
  const pack = new AwsSolutionsChecks({ reports: false, additionalLoggers: [logger] });
  writeFileSync(templateFile, JSON.stringify(readable(template)));
  new CfnInclude(stack, 'Template', { templateFile });
  // app.synth() would do the same, but also run other validations, which take longer than all of this.
  for (const node of stack.node.findAll()) pack.visit(node);
  return findings;
}

try {
  process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(findingsIn)));
} finally {
  rmSync(folder, { recursive: true });
}
