/**
 * The example for AWS Service Catalog: the portfolio as far as moto has the API, and the product launched twice under
 * names as Service Catalog gives them. The launch role's policy covers what CloudFormation did.
 */

import { DescribeJobsCommand, SubmitJobCommand } from '@aws-sdk/client-batch';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type Mapping, section, type Template } from '../../macro/template/template.js';
import { useCloud } from '../support/cloud.js';
import { outputsOf } from '../support/functions.js';
import { readProject } from '../support/golden.js';
import { pushImage } from '../support/image.js';
import { fullInventory } from '../support/inventory.js';
import { grantedBy, templateWhere, typeOf } from '../support/permissions.js';
import { PORTFOLIO, PRODUCT } from '../support/product.js';
import { useRecorder } from '../support/recorder.js';
import { ask } from '../support/service.js';

const clients = useCloud();
const recorder = useRecorder(clients);

/** What moto has no API for. */
const MISSING = /::(PortfolioProductAssociation|.*Constraint|TagOption|TagOptionAssociation)$/;

/** The portfolio’s template without what moto lacks. */
function portfolio(): Template {
  const template = templateWhere(PORTFOLIO);
  const resources = Object.entries(section(template, 'Resources')).filter(
    ([, resource]) => !MISSING.test(typeOf(resource)) && (resource as Mapping)['Condition'] === undefined,
  );
  return { ...template, Resources: Object.fromEntries(resources) };
}

it('creates the portfolio, the product and the launch role', async () => {
  const { cloud, deployer } = clients();
  const s3 = new S3Client(cloud.client);
  await s3.send(new CreateBucketCommand({ Bucket: 'templates' }));
  await s3.send(new PutObjectCommand({ Bucket: 'templates', Key: 'product.yaml', Body: readProject(PRODUCT) }));
  const { stack } = await deployer.deploy('portfolio', JSON.stringify(portfolio()), {
    TemplateUrl: `${cloud.endpoint}/templates/product.yaml`,
  });
  const outputs = outputsOf(stack);
  const { PortfolioDetail } = await ask(clients(), 'servicecatalog', 'DescribePortfolio', {
    Id: outputs['PortfolioId'],
  });
  const { ProductViewSummary } = await ask(clients(), 'servicecatalog', 'DescribeProduct', {
    Id: outputs['ProductId'],
  });
  expect([PortfolioDetail.DisplayName, ProductViewSummary.Name]).toEqual(['Batch jobs', 'Batch jobs']);
  expect(outputs['LaunchRole']).toMatch(/:role\/portfolio-LaunchRole-/);
  const renamed = JSON.stringify(portfolio()).replace('"DisplayName":"Batch jobs"', '"DisplayName":"Other"');
  await expect(deployer.deploy('portfolio', renamed, { TemplateUrl: 'https://other' })).rejects.toThrow(
    'The local cloud cannot update a resource of type AWS::ServiceCatalog::Portfolio',
  );
  await deployer.remove('portfolio');
});

const ONE = 'SC-123456789012-pp-abcdefghijklm';
const TWO = 'SC-123456789012-pp-nopqrstuvwxyz';

async function runs(name: string): Promise<boolean> {
  const { batch, deployer } = clients();
  const outputs = outputsOf(await deployer.find(name));
  const [, queue, definition] = /--job-queue (\S+) --job-definition (\S+)$/.exec(outputs['SubmitCommand'] ?? '') ?? [];
  expect([queue, definition]).toEqual([outputs['Queue'], outputs['JobDefinition']]);
  const { jobId = '' } = await batch.send(
    new SubmitJobCommand({ jobName: 'first', jobQueue: queue, jobDefinition: definition }),
  );
  const { jobs = [] } = await batch.send(new DescribeJobsCommand({ jobs: [jobId] }));
  return jobs[0]?.status === 'SUCCEEDED';
}

describe('the product', () => {
  let before: Awaited<ReturnType<typeof fullInventory>>;
  let between: Awaited<ReturnType<typeof fullInventory>>;

  it('is launched twice, in two shapes', async () => {
    const { deployer } = clients();
    await pushImage(clients(), 'team/app', 'v1', ['amd64']);
    await recorder.start();
    before = await fullInventory(clients());
    await deployer.deploy(ONE, readProject(PRODUCT));
    between = await fullInventory(clients());
    await deployer.deploy(TWO, readProject(PRODUCT), {
      ImageName: 'team/app',
      ImageTag: 'v1',
      ImageFrom: 'Amazon ECR of this account',
      Capacity: 'EC2',
      Network: 'nat',
      Schedule: 'rate(1 day)',
      AlertsTo: 'oncall@example.com',
    });
    expect([await runs(ONE), await runs(TWO)]).toEqual([true, true]);
  });

  it('is updated and terminated without touching the other', async () => {
    const { deployer } = clients();
    await deployer.deploy(TWO, readProject(PRODUCT), { Capacity: 'EC2', Network: 'nat', MaxVcpus: '64' });
    await deployer.remove(TWO);
    const { logGroups: _, ...rest } = await fullInventory(clients());
    const { logGroups: __, ...expected } = between;
    expect(rest).toEqual(expected);
    expect(await runs(ONE)).toBe(true);
    await deployer.remove(ONE);
    const { logGroups: kept, ...after } = await fullInventory(clients());
    expect({ ...after, logGroups: before.logGroups }).toEqual(before);
    expect(kept.filter((name) => name?.startsWith('SC-'))).toHaveLength(2);
  });

  it('needs only what the launch role grants', async () => {
    const { cloudformation = [], function: called = [], local = [] } = await recorder.actions();
    const role = grantedBy(templateWhere(PORTFOLIO));
    expect(cloudformation.filter((action) => !role.includes(action))).toEqual([]);
    expect(cloudformation.length).toBeGreaterThan(40);
    const stacks = local.filter((action) => action.startsWith('cloudformation:'));
    expect(stacks.filter((action) => !role.includes(action))).toEqual([]);
    const functions = grantedBy(templateWhere('template.yaml'));
    expect(called.filter((action) => !functions.includes(action))).toEqual([]);
    expect(called).toContain('ecr:batchgetimage');
  });
});
