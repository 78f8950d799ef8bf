/**
 * Writes schema/provose-batch.schema.json, the JSON Schema of the language for editors. With --check, it only checks that
 * the file is up to date.
 */

import { writeOrCheck } from './generated.mjs';
import { load } from './load.mjs';

const { templateSchema } = await load(`export { templateSchema } from './reference/template-schema.ts';`);

writeOrCheck('schema/provose-batch.schema.json', `${JSON.stringify(templateSchema(), null, 2)}\n`);
