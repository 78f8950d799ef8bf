/** The product for AWS Service Catalog, in every shape that its parameters allow. */

import { readSource } from '../../cli/source.js';
import { expandAsDeployed } from '../../cli/template-file.js';
import type { Template } from '../../macro/template/template.js';
import { readProject } from './golden.js';

export const PRODUCT = 'examples/service-catalog/product.yaml';
export const PORTFOLIO = 'examples/service-catalog/portfolio.yaml';

/** The values of the parameters that decide which resources there are. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  Capacity: ['FARGATE_SPOT', 'FARGATE', 'SPOT', 'EC2'],
  Network: ['public', 'nat', 'endpoints'],
  ImageFrom: ['public registry', 'Amazon ECR of this account'],
  Schedule: ['', 'rate(1 day)'],
  AlertsTo: ['', 'oncall@example.com'],
};

const shapes = Object.entries(CHOICES).reduce<Record<string, string>[]>(
  (all, [name, values]) => all.flatMap((shape) => values.map((value) => ({ ...shape, [name]: value }))),
  [{}],
);

const source = readSource(PRODUCT, readProject(PRODUCT)).data as Template;

/** Every combination, with the expansion of the product. */
export const launches = () =>
  shapes.map((parameters) => ({
    parameters,
    source,
    ...expandAsDeployed(source, { parameters, region: undefined, macroName: 'ProvoseBatch' }),
  }));
