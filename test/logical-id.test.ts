/** Pins logical ids. If a test here fails, users' resources would be replaced: fix the code, not the test. */

import { expand } from '../macro/expand.js';
import { kinds, LONGEST, logicalId } from '../macro/template/logical-id.js';

/** Written by hand. The hashes are from another implementation of SHA-256. */
const CONTRACT = {
  mainqueue: 'ProvoseJobQueueMainqueue',
  a: 'ProvoseJobQueueA',
  '1st': 'ProvoseJobQueue1st',
  'compute-environment-1': 'ProvoseJobQueueComputeEnvironmentNo1',
  'job-1': 'ProvoseJobQueueJobNo1',
  job1: 'ProvoseJobQueueJob1',
  'gpu-v2': 'ProvoseJobQueueGpuV2',
  'a1-2': 'ProvoseJobQueueA1No2',
  '1-2': 'ProvoseJobQueue1No2',
  'a-no-1': 'ProvoseJobQueueANoNo1',
  'a-north': 'ProvoseJobQueueANorth',
  'a-b-c-d-e-f-g': 'ProvoseJobQueueABCDEFG',
  // Words that look like the encoding of a digit.
  no1: 'ProvoseJobQueueNo1ZJE56USS',
  'a-no1': 'ProvoseJobQueueANo1NKJJR3HG',
  'no1-a': 'ProvoseJobQueueNo1AHSMYUGSG',
  // Readable forms that look like a hash.
  'a-b-c-d-e-f-g-h': 'ProvoseJobQueueABCDEFGHOLAESYAB',
  'a2-b3-c4-d5': 'ProvoseJobQueueA2B3C4D5DNR4EZBO',
  // Capitals, underscores, and hyphens that do not join two words.
  job_1: 'ProvoseJobQueueJob1EPWUYQLC',
  Job1: 'ProvoseJobQueueJob1RVYE4OUO',
  mainQueue: 'ProvoseJobQueueMainQueueMH4IJODI',
  A: 'ProvoseJobQueueAQQCEVZ5Z',
  'a-': 'ProvoseJobQueueACHAO3OC4',
  'a--b': 'ProvoseJobQueueABIOWW2PXS',
};

it.each(Object.entries(CONTRACT))('maps %s to %s', (name, id) =>
  expect(logicalId('Provose', 'JobQueue', name)).toBe(id),
);

it('needs no name for a resource that is unique in its module', () => expect(logicalId('Mine', 'Vpc')).toBe('MineVpc'));

it('has no kind that is a prefix of another', () => {
  for (const kind of kinds) {
    expect(kinds.filter((other) => other.startsWith(kind))).toEqual([kind]);
    expect(kind).toMatch(/^[A-Z][A-Za-z0-9]*$/);
  }
});

it('derives the ids of images and exports from a hash of their request', () => {
  const { template } = expand(
    {
      'Provose::Batch': {
        small: {
          instances: { instance_types: ['m5.large'], max_vcpus: 2 },
          job_queues: { mainqueue: {} },
          job_definitions: { job: { image: { name: 'team/app', private_registry: true }, vcpus: 1, memory: 4 } },
        },
      },
      Outputs: { Queue: { Value: { 'Fn::GetAtt': 'Provose.batch.aws_batch_job_queue.batch.mainqueue' } } },
    },
    { parameters: {} },
  );
  const ids = Object.keys(template?.['Resources'] as object).filter((id) => /^Provose(Image|Export)/.test(id));
  expect(ids).toEqual(['ProvoseImageTeamAppTLUPIBSZ', 'ProvoseExportAwsBatchJobQueueBatchMainqueueHTNP7KGP']);
});

/** Every valid name of up to the given number of symbols. */
function* namesOf(symbols: string, longest: number, name = ''): Generator<string> {
  if (name !== '') yield name;
  const more = name === '' ? symbols.replace(/[-_]/g, '') : symbols;
  if (name.length < longest) for (const symbol of more) yield* namesOf(symbols, longest, name + symbol);
}

/** The name behind a readable id. If this recovers every name, no two names have the same id. */
function nameIn(readable: string): string {
  const [first = '', ...later] = readable.match(/^[0-9][a-z0-9]*|[A-Z][a-z0-9]*/g) ?? [];
  return [first, ...later.map((word) => word.replace(/^No(?=[0-9])/, ''))].join('-').toLowerCase();
}

it.each([
  // Words such as `no1`, and all characters other than lower-case letters.
  ['abno1-A_', 6, 35_914, 188_780],
  ['ano1-', 7, 53_720, 24_404],
  // Readable forms such as A2A2A2A2, which look like a hash.
  ['a2-', 11, 57_558, 119_588],
])('gives every name from %s of up to %i symbols a unique id', (symbols, longest, readable, hashed) => {
  const faults: string[] = [];
  const hashes = new Map<string, string>();
  let names = 0;
  for (const name of namesOf(symbols, longest)) {
    names++;
    const id = logicalId('', 'JobQueue', name).slice('JobQueue'.length);
    if (!/^[A-Za-z0-9]+$/.test(id)) faults.push(`${name}: ${id} is not a logical id`);
    if (!/[A-Z][A-Z2-7]{7}$/.test(id)) {
      if (nameIn(id) !== name) faults.push(`${name}: ${id} is of ${nameIn(id)}`);
    } else {
      // An id that looks hashed must be: it has eight symbols more than the name has letters and digits.
      if (id.length !== name.replace(/[-_]/g, '').length + 8) faults.push(`${name}: ${id} only looks hashed`);
      if (hashes.has(id)) faults.push(`${name}: ${id} is of ${hashes.get(id)}`);
      hashes.set(id, name);
    }
  }
  expect(faults).toEqual([]);
  expect({ readable: names - hashes.size, hashed: hashes.size }).toEqual({ readable, hashed });
});

it('stays below CloudFormation’s limit with the longest name and an ordinary module id', () => {
  for (const kind of kinds)
    expect(logicalId('M'.repeat(64), kind, 'n-'.repeat(64)).length).toBeLessThanOrEqual(LONGEST);
});
