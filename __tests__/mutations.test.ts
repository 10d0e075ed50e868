import { expect, test } from '@jest/globals';
import { problemsOfFile } from './long/checks.ts';
import { ruleSources } from './long/corpus.ts';
import { mutate, mutations } from './long/mutations.ts';
import { wasmParser } from './parser.ts';

/** `npm run test:long` reads thirty times as many, and compares the backends on them. */
const count = 300;

test(`${String(count)} damaged files are read and analysed, and what is reported lies in them`, async () => {
  const files = ruleSources();
  const backends = { wasm: await wasmParser(), native: undefined };
  const found = Array.from({ length: count }, (_, seed) => {
    // Coprime to the number of mutations, so that no file gets one kind alone.
    const file = files[(seed * 7) % files.length];
    if (file === undefined) throw new Error('the rules have no test data');
    const damaged = { ...file, text: mutate(file.text, seed).text };
    return problemsOfFile(damaged, backends).map(
      (problem) =>
        `${file.path} with ${mutations[seed % mutations.length]?.name ?? ''}, seed ${seed}: ${problem}`,
    );
  }).flat();
  expect(found).toEqual([]);
});
