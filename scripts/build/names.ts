import type { Metafile } from 'esbuild';

/** How the files of a bundle are renamed, and the same change made in the text of any of them. */
export interface StableNames {
  rename(file: string): string;
  restore(text: string): string;
}

/**
 * Names for the chunks of a bundle that do not change with their content: esbuild's `NAME-HASH.js` becomes
 * `NAME.js`, numbered where several share a name. Without it every commit would rename a file of `dist/`.
 *
 * @param outdir the prefix of the outputs' paths in the metafile, e.g. `dist/`
 * @param entries names of the entry points, which chunks may not take
 */
export function stableNames(metafile: Metafile, outdir: string, entries: readonly string[]): StableNames {
  const chunks = Object.entries(metafile.outputs).flatMap(([file, output]) => {
    const match = /^(?<name>.+)-(?<hash>[A-Z0-9]{8})\.js$/.exec(file.slice(outdir.length));
    const name = match?.groups?.['name'];
    if (name === undefined || match === null) return [];
    return [
      { hashed: match[0].slice(0, -'.js'.length), name, key: Object.keys(output.inputs).sort().join('\n') },
    ];
  });
  // By what they hold, which is the same on every machine.
  chunks.sort((a, b) => (a.key < b.key ? -1 : 1));
  const taken = new Set(entries);
  const names = new Map<string, string>();
  for (const { hashed, name } of chunks) {
    const stem = name === 'chunk' ? 'shared' : name;
    let unique = stem;
    for (let n = 2; taken.has(unique); n++) unique = `${stem}-${String(n)}`;
    taken.add(unique);
    names.set(hashed, unique);
  }
  const restore = (text: string): string => {
    let result = text;
    for (const [hashed, name] of names) result = result.replaceAll(hashed, name);
    return result;
  };
  return { rename: restore, restore };
}
