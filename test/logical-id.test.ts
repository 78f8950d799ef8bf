/** The contract of logical ids. If a test here fails, users' resources would be replaced: mend the code, not the test. */

import { kinds, LONGEST, logicalId } from '../macro/logical-id.js';

/** Written down once, and never again. */
const CONTRACT = {
  mainqueue: 'ProvoseJobQueueMainqueue',
  '1st': 'ProvoseJobQueue1st',
  a: 'ProvoseJobQueueA',
  'compute-environment-1': 'ProvoseJobQueueComputeEnvironment1ZRVCKVNRH6KOW',
  'job-1': 'ProvoseJobQueueJob1YZC5YKAFYTQJ3',
  job_1: 'ProvoseJobQueueJob1EPWUYQLCGV4YK',
  Job1: 'ProvoseJobQueueJob1RVYE4OUOCUQ22',
  mainQueue: 'ProvoseJobQueueMainQueueMH4IJODIMNCQ4',
  A: 'ProvoseJobQueueAQQCEVZ5ZJRM5F',
  'a-': 'ProvoseJobQueueACHAO3OC4RLKZL',
};

it.each(Object.entries(CONTRACT))('%s is %s', (name, id) => expect(logicalId('Provose', 'JobQueue', name)).toBe(id));

it('needs no name for what a module has one of', () => expect(logicalId('Mine', 'Vpc')).toBe('MineVpc'));

it('has no kind that begins with another, so that kind and name can be told apart', () => {
  for (const kind of kinds) {
    expect(kinds.filter((other) => other.startsWith(kind))).toEqual([kind]);
    expect(kind).toMatch(/^[A-Z][A-Za-z0-9]*$/);
  }
});

it('gives 100,000 names 100,000 ids', () => {
  const symbols = 'ab1AB-_';
  const names = new Set<string>();
  // Every name of up to six symbols that look alike when hyphens and capitals go, then longer ones.
  for (let number = 0; names.size < 100_000; number++) {
    let name = '';
    for (let rest = number; rest > 0; rest = Math.floor(rest / symbols.length)) name += symbols[rest % symbols.length];
    if (/^[a-zA-Z0-9]/.test(name)) names.add(name);
  }
  const ids = new Set([...names].map((name) => logicalId('Provose', 'JobQueue', name)));
  expect(ids.size).toBe(100_000);
  for (const id of ids) if (!/^[A-Za-z0-9]+$/.test(id)) throw new Error(`${id} is no logical id`);
});

it('stays under CloudFormation’s limit for the longest name and an ordinary module id', () => {
  for (const kind of kinds)
    expect(logicalId('M'.repeat(64), kind, 'n-'.repeat(64)).length).toBeLessThanOrEqual(LONGEST);
});
