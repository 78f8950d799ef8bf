/** What no row can say alone: rules between the keys of a module. Each is a function and knows nothing of the others. */

import { type Diagnostics, show } from '../diagnostics/diagnostics.js';
import type { Module } from '../read/module.js';
import type { ImageInParts } from '../schema/compute-environment.js';
import { fieldOf } from '../schema/field.js';
import { NAME } from '../schema/names.js';
import { provoseConfig } from '../schema/provose-config.js';
import { architectureOf } from '../template/instance-types.js';
import { isIntrinsic } from '../template/intrinsics.js';
import { type Context, isMapping, type Path, textOf } from '../template/template.js';
import { checkOverrides } from './overrides.js';

/** Every rule, on modules that are each as the language says. */
export function checkRules(modules: readonly Module[], context: Context, diagnostics: Diagnostics): void {
  for (const module of modules) {
    ignoredKeys(module, diagnostics);
    regionIsTheStacks(module, diagnostics);
    oneVpcOnly(module, diagnostics);
    portsHaveAddresses(module, diagnostics);
    boundsAreInOrder(module, diagnostics);
    oneArchitecture(module, diagnostics);
    imagesAreConsistent(module, diagnostics);
    checkOverrides(module, context, diagnostics);
    namesAreGood(module, 'queues', 'queue', diagnostics);
    namesAreGood(module, 'definitions', 'job definition', diagnostics);
  }
  withinQuotas(modules, diagnostics);
}

function ignoredKeys({ config, configPath }: Module, diagnostics: Diagnostics): void {
  for (const [key, schema] of Object.entries(provoseConfig.entries)) {
    if (!fieldOf(schema)?.ignored || !Object.hasOwn(config, key)) continue;
    diagnostics.warning('ignored-key', [...configPath, key], `${key} has no effect here`, 'It can be taken away.');
  }
}

function regionIsTheStacks({ config, configPath, region }: Module, diagnostics: Diagnostics): void {
  const { authentication } = config;
  const aws = isMapping(authentication) ? authentication['aws'] : undefined;
  const stated = isMapping(aws) ? aws['region'] : undefined;
  if (region === undefined || typeof stated !== 'string' || stated === region) return;
  const message = `this stack is in ${region}; received ${show(stated)}`;
  const hint = `Deploy the stack in ${stated}, or take authentication away.`;
  diagnostics.error('wrong-region', [...configPath, 'authentication', 'aws', 'region'], message, hint);
}

function oneVpcOnly({ config, configPath }: Module, diagnostics: Diagnostics): void {
  if (!config.vpc) return;
  for (const key of ['vpc_cidr', 'availability_zones'] as const) {
    if (config[key] === undefined) continue;
    const message = `${key} describes a VPC to be made, and vpc brings one`;
    diagnostics.error('conflicting-keys', [...configPath, key], message, `Take ${key} away, or vpc.`);
  }
}

function portsHaveAddresses({ config, configPath, environments }: Module, diagnostics: Diagnostics): void {
  if (!config.vpc || config.vpc.cidr !== undefined) return;
  for (const { key, value } of environments) {
    if (value.vpc.tcp.length + value.vpc.udp.length === 0) continue;
    const message = `cidr is missing, and ${key} opens ports to the VPC’s addresses`;
    diagnostics.error('missing-key', [...configPath, 'vpc'], message, 'Add the VPC’s own, such as cidr: 10.0.0.0/16.');
  }
}

function boundsAreInOrder({ environments }: Module, diagnostics: Diagnostics): void {
  for (const { path, value } of environments) {
    const { min_vcpus: least, max_vcpus: most } = value.instances;
    if (typeof least !== 'number' || typeof most !== 'number' || least <= most) continue;
    const message = `min_vcpus is ${least}, more than max_vcpus, which is ${most}`;
    const hint = 'Lower min_vcpus or raise max_vcpus.';
    diagnostics.error('wrong-value', [...path, 'instances', 'min_vcpus'], message, hint);
  }
}

function oneArchitecture({ environments }: Module, diagnostics: Diagnostics): void {
  for (const { path, value } of environments) {
    const types = Array.isArray(value.instances.instance_types) ? value.instances.instance_types : [];
    const named = types.filter((type) => typeof type === 'string');
    const arm = named.find((type) => architectureOf(type) === 'arm64');
    const x86 = named.find((type) => architectureOf(type) === 'x86_64');
    if (arm === undefined || x86 === undefined) continue;
    const message = `${arm} has an Arm CPU and ${x86} an x86 CPU; a compute environment has one architecture`;
    const hint = 'Make one compute environment of each.';
    diagnostics.error('mixed-architectures', [...path, 'instances', 'instance_types'], message, hint);
  }
}

/** What only a private image has, and what a digest needs. */
function imagesAreConsistent({ definitions }: Module, diagnostics: Diagnostics): void {
  for (const { path, value } of definitions) {
    if (!isMapping(value.image) || isIntrinsic(value.image)) continue;
    const { private_registry: isPrivate, registry_id, region, refresh, pin, check } = value.image as ImageInParts;
    const at = (key: string) => [...path, 'image', key];
    const given = {
      registry_id,
      region,
      refresh,
      pin: pin === 'digest' || undefined,
      check: check ? undefined : check,
    };
    for (const key of Object.keys(given).filter(
      (name) => !isPrivate && given[name as keyof typeof given] !== undefined,
    )) {
      const message = `${key} is for images of a private registry, and this one is public`;
      diagnostics.error('conflicting-keys', at(key), message, `Take ${key} away, or set private_registry to true.`);
    }
    if (isPrivate) nameIsARepositorys(value.image as ImageInParts, at('name'), diagnostics);
    if (!isPrivate || check || pin !== 'digest') continue;
    const message = 'check is false, but a digest can only be had by a look at the image';
    diagnostics.error('conflicting-keys', at('check'), message, 'Take check away, or set pin to tag.');
  }
}

/** An image in a registry of Amazon ECR, IPv4, dual-stack or FIPS: https://docs.aws.amazon.com/general/latest/gr/ecr.html */
const IN_ECR = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.[a-z.]+\/(.+)$/;

/** A private image's registry has keys of its own; only a registry's host can have a port or capital letters. */
function nameIsARepositorys({ name }: ImageInParts, path: Path, diagnostics: Diagnostics): void {
  const registry = typeof name === 'string' ? /\.dkr[.-]ecr|[A-Z:]/ : /\.dkr[.-]ecr/;
  if (!registry.test(textOf(name))) return;
  const [, account, region, repository] = IN_ECR.exec(textOf(name)) ?? [];
  const hint = account
    ? `Write name: ${repository}, registry_id: '${account}', region: ${region}.`
    : 'Write the repository alone, such as team/app; registry_id and region are keys of their own.';
  const message = `expected the name of a repository, without its registry; received ${show(name)}`;
  diagnostics.error('wrong-value', path, message, hint);
}

/** A key makes one logical id, and a name is one that AWS Batch takes. Whether names are unique is seen in the result. */
function namesAreGood(module: Module, sort: 'queues' | 'definitions', noun: string, diagnostics: Diagnostics): void {
  const keys = new Set<string>();
  for (const { key, name, path } of module[sort]) {
    if (keys.has(key)) {
      const message = `another ${noun} has the key ${show(key)}`;
      diagnostics.error('duplicate-name', path, message, `A ${noun}’s key is unique in its module: choose another.`);
    }
    if (typeof name === 'string' && !NAME.test(name)) {
      const message = `with its prefix the name has ${name.length} characters, and 128 is the most: ${show(name)}`;
      diagnostics.error('bad-name', path, message, 'Shorten the key or name_prefix.');
    }
    keys.add(key);
  }
}

/** What an account can have in a Region, which no one can raise: https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html */
const QUOTA = 50;

function withinQuotas(modules: readonly Module[], diagnostics: Diagnostics): void {
  for (const [sort, noun] of [
    ['environments', 'compute environments'],
    ['queues', 'job queues'],
  ] as const) {
    const count = modules.reduce((sum, module) => sum + module[sort].length, 0);
    const path = modules.at(-1)?.path;
    if (count <= QUOTA || !path) continue;
    const message = `${count} ${noun}, and ${QUOTA} is the most that an account can have in a Region`;
    diagnostics.warning('over-quota', path, message, 'Spread them over Regions or accounts.');
  }
}
