import { describe, expect, test } from '@jest/globals';
import { registry } from '../../src/rules/registry.generated.ts';
import { againstOwn, withoutRepeats } from '../../src/linters/agreement.ts';
import type { LinterFinding } from '../../src/linters/finding.ts';
import { isOfKind } from '../../src/linters/kind.ts';
import { knownRules, weaknessGroup } from '../../src/linters/known-rules.ts';

function finding(tool: string, ruleId: string, more: Partial<LinterFinding> = {}): LinterFinding {
  const span = { start: { line: 10, column: 2 }, end: { line: 10, column: 9 } };
  return { tool, ruleId, path: 'a.go', span, message: 'm', severity: 'warning', cwe: [], tags: [], ...more };
}

describe('the tables', () => {
  test('name only rules of ours that there are', () => {
    const ids = new Set(registry.map(({ rule }) => rule.id));
    const named = [...knownRules.values()].flatMap(({ ours }) => ours);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
  });

  test('have a source for each rule', () => {
    expect([...knownRules.values()].filter(({ source }) => !source.startsWith('https://'))).toEqual([]);
  });

  test('have a group for the weakness of each of our rules, those that are not of memory aside', () => {
    const without = registry.filter(
      ({ rule: { cwe } }) => cwe !== undefined && weaknessGroup(cwe) === undefined,
    );
    expect(new Map(without.map(({ rule }) => [rule.id, rule.cwe]))).toEqual(
      new Map([
        ['c-malloc-nil-check-unreachable', 561],
        ['callback-panic-across-c', 248],
        ['defer-free-in-loop', 770],
        ['embedded-nul-in-cstring', 158],
        ['finalizer-double-set', 675],
        ['lock-held-across-blocking-cgo', 833],
        ['unsafe-slice-c-len', 252],
      ]),
    );
  });
});

describe('of the kind', () => {
  test.each([
    [finding('vet', 'cgocall'), true, true],
    [finding('vet', 'printf'), false, false],
    [finding('vet', 'copylocks'), false, true],
    [finding('staticcheck', 'SA1019', { message: 'io/ioutil.ReadAll has been deprecated' }), false, false],
    [finding('staticcheck', 'SA1019', { message: 'reflect.SliceHeader has been deprecated' }), true, true],
    [finding('staticcheck', 'SA5011'), false, true],
    [finding('gosec', 'G103'), true, true],
    [finding('gosec', 'G115', { cwe: [190] }), false, true],
    [finding('gosec', 'G404', { cwe: [338] }), false, false],
    [finding('golangci-lint', 'errcheck'), false, false],
    [finding('golangci-lint', 'depguard', { message: "import 'unsafe' is not allowed" }), true, true],
    [finding('golangci-lint', 'depguard', { message: "import 'io/ioutil' is not allowed" }), false, false],
    [finding('scanner', 'X1'), false, true],
    [finding('scanner', 'X1', { cwe: [416] }), true, true],
    [finding('scanner', 'X1', { cwe: [79] }), false, true],
    [finding('scanner', 'X1', { tags: ['memory-safety'] }), true, true],
    [finding('Cppcheck', 'doubleFree'), true, true],
    [finding('Cppcheck', 'variableScope'), false, true],
    [finding('Infer', 'USE_AFTER_FREE'), true, true],
    [finding('clang', 'core.StackAddressEscape'), true, true],
  ])('$0.tool/$0.ruleId: elsewhere $1, in a file that crosses into C $2', (one, elsewhere, crossing) => {
    expect([isOfKind(one, () => false), isOfKind(one, () => true)]).toEqual([elsewhere, crossing]);
  });
});

describe('against our own findings', () => {
  const location = (line: number, path = 'a.go') => ({
    path,
    span: { start: { line, column: 3 }, end: { line: line + 1, column: 4 } },
  });

  test.each([
    [
      'the same class on the line',
      finding('vet', 'unsafeptr'),
      'unsafe-uintptr-roundtrip',
      location(10),
      true,
    ],
    ['the class on the second line of ours', finding('vet', 'unsafeptr'), 'fake-pointer', location(9), true],
    ['another class', finding('vet', 'unsafeptr'), 'cstring-leak', location(10), false],
    ['another line', finding('vet', 'unsafeptr'), 'fake-pointer', location(11), false],
    ['another file', finding('vet', 'unsafeptr'), 'fake-pointer', location(10, 'b.go'), false],
    ['the same weakness', finding('scanner', 'X', { cwe: [415] }), 'c-use-after-free', location(10), true],
    ['the weakness by its name', finding('Cppcheck', 'memleak'), 'cstring-leak', location(10), true],
    ['another weakness', finding('scanner', 'X', { cwe: [476] }), 'c-use-after-free', location(10), false],
    ['no weakness', finding('scanner', 'X'), 'c-use-after-free', location(10), false],
  ])('%s', (_case, one, ruleId, at, agrees) => {
    const own = { ruleId, location: at, cwe: registry.find(({ rule }) => rule.id === ruleId)?.rule.cwe };
    const { others, agreeing } = againstOwn([one], [own]);
    expect(others).toEqual(agrees ? [] : [one]);
    expect(agreeing.get(own)).toEqual(agrees ? [one] : undefined);
  });

  test('one of ours may have several that agree', () => {
    const own = { ruleId: 'fake-pointer', location: location(10) };
    const two = [finding('vet', 'unsafeptr'), finding('vet', 'unsafeptr', { via: 'golangci-lint' })];
    expect(againstOwn(two, [own]).agreeing.get(own)).toEqual(two);
  });

  test('a result that two programs ran counts once', () => {
    const [direct, passed] = [
      finding('vet', 'unsafeptr'),
      finding('vet', 'unsafeptr', { via: 'golangci-lint' }),
    ];
    const other = finding('vet', 'unsafeptr', { message: 'another' });
    expect(withoutRepeats([direct, passed, other])).toEqual([direct, other]);
  });
});
