/** Works something out once for each of some objects, and keeps it as long as the object. */
export function onceFor<K extends object, T extends object>(workOut: (key: K) => T): (key: K) => T {
  const known = new WeakMap<K, T>();
  return (key) => {
    let result = known.get(key);
    if (result === undefined) {
      result = workOut(key);
      known.set(key, result);
    }
    return result;
  };
}
