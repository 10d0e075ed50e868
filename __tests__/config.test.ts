import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { parse as parseYaml } from 'yaml';
import { ConfigurationError } from '../src/base/errors.ts';
import { pathMatcher } from '../src/config/exclude.ts';
import { nearest } from '../src/config/nearest.ts';
import { parseConfig } from '../src/config/parse.ts';
import type { ConfigOverrides } from '../src/config/review-config.ts';
import { defaultConfig, resolveConfig } from '../src/config/review-config.ts';
import { configJsonSchema, failThresholds, ruleLevels } from '../src/config/schema.ts';

const rules = [
  { id: 'cstring-leak', code: 'CGO101' },
  { id: 'go-pointer-retained', code: 'CGO201' },
];

function read(text: string): ReturnType<typeof parseConfig> {
  return parseConfig(text, '.github/cgo-review.yml', rules);
}

/** The message of the ConfigurationError that `text` is refused with, without the file's path. */
function refusal(text: string): string {
  try {
    read(text);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    const message = (error as Error).message;
    expect(message.startsWith('.github/cgo-review.yml:')).toBe(true);
    expect(message).toMatch(/[.?]$/);
    return message.slice('.github/cgo-review.yml:'.length);
  }
  throw new Error(`this was accepted: ${text}`);
}

const full = `
fail-on: never
on-incomplete: pass
report-only: true
max-comments: 0
exclude:
  - third_party/
  - '**/*.pb.go'
rules:
  CGO101: off
  go-pointer-retained: info
sanitize: asan
sanitize-fixtures: drivers/c
linters: [vet, out/codeql.sarif]
`;

describe('a configuration that is right', () => {
  test.each(['', '\n', '# nothing decided\n', '---\n'])('decides nothing when it is empty: %j', (text) => {
    expect(resolveConfig({ file: read(text) })).toEqual(defaultConfig);
  });

  test('is read whole, its rules by their id', () => {
    expect(read(full)).toEqual({
      failOn: 'never',
      onIncomplete: 'pass',
      reportOnly: true,
      maxComments: 0,
      exclude: ['third_party/', '**/*.pb.go'],
      rules: new Map([
        ['cstring-leak', 'off'],
        ['go-pointer-retained', 'info'],
      ]),
      sanitize: 'asan',
      sanitizeFixtures: 'drivers/c',
      linters: ['vet', 'out/codeql.sarif'],
    });
  });

  test('may begin with a byte order mark and have CRLF line ends', () => {
    expect(read('\uFEFFfail-on: warning\r\nreport-only: false\r\n')).toMatchObject({
      failOn: 'warning',
      reportOnly: false,
    });
  });

  test('reads `off` and `on` as the words also where YAML 1.1 is declared, which calls them booleans', () => {
    expect(read('%YAML 1.1\n---\nrules:\n  CGO101: off\n').rules).toEqual(new Map([['cstring-leak', 'off']]));
    expect(read('%YAML 1.1\n---\nrules:\n  CGO101: on\n').rules).toEqual(new Map([['cstring-leak', 'on']]));
  });
});

describe('a mistake is shown at its place, with what to do', () => {
  test.each([
    ['\nfail_on: error\n', '2:1: there is no setting "fail_on"; did you mean "fail-on"?'],
    ['max-coments: 3\n', '1:1: there is no setting "max-coments"; did you mean "max-comments"?'],
    [
      'wibble: 1\n',
      '1:1: there is no setting "wibble"; the known ones are fail-on, on-incomplete, report-only, max-comments, ' +
        'exclude, rules, sanitize, sanitize-fixtures, linters and libraries.',
    ],
    ['<<: {fail-on: error}\n', '1:1: there is no setting "<<"'],
    ['__proto__: 1\n', '1:1: there is no setting "__proto__"'],
    ['fail-on: fatal\n', '1:10: "fail-on" is "fatal" and must be error, warning, info or never.'],
    ['fail-on:\n', '1:9: "fail-on" is empty and must be error, warning, info or never.'],
    ['on-incomplete: warn\n', '1:16: "on-incomplete" is "warn" and must be fail or pass.'],
    ['report-only: yes\n', '1:14: "report-only" is "yes" and must be true or false.'],
    ['max-comments: "3"\n', '1:15: "max-comments" is "3" and must be a whole number from 0 to 100.'],
    ['max-comments: 3.5\n', '1:15: "max-comments" is 3.5 and must be a whole number from 0 to 100.'],
    ['max-comments: 101\n', '1:15: "max-comments" is 101 and must be a whole number from 0 to 100.'],
    ['max-comments: -1\n', '1:15: "max-comments" is -1 and must be a whole number from 0 to 100.'],
    ['exclude: vendor\n', '1:10: "exclude" is "vendor" and must be a list of globs, each a string.'],
    ['exclude:\n  - a\n  - 3\n', '3:5: "exclude[1]" is 3 and must be a glob, as a string.'],
    ['exclude:\n  - /abs\n', '2:5: "exclude[0]" is "/abs" and must be a glob relative to the root'],
    ['exclude: ["[a"]\n', '1:11: "exclude[0]" is "[a" and must be a valid glob (Missing closing: "]").'],
    ['exclude: ["!a"]\n', '1:11: "exclude[0]" is "!a" and must be'],
    ["exclude: ['']\n", '1:11: "exclude[0]" is "" and must be a glob that is not empty.'],
    ["exclude: ['a\\b']\n", '1:11: "exclude[0]" is "a\\\\b" and must be a glob with "/"'],
    [
      'rules: []\n',
      '1:8: "rules" must be a map from a rule\'s id or code to off, on, error, warning or info.',
    ],
    ['rules:\n  cstring-leek: off\n', '2:3: there is no rule "cstring-leek"; did you mean "cstring-leak"?'],
    ['rules:\n  CGO102: off\n', '2:3: there is no rule "CGO102"; did you mean "CGO101"?'],
    [
      'rules:\n  CGO101: fatal\n',
      '2:11: "rules.CGO101" is "fatal" and must be off, on, error, warning or info.',
    ],
    [
      'rules:\n  cstring-leak: off\n  CGO101: info\n',
      '3:3: the rule "cstring-leak" is given twice, by its id and by its code CGO101; keep one.',
    ],
    [
      'sanitize: address\n',
      '1:11: "sanitize" is "address" and must be off, asan, checkptr, cgocheck, race or all.',
    ],
    ['sanitize: [asan, race]\n', '1:11: "sanitize" must be off, asan, checkptr, cgocheck, race or all.'],
    ['sanitise: asan\n', '1:1: there is no setting "sanitise"; did you mean "sanitize"?'],
    ...['/abs', '../up', 'a/../b', 'C:/x', 'a\\b', '.', './', ' '].map((folder): [string, string] => [
      `sanitize-fixtures: '${folder}'\n`,
      `1:20: "sanitize-fixtures" is ${JSON.stringify(folder)} and must be a folder below the root of the repository, ` +
        'without a leading "/" and without "..".',
    ]),
    [
      'linters: vet\n',
      '1:10: "linters" is "vet" and must be a list of names of linters and of paths of their reports.',
    ],
    [
      'linters:\n  - vet\n  - 3\n',
      '3:5: "linters[1]" is 3 and must be the name of a linter, or the path of a report.',
    ],
    [
      "linters: ['']\n",
      '1:11: "linters[0]" is "" and must be the name of a linter, or the path of a report.',
    ],
    ["linters: [' ']\n", '1:11: "linters[0]" is " " and must be the name of a linter'],
    ['fail-on: error\nfail-on: never\n', '2:1: the key "fail-on" is given twice; keep one.'],
    ['rules:\n  CGO101: off\n  "CGO101": off\n', '3:3: the key "CGO101" is given twice; keep one.'],
    ['- fail-on\n', '1:1: the file must be a map of settings.'],
    ['fail-on\n', '1:1: the file must be a map of settings.'],
    ['fail-on: [\n', '2:1: this is not valid YAML:'],
    ['\tfail-on: error\n', '1:1: this is not valid YAML: Tabs are not allowed as indentation.'],
    ['fail-on: !tag error\n', '1:10: this is not valid YAML: Unresolved tag: !tag.'],
    [
      'fail-on: error\n---\nfail-on: never\n',
      '2:1: a second YAML document begins here; keep all settings in one.',
    ],
    ['fail-on: &x error\non-incomplete: *x\n', '2:16: aliases are not read; write the value of "*x" out.'],
  ])('%j', (text, message) => {
    expect(refusal(text)).toContain(message);
  });

  test('counts columns in UTF-8 bytes, as every position of the product', () => {
    expect(refusal('{ exclude: [é], fail-on: fatal }\n')).toMatch(/^1:27: /);
  });
});

describe('a hostile file is refused, and soon', () => {
  const levels = Array.from({ length: 9 }, (_, i) => {
    const alias = `*a${i}`;
    return `a${i + 1}: &a${i + 1} [${Array.from({ length: 9 }, () => alias).join(', ')}]`;
  });

  test.each([
    ['the billion laughs', `a0: &a0 [lol]\n${levels.join('\n')}\n`, 'aliases are not read'],
    ['brackets without end', '['.repeat(60_000), 'nested too deeply'],
    ['lists in lists', '- '.repeat(30_000), 'nested too deeply'],
    ['a big file', `# ${'x'.repeat(70_000)}\n`, 'more than 64 KiB'],
  ])('%s', (_, text, message) => {
    const start = performance.now();
    expect(refusal(text)).toContain(message);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test('whatever the text, the answer is a configuration or a ConfigurationError', () => {
    const line = fc.oneof(
      fc.constantFrom(
        'fail-on',
        'rules',
        'exclude',
        'max-comments',
        '  CGO101',
        '  - ',
        '&a',
        '*a',
        '---',
        '{',
        ']',
        '? ',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(line, fc.constantFrom(': ', '\n', ' '), fc.string())), (parts) => {
        try {
          read(parts.flat().join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigurationError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('precedence', () => {
  test('an override comes before the file, the file before the default', () => {
    const file = read('fail-on: info\nmax-comments: 7\nexclude: [a/]\nrules: {CGO101: off, CGO201: info}\n');
    const overrides: ConfigOverrides = {
      failOn: 'never',
      exclude: [],
      rules: new Map([['cstring-leak', 'error']]),
    };
    expect(resolveConfig({ file, overrides })).toEqual({
      failOn: 'never',
      onIncomplete: 'fail',
      reportOnly: false,
      maxComments: 7,
      exclude: [],
      rules: new Map([
        ['cstring-leak', 'error'],
        ['go-pointer-retained', 'info'],
      ]),
      libraries: [],
      sanitize: 'off',
      sanitizeFixtures: undefined,
      linters: [],
    });
  });

  test('an override can switch off what the file asks to be run', () => {
    const file = read(full);
    expect(resolveConfig({ file, overrides: { sanitize: 'off', linters: [] } })).toMatchObject({
      sanitize: 'off',
      sanitizeFixtures: 'drivers/c',
      linters: [],
    });
    expect(resolveConfig({ file })).toMatchObject({ sanitize: 'asan', linters: ['vet', 'out/codeql.sarif'] });
  });

  test('false and 0 are values, undefined is none', () => {
    const file = read('report-only: true\nmax-comments: 9\n');
    expect(resolveConfig({ file, overrides: { reportOnly: false, maxComments: 0 } })).toMatchObject({
      reportOnly: false,
      maxComments: 0,
    });
    expect(
      resolveConfig({ file, overrides: { reportOnly: undefined, maxComments: undefined } }),
    ).toMatchObject({
      reportOnly: true,
      maxComments: 9,
    });
  });

  test('the defaults are the documented ones', () => {
    expect(resolveConfig({})).toEqual({
      failOn: 'error',
      onIncomplete: 'fail',
      reportOnly: false,
      maxComments: 30,
      exclude: [],
      rules: new Map(),
      libraries: [],
      sanitize: 'off',
      sanitizeFixtures: undefined,
      linters: [],
    });
  });
});

describe('the globs of exclude', () => {
  test.each([
    ['third_party/', 'third_party/a/b.go', true],
    ['third_party/', 'x/third_party/b.go', false],
    ['**/*.pb.go', 'a.pb.go', true],
    ['**/*.pb.go', 'x/y/a.pb.go', true],
    ['**/*.pb.go', '.hidden/a.pb.go', true],
    ['*.go', 'x/a.go', false],
    ['internal/{a,b}/**', 'internal/b/c.go', true],
  ])('%s on %s: %s', (glob, path, matches) => {
    expect(read(`exclude: ['${glob}']`).exclude).toEqual([glob]);
    expect(pathMatcher([glob])(path)).toBe(matches);
  });

  test('no glob matches nothing', () => {
    expect(pathMatcher([])('a.go')).toBe(false);
  });
});

describe('the JSON schema', () => {
  const validate = new Ajv({ strict: true }).compile(configJsonSchema());

  test('accepts what the parser accepts', () => {
    expect(validate(parseYaml(full))).toBe(true);
    expect(validate({})).toBe(true);
  });

  test.each([
    [{ 'fail-on': 'fatal' }],
    [{ wibble: 1 }],
    [{ 'max-comments': 101 }],
    [{ 'max-comments': 1.5 }],
    [{ exclude: 'a' }],
    [{ rules: { CGO101: 'loud' } }],
    [{ sanitize: 'address' }],
    [{ 'sanitize-fixtures': 3 }],
    [{ linters: 'vet' }],
    [{ linters: [''] }],
    [[]],
  ])('refuses %j', (value) => {
    expect(validate(value)).toBe(false);
  });

  test('describes every setting, for editors', () => {
    const { properties } = configJsonSchema() as {
      properties: Record<string, { description?: string; enum?: string[] }>;
    };
    expect(Object.keys(properties).sort()).toEqual([
      ...['exclude', 'fail-on', 'libraries', 'linters', 'max-comments', 'on-incomplete', 'report-only'],
      ...['rules', 'sanitize', 'sanitize-fixtures'],
    ]);
    for (const property of Object.values(properties)) expect(property.description).toMatch(/\.$/);
    expect(properties['fail-on']?.enum).toEqual([...failThresholds]);
    expect(JSON.stringify(properties['rules'])).toContain(JSON.stringify([...ruleLevels]));
  });
});

describe('the nearest known name', () => {
  test.each([
    ['cstring-leek', 'cstring-leak'],
    ['CSTRING-LEAK', 'cstring-leak'],
    ['ctsring-leak', 'cstring-leak'],
    ['leak', undefined],
    ['', undefined],
  ])('%s is %s', (name, expected) => {
    expect(nearest(name, ['go-pointer-retained', 'cstring-leak'])).toBe(expected);
  });

  test('is the same whatever the order of the known names', () => {
    expect(nearest('ab', ['ac', 'aa'])).toBe(nearest('ab', ['aa', 'ac']));
  });
});
