import { describe, expect, test } from '@jest/globals';
import { renderSarif } from '../../src/report/sarif.ts';
import { readLinterReport } from '../../src/linters/read-report.ts';
import type { PathBase } from '../../src/linters/repository-path.ts';
import { links, report, source } from '../report-fixture.ts';
import { base, readOne } from './recorded.ts';

const region = { startLine: 3, startColumn: 5, endLine: 3, endColumn: 9 };

/** A log of one run of a tool that nobody knows. */
function log(results: readonly object[], run: object = {}, driver: object = {}): string {
  const tool = { driver: { name: 'scanner', ...driver } };
  return JSON.stringify({ version: '2.1.0', runs: [{ tool, results, ...run }] });
}

function resultAt(artifactLocation: object, more: object = {}): object {
  const locations = [{ physicalLocation: { artifactLocation, region } }];
  return { ruleId: 'r1', message: { text: 'Something is wrong.' }, locations, ...more };
}

/** The path of a result at a URI; undefined where it lies outside. */
function pathOf(uri: string, at: PathBase = base, run: object = {}): string | undefined {
  return readOne(log([resultAt({ uri })], run), at).findings[0]?.path;
}

const windows: PathBase = { roots: ['C:\\src\\linted'], directory: '' };

describe('the place of a result', () => {
  test.each([
    ['a/b.go', 'a/b.go'],
    ['./a/b.go', 'a/b.go'],
    ['a%20b/%C3%A9.go', 'a b/é.go'],
    ['a/100%.go', 'a/100%.go'],
    ['a/../b.go', 'b.go'],
    ['a.go#L3', 'a.go'],
    ['file:///home/user/linted/a.go', 'a.go'],
    ['file://localhost/home/user/linted/a.go', 'a.go'],
    ['file:/home/user/linted/a.go', 'a.go'],
    ['/home/user/linted/a.go', 'a.go'],
    ['..a/b.go', '..a/b.go'],
  ])('%s is %s', (uri, path) => expect(pathOf(uri)).toBe(path));

  test.each([
    '../../etc/passwd',
    'a/../../b.go',
    '%2e%2e/%2e%2e/etc/passwd',
    '..%2f..%2fetc%2fpasswd',
    'file:///etc/passwd',
    'file:///home/user/linted/../secret.go',
    'file:///home/user/linted-other/a.go',
    'file://server/home/user/linted/a.go',
    '//server/home/user/linted/a.go',
    'https://example.com/a.go',
    'javascript:alert(1)',
    'a%00.go',
    'a%0a.go',
    '.',
    `${'a/'.repeat(3_000)}b.go`,
  ])('%s is outside', (uri) => {
    expect(readOne(log([resultAt({ uri })]))).toMatchObject({
      findings: [],
      problems: [{ text: 'scanner has 1 result for files outside of the repository.' }],
    });
  });

  test.each([
    ['file:///C:/src/linted/a/b.go', 'a/b.go'],
    ['file:///c:/src/linted/a/b.go', 'a/b.go'],
    ['C:\\src\\linted\\a\\b.go', 'a/b.go'],
    ['a\\b.go', 'a/b.go'],
    ['a/b.go', 'a/b.go'],
    ['C:a.go', undefined],
    ['D:\\src\\linted\\a.go', undefined],
    ['..\\a.go', undefined],
    ['\\\\server\\share\\a.go', undefined],
  ])('%s under Windows is %s', (uri, path) => expect(pathOf(uri, windows)).toBe(path));

  test('starts at the bases that the run names', () => {
    const originalUriBaseIds = {
      SRC: { uri: 'src/', uriBaseId: 'ROOT' },
      ROOT: { uri: 'file:///home/user/linted/' },
      AWAY: { uri: 'file:///tmp/' },
      LOOP: { uri: 'x/', uriBaseId: 'LOOP' },
      OPEN: { description: { text: 'the root' } },
    };
    const at = (uriBaseId: string) =>
      readOne(log([resultAt({ uri: 'a.go', uriBaseId })], { originalUriBaseIds })).findings[0]?.path;
    expect(at('SRC')).toBe('src/a.go');
    expect(at('ROOT')).toBe('a.go');
    expect(at('OPEN')).toBe('a.go');
    expect(at('NOBODY')).toBe('a.go');
    expect(at('AWAY')).toBeUndefined();
    expect(at('LOOP')).toBe(`${'x/'.repeat(8)}a.go`);
  });

  test('is looked up in the artifacts, where the result names one by its number', () => {
    const artifacts = [{ location: { uri: 'zero.go' } }, { location: { uri: 'one.go' } }];
    const found = readOne(log([resultAt({ index: 1 }), resultAt({ index: 7 })], { artifacts }));
    expect(found.findings.map(({ path }) => path)).toEqual(['one.go']);
    expect(found.problems).toEqual([{ text: 'scanner names no place for 1 result.' }]);
  });

  test.each([
    ['utf16CodeUnits', 5, 7],
    ['unicodeCodePoints', 4, 6],
  ])('counts bytes, whatever the file counts: %s', (columnKind, startColumn, endColumn) => {
    // The bytes before `x` are 4 of the face, 2 of the letter and 1.
    const line = '😀é x y';
    const place = { artifactLocation: { uri: 'a.go' }, region: { startLine: 1, startColumn, endColumn } };
    const text = log([resultAt({}, { locations: [{ physicalLocation: place }] })], { columnKind });
    const lines = (path: string) => (path === 'a.go' ? [line] : undefined);
    const [known] = readLinterReport('r', text, base, lines);
    expect(known?.findings[0]?.span).toEqual({ start: { line: 1, column: 8 }, end: { line: 1, column: 10 } });
  });
});

describe('what a result says', () => {
  const rules = [
    {
      id: 'mem/uaf',
      helpUri: 'https://example.com/uaf',
      defaultConfiguration: { level: 'error' },
      messageStrings: { used: { text: '`{0}` is used behind {1} and {9}' } },
      relationships: [{ target: { id: '416', toolComponent: { name: 'CWE' } } }],
      properties: { tags: ['security', 'external/cwe/cwe-825', 'CWE-416'] },
    },
    { id: 'weird', helpUri: 'javascript:alert(1)' },
    'no rule',
  ];

  test('comes from its rule where it refers to it', () => {
    const message = { id: 'used', arguments: ['p', 'free'] };
    const found = readOne(
      log(
        [resultAt({ uri: 'a.c' }, { ruleId: 'mem/uaf', message })],
        {},
        { rules, semanticVersion: '1.2.3' },
      ),
    ).findings[0];
    expect(found).toEqual({
      tool: 'scanner',
      toolVersion: '1.2.3',
      ruleId: 'mem/uaf',
      path: 'a.c',
      span: { start: { line: 3, column: 5 }, end: { line: 3, column: 9 } },
      message: '`p` is used behind free and {9}',
      severity: 'error',
      helpUri: 'https://example.com/uaf',
      cwe: [416, 825],
      tags: ['security', 'external/cwe/cwe-825', 'cwe-416'],
    });
  });

  test('is found by the number of the rule, in an extension too, and an address must be of the web', () => {
    const run = {
      tool: { driver: { name: 'scanner', rules }, extensions: [{ name: 'pack', rules: [{ id: 'ext' }] }] },
    };
    const results = [
      resultAt({ uri: 'a.c' }, { ruleId: undefined, ruleIndex: 1 }),
      resultAt({ uri: 'b.c' }, { ruleId: undefined, rule: { index: 0, toolComponent: { index: 0 } } }),
      resultAt({ uri: 'c.c' }, { ruleId: undefined, ruleIndex: 2 }),
    ];
    const found = readOne(log(results, run));
    expect(found.findings.map(({ ruleId, helpUri }) => [ruleId, helpUri])).toEqual([
      ['weird', undefined],
      ['ext', undefined],
    ]);
    expect(found.problems).toEqual([{ text: '1 result of scanner could not be read.' }]);
  });

  test('is left out where it is no failure, is gone or is suppressed', () => {
    const results = [
      { kind: 'pass' },
      { kind: 'open' },
      { level: 'none' },
      { baselineState: 'absent' },
      { suppressions: [{ kind: 'inSource' }] },
      { ruleId: 'kept', suppressions: [{ kind: 'external', status: 'rejected' }] },
      { ruleId: 'kept-too', suppressions: [], baselineState: 'unchanged' },
    ].map((more) => resultAt({ uri: 'a.c' }, more));
    expect(readOne(log(results)).findings.map(({ ruleId }) => ruleId)).toEqual(['kept', 'kept-too']);
  });

  test('is one line without control characters', () => {
    const message = { text: 'first\n\u001b[31msecond\u202e' };
    expect(readOne(log([resultAt({ uri: 'a.c' }, { message })])).findings[0]?.message).toBe(
      'first <U+001B>[31msecond<U+202E>',
    );
  });

  test('of a run that failed is told with the reason', () => {
    const invocations = [
      {
        executionSuccessful: false,
        toolExecutionNotifications: [
          { level: 'error', message: { text: 'no compile_commands.json' } },
          { level: 'note', message: { text: 'took 3 s' } },
        ],
      },
    ];
    expect(readOne(log([], { invocations })).problems).toEqual([{ text: 'no compile_commands.json' }]);
  });

  test('of our own report is not read again', () => {
    const own = renderSarif(report, links, source);
    expect(report.findings.length).toBeGreaterThan(0);
    expect(readOne(own)).toMatchObject({
      findings: [],
      problems: [{ text: 'The SARIF file is a report of cgo-review itself, and was not read.' }],
    });
  });

  test('of a run with a wrong form costs no other run', () => {
    const text = JSON.stringify({
      version: '2.1.0',
      runs: [{ tool: 7 }, { tool: { driver: { name: 'b' } }, results: [resultAt({ uri: 'a.c' }), 7] }],
    });
    const reports = readLinterReport('r', text, base, () => undefined);
    expect(reports.map(({ tool, findings, problems }) => [tool, findings.length, problems.length])).toEqual([
      ['SARIF', 0, 1],
      ['b', 1, 1],
    ]);
  });
});
