/**
 * What is made of an object, made once for each. Rooms keep the objects of what did not change, so that a key or a second
 * costs nothing of what stands still, however much of it there is.
 */
export function once<K extends object, V>(make: (of: K) => V): (of: K) => V {
  const made = new WeakMap<K, { readonly value: V }>();
  return (of) => {
    const known = made.get(of) ?? { value: make(of) };
    made.set(of, known);
    return known.value;
  };
}
