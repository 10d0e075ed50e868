/** Rules that report the same code: the more specific one speaks for both. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { analysePackage, tracePackage } from '../../src/engine/analyse.ts';
import type { Diagnostic } from '../../src/engine/diagnostic.ts';
import type { Rule } from '../../src/engine/rule.ts';
import type { Parser } from '../../src/parser/parser.ts';
import { registry } from '../../src/rules/registry.generated.ts';
import { wasmParser } from '../parser.ts';
import { packageOf } from './analyse-case.ts';
import { casesOf } from './cases.ts';
import type { RuleCase } from './cases.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

const folders = new Map(registry.map(({ rule, folder }) => [rule.id, folder.replace('src/rules/', '')]));
const rules = new Map(registry.map(({ rule }) => [rule.id, rule]));
const pairs = registry.flatMap(({ rule }) => (rule.yieldsTo ?? []).map((id) => [rule.id, id] as const));

function ruleOf(id: string): Rule {
  const rule = rules.get(id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule;
}

function placesOf(diagnostics: readonly Diagnostic[], id: string): string[] {
  return diagnostics
    .filter(({ ruleId }) => ruleId === id)
    .map(({ location: { path, span } }) => `${path}:${String(span.start.line)}`);
}

describe.each(pairs)('%s gives way to %s', (general, specific) => {
  const cases = [general, specific].flatMap((id) => casesOf(folders.get(id) ?? ''));
  const both = [{ rule: ruleOf(general) }, { rule: ruleOf(specific) }];
  const pkgOf = ({ files }: RuleCase): ReturnType<typeof packageOf> => packageOf(parser, files);

  test('where both report the same code, and there alone', () => {
    let yielded = 0;
    for (const one of cases) {
      const alone = both.flatMap((enabled) => analysePackage(pkgOf(one), [enabled]).diagnostics);
      const together = analysePackage(pkgOf(one), both).diagnostics;
      expect(placesOf(together, specific)).toEqual(placesOf(alone, specific));
      const dropped = placesOf(alone, general).filter(
        (place) => !placesOf(together, general).includes(place),
      );
      expect(dropped.filter((place) => !placesOf(alone, specific).includes(place))).toEqual([]);
      yielded += dropped.length;
    }
    expect(yielded).toBeGreaterThan(0);
  });

  test('and says so when it is asked why it is silent', () => {
    const reasons = cases
      .flatMap((one) => tracePackage(pkgOf(one), both).cleared)
      .map(({ reason }) => reason);
    expect(reasons).toContain(`\`${specific}\` reports the same, and says more of it`);
  });
});
