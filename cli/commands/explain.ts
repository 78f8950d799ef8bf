/** `provose-batch explain`: what a diagnostic code, a key or an export means. */

import { describedCodes } from '../../reference/codes.js';
import { describedMaps } from '../../reference/exports.js';
import { describedKeys } from '../../reference/keys.js';
import { lookUp, type Meaning, suggest } from '../../reference/lookup.js';
import specification from '../batch-properties.json' with { type: 'json' };
import { type Command, formatOf, UsageError } from '../command.js';
import { exampleOf, reportOn } from '../examples.js';
import { renderAll, renderMeaning } from '../explain/text.js';

export const explain: Command = {
  name: 'explain',
  takes: '[NAME]',
  summary: 'explain a diagnostic code, a key or an export',
  help: `Explains what a name means:
  a diagnostic code       its severity and an example, with what validate reports and the fix
  a key                   where it stands, what it expects, its default and an example; the name alone, such as
                          max_vcpus, or the end of its path, such as job_queues.priority
  a property              the key for it, by its name in CloudFormation, Terraform or CDK
  an export               its attributes, such as aws_batch_job_queue
Without a name, it lists all codes, keys and exports.

Options:
  --format text|json      the output format (default: text)
`,
  options: { format: { type: 'string' } },
  run(given) {
    const format = formatOf(given, 'text', 'json');
    const [word, ...more] = given.positionals;
    if (more.length > 0) throw new UsageError(`expected only one NAME; also received ${more.join(', ')}`);
    if (word === undefined) {
      const all = { codes: describedCodes, keys: describedKeys(), exports: describedMaps };
      const text = () => renderAll(all.codes, all.keys, all.exports);
      return { stdout: format === 'json' ? toJson(all) : text(), code: 0 };
    }
    const meaning = lookUp(word, specification);
    if (!meaning) {
      const near = suggest(word);
      const hint = near === undefined ? 'Without a name, explain lists everything' : `Did you mean ${near}?`;
      throw new UsageError(`nothing is called ${word || "''"}. ${hint}`);
    }
    return { stdout: format === 'json' ? toJson(asData(meaning)) : renderMeaning(word, meaning), code: 0 };
  },
};

/** The same content as the text has. */
function asData({ code, keys, overrides, keyless, maps, attribute }: Meaning) {
  const example = code && exampleOf(code.code);
  return {
    codes: code ? [{ ...code, example: example && { ...example, report: reportOn(example.broken) } }] : [],
    keys,
    overrides,
    keyless,
    exports: maps.map((map) => ({
      ...map,
      attributes: map.attributes.filter(({ name }) => attribute === undefined || name === attribute),
    })),
  };
}

const toJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
