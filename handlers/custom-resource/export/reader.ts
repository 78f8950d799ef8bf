/**
 * What reads the entries of Provose's export maps from AWS. The types tie it to `macro/link/export-maps.ts`: a Terraform
 * type without a reader, or a reader without an attribute that the maps leave to AWS, does not compile.
 */

import type { RuntimeAttribute, TerraformType } from '../../../macro/link/export-maps.js';

/** Attributes as a service reports them; `tags` in whatever form it has for them. */
export type Reading<Type extends TerraformType = never> = Readonly<Record<string, unknown>> &
  Readonly<Record<RuntimeAttribute<Type>, unknown>>;

/** By Terraform type: reads what an id names, or nothing if it does not exist. */
export type Readers<Client, Type extends TerraformType> = {
  readonly [Each in Type]: (client: Client, id: string) => Promise<Reading<Each> | undefined>;
};
