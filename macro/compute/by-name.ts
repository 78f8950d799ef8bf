/** A function of a name that computes its result only once for each. */
export function byName<Result>(compute: (name: string) => Result): (name: string) => Result {
  const known = new Map<string, Result>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined || known.has(name)) return found as Result;
    const result = compute(name);
    known.set(name, result);
    return result;
  };
}
