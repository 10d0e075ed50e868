import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { analysePackage } from '../src/engine/analyse.ts';
import type { EnabledRule } from '../src/engine/analyse.ts';
import { compareSeverity, reaches } from '../src/engine/diagnostic.ts';
import type { Diagnostic, Finding } from '../src/engine/diagnostic.ts';
import { withFingerprints } from '../src/engine/fingerprint.ts';
import { defineRule } from '../src/engine/rule.ts';
import type { Pass, Rule } from '../src/engine/rule.ts';
import { selectCaused } from '../src/engine/selection.ts';
import { applySuppressions } from '../src/engine/suppression.ts';
import type { Change } from '../src/diff/change.ts';
import type { Parser } from '../src/parser/parser.ts';
import { registry } from '../src/rules/registry.generated.ts';
import type { Analysis } from '../src/semantic/analysis.ts';
import { readGoFile } from '../src/syntax/go-file.ts';
import { changeBetween } from './memory-repository.ts';
import { wasmParser } from './parser.ts';
import { packageOf } from './rules/analyse-case.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

const allRules: readonly EnabledRule[] = registry.map(({ rule }) => ({ rule }));

function analyse(files: Readonly<Record<string, string>>, rules = allRules): Diagnostic[] {
  return [...analysePackage(packageOf(parser, new Map(Object.entries(files))), rules).diagnostics];
}

function findings(files: Readonly<Record<string, string>>): Finding[] {
  return withFingerprints(analyse(files));
}

const head = `package a

// #include <stdlib.h>
// #include "x.h"
import "C"

import "unsafe"

`;
const leak = `func Leak(name string) int {
	cname := C.CString(name)
	return int(C.x_len(cname, 1))
}
`;
const freed = `func Leak(name string) int {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname))
	return int(C.x_len(cname, 1))
}
`;
const header = 'static int x_len(const char *s, int n) { return s[0] + n; }\n';
const other = 'func Other() int {\n\treturn int(C.x_len(nil, 2))\n}\n';

function fingerprintsOf(text: string, path = 'a.go'): string[] {
  return findings({ [path]: text, 'x.h': header }).map((finding) => finding.fingerprint);
}

describe('a fingerprint', () => {
  test('is v1 and 32 hexadecimal digits of what identifies the finding', () => {
    const [finding] = findings({ 'a.go': head + leak, 'x.h': header });
    const identity = ['cstring-leak', '.', 'func Leak', 'C . CString ( name )', '0'].join('\0');
    const digest = createHash('sha256').update(identity, 'utf8').digest('hex').slice(0, 32);
    expect(finding?.fingerprint).toBe(`v1:${digest}`);
  });

  test.each([
    ['lines above', `${head}\n\n// More.\n\n${other}\n${leak}`],
    ['lines below', `${head}${leak}\n${other}`],
    ['lines within', `${head}${leak.replace('{\n', '{\n\n\tprintln(name)\n\n')}`],
    ['spaces for tabs', `${head}${leak.replace(/\t/g, '        ')}`],
    ['spaces within the code', `${head}${leak.replace('C.CString(name)', 'C.CString( name )')}`],
    ['lines within the code', `${head}${leak.replace('C.CString(name)', 'C.CString(\n\t\tname)')}`],
    ['a comment within the code', `${head}${leak.replace('C.CString(name)', 'C.CString(/* why */ name)')}`],
    ['a comment at the end of the line', `${head}${leak.replace('(name)\n', '(name) // why\n')}`],
    ['CRLF', (head + leak).replace(/\n/g, '\r\n')],
    ['another name of the variable', `${head}${leak.replaceAll('cname', 'c')}`],
    [
      'other conditions on the way',
      `${head}${leak.replace('\treturn', '\tif name == "x" {\n\t\treturn 0\n\t}\n\treturn')}`,
    ],
    [
      'another finding in another function',
      `${head}func Before(name string) {\n\tC.x_len(C.CString(name), 2)\n}\n${leak}`,
    ],
  ])('stays with %s', (_name, text) => {
    const [wanted] = fingerprintsOf(head + leak);
    expect(wanted).toBeDefined();
    expect(fingerprintsOf(text)).toContain(wanted);
  });

  test('stays in another file of the package', () => {
    expect(fingerprintsOf(head + leak, 'b.go')).toEqual(fingerprintsOf(head + leak));
  });

  test.each<[string, (diagnostic: Diagnostic) => Diagnostic]>([
    ['the message', (one) => ({ ...one, message: 'said in another way' })],
    ['the severity', (one) => ({ ...one, severity: 'info' })],
    ['the confidence', (one) => ({ ...one, confidence: 'question' })],
    ['the steps', (one) => ({ ...one, steps: [] })],
    [
      'the place',
      (one) => ({
        ...one,
        location: { path: 'z.go', span: { start: { line: 99, column: 1 }, end: { line: 99, column: 2 } } },
      }),
    ],
  ])('does not depend on %s', (_name, change) => {
    const diagnostics = analyse({ 'a.go': head + leak, 'x.h': header });
    expect(diagnostics).toHaveLength(1);
    const prints = (list: Diagnostic[]): string[] =>
      withFingerprints(list).map((finding) => finding.fingerprint);
    expect(prints(diagnostics.map(change))).toEqual(prints(diagnostics));
  });

  test.each<[string, (diagnostic: Diagnostic) => Diagnostic]>([
    ['the rule', (one) => ({ ...one, ruleId: 'another' })],
    ['the package', (one) => ({ ...one, packagePath: 'another' })],
    ['the function', (one) => ({ ...one, symbol: 'func Another' })],
    ['the code', (one) => ({ ...one, tokens: 'C . CString ( another )' })],
  ])('depends on %s', (_name, change) => {
    const diagnostics = analyse({ 'a.go': head + leak, 'x.h': header });
    const prints = (list: Diagnostic[]): string[] =>
      withFingerprints(list).map((finding) => finding.fingerprint);
    expect(prints(diagnostics.map(change))).not.toEqual(prints(diagnostics));
  });

  test('tells equal findings of one function apart by their order', () => {
    const twice = leak.replace('\treturn', '\tcname = C.CString(name)\n\treturn');
    const prints = fingerprintsOf(head + twice);
    expect(prints).toHaveLength(2);
    expect(new Set(prints).size).toBe(2);
    expect(prints[0]).toBe(fingerprintsOf(head + leak)[0]);
  });

  test('is another one for equal code in each of three symbols', () => {
    const all = findings({
      'a.go': `${head}${leak}${leak.replace('Leak', 'Again')}${leak.replace('func', 'func (T)')}`,
      'x.h': header,
    });
    expect(all).toHaveLength(3);
    expect(new Set(all.map((finding) => finding.fingerprint)).size).toBe(3);
  });
});

describe('the symbol of a finding', () => {
  const statement = 'C.x_len(C.CString("x"), 1)';
  test.each([
    ['a function', `func Open() { ${statement} }`, 'func Open'],
    ['a method', `func (d *DB) Get() { ${statement} }`, 'func (*DB).Get'],
    ['a method of a value', `func (DB) Get() { ${statement} }`, 'func (DB).Get'],
    ['a method of a generic type', `func (d *DB[K, V]) Get() { ${statement} }`, 'func (*DB).Get'],
    ['a literal in a function', `func Open() { go func() { ${statement} }() }`, 'func Open'],
    ['a literal in a variable', `var f = func() { ${statement} }`, 'var f'],
  ])('in %s', (_name, source, symbol) => {
    const found = analyse({ 'a.go': `${head}${source}\n`, 'x.h': header });
    expect(found.map((finding) => finding.symbol)).toEqual([symbol]);
  });

  test('has the whole declaration as its scope', () => {
    const [finding] = analyse({ 'a.go': head + leak, 'x.h': header });
    expect(finding?.scope).toEqual({
      path: 'a.go',
      span: { start: { line: 9, column: 1 }, end: { line: 12, column: 2 } },
    });
    expect(finding?.location.span).toEqual({
      start: { line: 10, column: 11 },
      end: { line: 10, column: 26 },
    });
  });
});

type Files = Readonly<Record<string, string>>;

function select(
  base: Files,
  to: Files,
  renames: Readonly<Record<string, string>> = {},
  change: Partial<Change> = {},
): { caused: string[]; atBase: number } {
  const selection = selectCaused(findings(to), analyse(base), {
    ...changeBetween(base, to, renames),
    ...change,
  });
  const places = selection.caused.map(
    ({ location }) => `${location.path}:${String(location.span.start.line)}`,
  );
  expect(selection.caused.length + selection.atBase.length).toBe(findings(to).length);
  return { caused: places, atBase: selection.atBase.length };
}

describe('which findings a change caused', () => {
  const cases: readonly (readonly [name: string, base: Files, head: Files, caused: readonly string[], atBase: number, renames?: Files])[] = [
    ['nothing changed', { 'a.go': head + leak }, { 'a.go': head + leak }, [], 1],
    ['lines were added above', { 'a.go': head + leak }, { 'a.go': `${head}${other}${leak}` }, [], 1],
    ['lines were deleted above', { 'a.go': `${head}${other}${leak}` }, { 'a.go': head + leak }, [], 1],
    ['a new function', { 'a.go': head + other }, { 'a.go': head + other + leak }, ['a.go:13'], 0],
    ['a new file', { 'b.go': head + other }, { 'b.go': head + other, 'a.go': head + leak }, ['a.go:10'], 0],
    ['C.free was deleted', { 'a.go': head + freed }, { 'a.go': head + leak }, ['a.go:10'], 0],
    ['C.free was added', { 'a.go': head + leak }, { 'a.go': head + freed }, [], 0],
    ['the mistake was edited', { 'a.go': head + leak }, { 'a.go': head + leak.replace('(name)\n', '(name + "x")\n') }, ['a.go:10'], 0],
    ['the line was indented anew', { 'a.go': head + leak }, { 'a.go': head + leak.replace('\tcname :=', '    cname :=') }, [], 1],
    ['the variable was renamed', { 'a.go': head + leak }, { 'a.go': head + leak.replaceAll('cname', 'c') }, [], 1],
    ['the function was renamed', { 'a.go': head + leak }, { 'a.go': head + leak.replace('Leak', 'Leaks') }, [], 1],
    ['the function moved within the file', { 'a.go': `${head}${leak}${other}` }, { 'a.go': `${head}${other}${leak}` }, [], 1],
    ['the function moved to a new file', { 'a.go': head + leak + other }, { 'a.go': head + other, 'b.go': head + leak }, [], 1],
    ['the function was copied to a new file', { 'a.go': head + leak }, { 'a.go': head + leak, 'b.go': head + leak.replace('Leak', 'Copy') }, ['b.go:10'], 1],
    ['the statement was copied', { 'a.go': head + leak }, { 'a.go': head + leak.replace('\treturn', '\tcname = C.CString(name)\n\treturn') }, ['a.go:11'], 1],
    ['the file was renamed', { 'a.go': head + leak }, { 'b.go': head + leak }, [], 1, { 'b.go': 'a.go' }],
    ['the file was renamed and edited above', { 'a.go': head + leak }, { 'b.go': `${head}${other}${leak}` }, [], 1, { 'b.go': 'a.go' }],
    ['the file was renamed and got another', { 'a.go': head + leak }, { 'b.go': `${head}${leak}${leak.replace('Leak', 'More')}` }, ['b.go:14'], 1, { 'b.go': 'a.go' }],
    ['the file was renamed and C.free deleted', { 'a.go': head + freed }, { 'b.go': head + leak }, ['b.go:10'], 0, { 'b.go': 'a.go' }],
    ['a file beside it changed', { 'a.go': head + leak, 'b.go': head }, { 'a.go': head + leak, 'b.go': head + other }, [], 1],
    ['a header beside it stopped freeing', { 'a.go': head + leak, 'x.h': 'static int x_len(char *s, int n) { free(s); return n; }\n' }, { 'a.go': head + leak, 'x.h': header }, ['a.go:10'], 0],
    ['two files swapped their names', { 'a.go': head + leak, 'b.go': head + freed.replace('Leak', 'Free') }, { 'b.go': head + leak, 'a.go': head + freed.replace('Leak', 'Free') }, [], 1],
  ]; // prettier-ignore

  test.each(cases)('%s', (_name, base, to, caused, atBase, renames = {}) => {
    const withHeader = (files: Files): Files => ({ 'x.h': header, ...files });
    expect(select(withHeader(base), withHeader(to), renames)).toEqual({ caused, atBase });
  });

  test('a finding is matched through equal code where the difference could not be had', () => {
    const base = { 'a.go': head + leak, 'x.h': header };
    const to = { 'a.go': head + other + leak, 'x.h': header };
    const files: Change['files'] = [
      { path: 'a.go', status: 'modified', diff: { kind: 'unavailable', reason: 'is too large' } },
    ];
    expect(select(base, to, {}, { files })).toEqual({ caused: [], atBase: 1 });
  });

  test('one finding of the base explains one of the head', () => {
    const both = leak.replace('\treturn', '\tcname = C.CString(name)\n\treturn');
    const thrice = both.replace('\treturn', '\tcname = C.CString(name)\n\treturn');
    expect(select({ 'a.go': head + both, 'x.h': header }, { 'a.go': head + thrice, 'x.h': header })).toEqual({
      caused: ['a.go:12'],
      atBase: 2,
    });
  });

  test('nothing at the base: all of it is new', () => {
    const all = findings({ 'a.go': head + leak, 'x.h': header });
    expect(selectCaused(all, [], changeBetween({}, { 'a.go': head + leak })).caused).toEqual(all);
  });
});

describe('suppressions in the code', () => {
  const codes = new Map(registry.map(({ rule }) => [rule.id, rule.code]));
  const today = '2026-06-15';

  function suppress(body: string): { shown: number; reasons: string[]; notes: readonly string[] } {
    const text = `${head}func Leak(name string) {\n${body}\n}\n`;
    const files = [readGoFile(parser, 'a.go', text)];
    const result = applySuppressions(findings({ 'a.go': text, 'x.h': header }), files, codes, today);
    return {
      shown: result.shown.length,
      reasons: result.suppressed.map(({ reason }) => reason),
      notes: result.notes,
    };
  }
  const call = '\tC.x_len(C.CString(name), 1)';

  test.each([
    ['none', call, 1, []],
    ['on the line', `${call} //cgoreview:ignore cstring-inline-leak -- why`, 0, ['why']],
    ['on the line above', `\t//cgoreview:ignore cstring-inline-leak -- why\n${call}`, 0, ['why']],
    ['by its code', `${call} //cgoreview:ignore CGO102 -- why`, 0, ['why']],
    ['among others', `${call} //cgoreview:ignore cstring-leak,CGO102 -- why`, 0, ['why']],
    ['of another rule', `${call} //cgoreview:ignore cstring-leak -- why`, 1, []],
    ['one line too far above', `\t//cgoreview:ignore CGO102 -- why\n\tprintln()\n${call}`, 1, []],
    ['on the line below', `${call}\n\t//cgoreview:ignore CGO102 -- why`, 1, []],
    ['on its last day', `${call} //cgoreview:ignore CGO102 until=2026-06-15 -- why`, 0, ['why']],
    ['long before it ends', `${call} //cgoreview:ignore CGO102 until=2027-01-01 -- why`, 0, ['why']],
    [
      'both findings of a line',
      `\tC.x_len(C.CString(name), C.x_len(C.CString("y"), 1)) //cgoreview:ignore CGO102 -- why`,
      0,
      ['why', 'why'],
    ],
    [
      'a line of several',
      `\t//cgoreview:ignore CGO102 -- why\n\tC.x_len(C.CString(name),\n\t\tC.x_len(C.CString("y"), 1))`,
      1,
      ['why'],
    ],
  ])('%s', (_name, body, shown, reasons) => {
    expect(suppress(body)).toEqual({ shown, reasons, notes: [] });
  });

  test.each([
    [
      'has expired on the day after',
      `${call} //cgoreview:ignore CGO102 until=2026-06-14 -- why`,
      1,
      'a.go:10: the suppression held until 2026-06-14 and has expired.',
    ],
    [
      'has no reason',
      `${call} //cgoreview:ignore CGO102`,
      1,
      /^a\.go:10: the suppression has no reason: write `.*`\.$/,
    ],
    [
      'names no rule',
      `${call} //cgoreview:ignore -- why`,
      1,
      /^a\.go:10: the suppression names no rule: write `.*`\.$/,
    ],
    [
      'names a rule that does not exist',
      `\t//cgoreview:ignore cstring-leek -- why\n${call}`,
      1,
      'a.go:10: the suppression names `cstring-leek`, which is no rule.',
    ],
    [
      'names one that exists and one that does not',
      `${call} //cgoreview:ignore CGO102,CGO999 -- why`,
      0,
      'a.go:10: the suppression names `CGO999`, which is no rule.',
    ],
  ])('one that %s is told', (_name, body, shown, note) => {
    const result = suppress(body);
    expect(result.shown).toBe(shown);
    expect(result.notes).toHaveLength(1);
    if (typeof note === 'string') expect(result.notes).toEqual([note]);
    else expect(result.notes[0]).toMatch(note);
  });

  test('silence their own file only', () => {
    const text = `${head}func Leak(name string) {\n${call}\n}\n`;
    const files = [readGoFile(parser, 'b.go', text.replace('1)\n', '1) //cgoreview:ignore CGO102 -- why\n'))];
    const result = applySuppressions(findings({ 'a.go': text, 'x.h': header }), files, codes, today);
    expect(result.shown).toHaveLength(1);
  });
});

describe('a run of rules over a package', () => {
  const docs = {
    title: '',
    what: '',
    why: '',
    contract: { text: '', url: '' },
    classes: [],
    example: '',
    remediation: '',
    dynamic: '',
    limits: '',
  };
  const make = (id: string, run: (pass: Pass) => void, requires: readonly Analysis<unknown>[] = []): Rule =>
    defineRule({
      id,
      code: 'CGO000',
      category: 'leak',
      severity: 'warning',
      confidence: 'likely',
      docs,
      requires,
      run,
    });
  const everyName = (id: string): Rule =>
    make(id, (pass) => {
      for (const file of pass.package.files) {
        for (const at of file.tree.root.all('function_declaration').toReversed())
          pass.report({ at, file, message: id });
      }
    });
  const files = { 'b.go': 'package a\nfunc x() {}\nfunc y() {}\n', 'a.go': 'package a\nfunc z() {}\n' };

  test('gives diagnostics by place and rule', () => {
    const found = analyse(files, [{ rule: everyName('second') }, { rule: everyName('first') }]);
    expect(found.map(({ location, ruleId }) => `${location.path}:${String(location.span.start.line)} ${ruleId}`)).toEqual([
      'a.go:2 first', 'a.go:2 second', 'b.go:2 first', 'b.go:2 second', 'b.go:3 first', 'b.go:3 second',
    ]); // prettier-ignore
  });

  test('reports one place once a rule', () => {
    const twice = make('twice', (pass) => {
      everyName('twice').run(pass);
      everyName('twice').run(pass);
    });
    expect(analyse(files, [{ rule: twice }])).toHaveLength(3);
  });

  test("gives the rule's severity, the report's before it, and the policy's before both", () => {
    const rule = make('r', (pass) => {
      for (const file of pass.package.files) {
        const [first, second] = file.tree.root.all('function_declaration');
        if (first !== undefined) pass.report({ at: first, file, message: '' });
        if (second !== undefined)
          pass.report({ at: second, file, message: '', severity: 'info', confidence: 'question' });
      }
    });
    const b = { 'b.go': files['b.go'] };
    expect(analyse(b, [{ rule }]).map(({ severity, confidence }) => [severity, confidence])).toEqual([
      ['warning', 'likely'],
      ['info', 'question'],
    ]);
    expect(analyse(b, [{ rule, severity: 'error' }]).map(({ severity }) => severity)).toEqual([
      'error',
      'error',
    ]);
  });

  test('computes an analysis once a package, whichever rule asks', () => {
    let runs = 0;
    const analysis: Analysis<number> = { name: 'count', run: () => ++runs };
    const asking = (id: string): Rule =>
      make(
        id,
        (pass) => {
          expect(pass.use(analysis)).toBe(1);
        },
        [analysis],
      );
    analyse(files, [{ rule: asking('a') }, { rule: asking('b') }]);
    expect(runs).toBe(1);
  });

  test('keeps an analysis whose result is undefined', () => {
    let runs = 0;
    const analysis: Analysis<string | undefined> = {
      name: 'nothing',
      run() {
        runs++;
        return undefined;
      },
    };
    analyse(
      files,
      ['a', 'b'].map((id) => ({
        rule: make(
          id,
          (pass) => {
            expect(pass.use(analysis)).toBeUndefined();
          },
          [analysis],
        ),
      })),
    );
    expect(runs).toBe(1);
  });

  test('gives a rule, and an analysis, only what it requires', () => {
    const one: Analysis<number> = { name: 'one', run: () => 1 };
    const two: Analysis<number> = { name: 'two', requires: [one], run: (_, use) => use(one) + 1 };
    const sneaky: Analysis<number> = { name: 'sneaky', run: (_, use) => use(one) };
    const asking = (analysis: Analysis<number>, requires: readonly Analysis<unknown>[]): (() => void) => {
      const rule = make('r', (pass) => expect(pass.use(analysis)).toBe(2), requires);
      return () => analyse(files, [{ rule }]);
    };
    expect(asking(two, [two])).not.toThrow();
    expect(asking(two, [one])).toThrow('the rule r uses the analysis "two", and does not require it');
    expect(asking(sneaky, [sneaky])).toThrow('the analysis "sneaky" uses the analysis "one", and does not');
  });
});

describe('the steps of a path', () => {
  test('are where it starts, its last decisions, and where it ends', () => {
    const tests = Array.from(
      { length: 6 },
      (_, i) => `\tif C.x_len(cname, ${String(i)}) == 0 {\n\t\tprintln(${String(i)})\n\t}\n`,
    ).join('');
    const [finding] = analyse({ 'a.go': head + leak.replace('\treturn', `${tests}\treturn`), 'x.h': header });
    const steps =
      finding?.steps.map(({ location, message }) => `${String(location.span.start.line)} ${message}`) ?? [];
    expect(steps).toHaveLength(6);
    expect(steps[0]).toMatch(/^10 /);
    expect(steps.slice(1, 5).map((step) => step.replace(/`[^`]*`/, '…'))).toEqual([
      '17 … is false',
      '20 … is false',
      '23 … is false',
      '26 … is false',
    ]);
    expect(steps.at(-1)).toMatch(/^29 /);
  });

  test.each([
    ['a long condition is cut', `name == "${'x'.repeat(80)}"`, /^`name == "x+\.\.\.` is true$/],
    [
      'one over several lines is folded',
      'name == "x" ||\n\t\tname ==\n\t\t\t"y"',
      /^`name == "[xy]"` is (?:true|false)$/,
    ],
    ['backticks become quotes', 'name == `x`', /^`name == 'x'` is true$/],
  ])('%s', (_name, condition, expected) => {
    const body = leak.replace(
      '\treturn',
      `\tif ${condition} {\n\t\treturn 0\n\t}\n\tC.free(unsafe.Pointer(cname))\n\treturn`,
    );
    const [finding] = analyse({
      'a.go': head + body.replace('return int(C.x_len(cname, 1))', 'return 1'),
      'x.h': header,
    });
    expect(finding?.steps.slice(1, -1).at(-1)?.message).toMatch(expected);
    for (const { message } of finding?.steps ?? []) expect(message).not.toMatch(/\n|\.$/);
  });
});

describe('severities', () => {
  test('are ordered', () => {
    expect((['info', 'error', 'warning'] as const).toSorted(compareSeverity)).toEqual([
      'error',
      'warning',
      'info',
    ]);
  });

  test.each([
    ['error', 'error', true],
    ['warning', 'error', false],
    ['warning', 'info', true],
    ['info', 'warning', false],
  ] as const)('%s reaches %s: %s', (severity, threshold, expected) => {
    expect(reaches(severity, threshold)).toBe(expected);
  });
});
