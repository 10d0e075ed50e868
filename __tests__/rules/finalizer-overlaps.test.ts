import { beforeAll, expect, test } from '@jest/globals';
import type { Rule } from '../../src/engine/rule.ts';
import type { Parser } from '../../src/parser/parser.ts';
import { wasmParser } from '../parser.ts';
import { diagnosticsOf } from './analyse-case.ts';
import { casesOf } from './cases.ts';

/** The rules that speak of what finalizers free, the most specific first. */
const folders = [
  'lifetime/finalizer-self-reference',
  'lifetime/finalizer-wrong-target',
  'lifetime/cleanup-arg-is-pointer',
  'lifetime/finalizer-not-cleared',
  'ownership/c-double-free',
];

let parser: Parser;
let rules: Rule[];
beforeAll(async () => {
  parser = await wasmParser();
  const loaded = folders.map((folder) => import(`../../src/rules/${folder}/rule.ts`));
  rules = ((await Promise.all(loaded)) as { default: Rule }[]).map((one) => one.default);
});

test.each(folders)('no line of the cases of %s is told by two rules', (folder) => {
  for (const { files } of casesOf(folder)) {
    const places = rules.flatMap((rule) => [
      ...new Set(
        diagnosticsOf(parser, rule, files).map(
          ({ location }) => `${location.path}:${String(location.span.start.line)}`,
        ),
      ),
    ]);
    expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
  }
});
