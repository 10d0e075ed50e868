/** The words of a C name: `rocksdb_set_options`, `rocksdbSetOptions` and `ROCKSDBSetOptions` give rocksdb, set, options. */
export function wordsOf(name: string): readonly string[] {
  let words = known.get(name);
  if (words === undefined) {
    words = split(name);
    known.set(name, words);
  }
  return words;
}

/** Many analyses ask for the same few names. */
const known = new Map<string, readonly string[]>();

function split(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split('_')
    .filter((word) => word !== '');
}
