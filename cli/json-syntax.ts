/** Says in the words of JSON what is wrong with a file that is meant as JSON, which is read as YAML. */

export interface Explained {
  readonly message: string;
  readonly hint: string;
}

/** What begins like a JSON object, perhaps after comments. */
export const isJson = (text: string) => /^\s*(?:(?:\/\/.*\n|\/\*[^*]*\*\/)\s*)*\{\s*(?:["}]|\/[/*])/.test(text);

/**
 * The offset of the first comment of a file that is meant as JSON. YAML reads one before a key as part of the key. Text in
 * quotes has no line of its own in JSON.
 */
export function commentIn(text: string, hasErrors: boolean): number | undefined {
  const found = hasErrors ? /^[^\S\n]*(?=\/[/*])/m.exec(text) : /^[^\S\n]*(?=\/\/.*\n\s*"[^"\n]*"\s*:)/m.exec(text);
  return found ? found.index + found[0].length : undefined;
}

/** What an error of the YAML parser means in JSON. */
export function inJson(message: string): Explained {
  const end = /^Flow .* end with an? (.)$/.exec(message)?.[1];
  if (end) return { message: `expected ${end} or a comma`, hint: `Add ${end} before this, or a comma.` };
  const extra = /^Unexpected flow-.*"([\]}])"$/.exec(message)?.[1];
  if (extra) return { message: `this ${extra} closes no bracket`, hint: 'Remove it.' };
  if (/^Missing , or :/.test(message)) return { message: 'a comma or a colon is missing', hint: 'Add it before this.' };
  if (/^Missing ,/.test(message)) return { message: 'a comma is missing', hint: 'Add it before this.' };
  return { message, hint: 'Correct the JSON here, or just before.' };
}
