/** A function that computes its result only once for each argument, for what several rules need. */
export function once<Argument extends object, Result>(compute: (of: Argument) => Result): (of: Argument) => Result {
  const known = new WeakMap<Argument, { readonly result: Result }>();
  return (of) => {
    const found = known.get(of);
    if (found) return found.result;
    const result = compute(of);
    known.set(of, { result });
    return result;
  };
}
