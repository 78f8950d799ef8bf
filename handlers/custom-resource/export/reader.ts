/**
 * The types of the functions that read entries of Provose's export maps from AWS. They tie the readers to
 * `macro/link/export-maps.ts`: a Terraform type without a reader does not compile, and neither does a reader without an
 * attribute that the maps leave to AWS.
 */

import type { RuntimeAttribute, TerraformType } from '../../../macro/link/export-maps.js';

/** Attributes as a service reports them. The form of `tags` is the service's. */
export type Reading<Type extends TerraformType = never> = Readonly<Record<string, unknown>> &
  Readonly<Record<RuntimeAttribute<Type>, unknown>>;

/** By Terraform type: a function that reads what an id names, or returns `undefined` if it does not exist. */
export type Readers<Client, Type extends TerraformType> = {
  readonly [Each in Type]: (client: Client, id: string) => Promise<Reading<Each> | undefined>;
};
