/**
 * Checks modules again with the current values of parameters, where the language accepts functions. What is wrong then
 * is a warning, because the values can be others at deployment.
 */

import { Diagnostics } from '../diagnostics/diagnostics.js';
import type { Evaluator } from '../read/evaluate.js';
import type { Found } from '../read/find.js';
import { withKnownValues } from '../read/known-values.js';
import { placeIn, readModule } from '../read/read-module.js';
import { checkRules } from './index.js';

/** Warns of what is wrong only with the current values of parameters. */
export function checkKnownValues(
  modules: readonly Found[],
  evaluator: Evaluator,
  diagnostics: Diagnostics,
  way: number,
): void {
  const known = modules.map((module) => ({ ...module, body: withKnownValues(module.body, evaluator) }));
  if (known.every(({ body }, index) => body === modules[index]?.body)) return;
  const assumed = new Diagnostics();
  const read = known.flatMap((module) => readModule(module, evaluator, assumed, way) ?? []);
  checkRules(read, evaluator.context, assumed.placedBy(placeIn(read, evaluator)));
  for (const found of assumed.list) {
    const isSaid = found.message.includes(', the value of ');
    // The value of a function that is an error is the same mistake.
    const isKnown = diagnostics.list.some(
      ({ code, path, severity }) =>
        (code === found.code || (isSaid && severity === 'error')) && String(path) === String(found.path),
    );
    if (isKnown) continue;
    const severity = found.severity === 'info' ? 'info' : 'warning';
    const message = isSaid ? found.message : `${found.message}, with the current values of parameters`;
    diagnostics.add({ ...found, severity, message });
  }
}
