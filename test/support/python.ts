/** Runs PyYAML, another YAML 1.1 parser, if it is installed. */

import { spawnSync } from 'node:child_process';

const run = (program: string, input: string) =>
  spawnSync('python3', ['-c', program], { input, encoding: 'utf8', maxBuffer: 2 ** 28 });

export const hasPyYaml = run('import yaml', '').status === 0;

/** `it`, or a skipped test whose name gives the reason. */
export const itWithPyYaml = hasPyYaml
  ? it
  : (name: string, _: () => void) => it.skip(`${name} (skipped: python3 has no module yaml)`, () => undefined);

/** The data that PyYAML reads from each text, or `error` if PyYAML rejects it or JSON cannot represent the value. */
export function readByPyYaml(texts: readonly string[]): { value?: unknown; error?: string }[] {
  const program = `
import json, sys, yaml
def read(text):
    try:
        return {'value': json.loads(json.dumps(yaml.load(text, yaml.CSafeLoader), allow_nan=False))}
    except Exception as error:
        return {'error': str(error)}
json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)`;
  const { stdout, stderr, status } = run(program, JSON.stringify(texts));
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
