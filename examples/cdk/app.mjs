// A CDK app with a module: npm install aws-cdk-lib provose-batch, then npx cdk synth --app 'node app.mjs'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { expand } from 'provose-batch';

const { template, diagnostics } = expand(readFileSync(new URL('jobs.yaml', import.meta.url), 'utf8'));
for (const { line, severity, message, hint } of diagnostics) {
  console.error(`jobs.yaml:${line}: ${severity}: ${message}. ${hint}`);
}
if (!template) process.exit(1);
const templateFile = join(mkdtempSync(join(tmpdir(), 'jobs-')), 'template.json');
writeFileSync(templateFile, JSON.stringify(template));

const app = new App();
const stack = new Stack(app, 'Jobs');
const jobs = new CfnInclude(stack, 'Included', { templateFile });
// Everything generated is a construct: constructs of the app can refer to it.
const submitter = new iam.Role(stack, 'Submitter', { assumedBy: new iam.AccountRootPrincipal() });
const resources = [jobs.getResource('ProvoseJobQueueMain').ref, jobs.getResource('ProvoseJobDefinitionHello').ref];
submitter.addToPolicy(new iam.PolicyStatement({ actions: ['batch:SubmitJob'], resources }));
app.synth();
