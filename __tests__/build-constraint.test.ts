import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  areCompatible,
  cgoCondition,
  describe as describeConstraint,
  implies,
  parseBuildConstraint,
} from '../src/source/build-constraint.ts';
import { formatExpression } from '../src/source/build-constraint-expression.ts';
import type { BuildConstraint } from '../src/source/build-constraint.ts';

function constraint(expression: string): BuildConstraint {
  return parseBuildConstraint('a.go', `//go:build ${expression}\n\npackage p\n`);
}

describe('what a file says of its builds', () => {
  test.each([
    ['a.go', 'package p\n', 'true'],
    ['sub/a_linux.go', 'package p\n', 'linux'],
    ['a_linux_arm64.go', 'package p\n', 'linux && arm64'],
    ['a_linux_arm64_test.go', 'package p\n', 'linux && arm64'],
    ['a_windows_test.go', 'package p\n', 'windows'],
    ['linux.go', 'package p\n', 'true'],
    ['linux_arm64.go', 'package p\n', 'arm64'],
    ['_linux.go', 'package p\n', 'false'],
    ['.a.go', 'package p\n', 'false'],
    ['a_unix.go', 'package p\n', 'true'],
    ['a_arm64_linux.go', 'package p\n', 'linux'],
    ['a_linux.pb.go', 'package p\n', 'linux'],
    ['a_linux.c', 'int x;\n', 'linux'],
    ['a.h', '//go:build darwin\n\nint x;\n', 'darwin'],
    ['a.go', '//go:build linux || (darwin && !cgo)\n\npackage p\n', 'linux || (darwin && !cgo)'],
    ['a.go', '//go:build linux\npackage p\n', 'linux'],
    ['a.go', '// Copyright.\n\n//go:build unix\n\npackage p\n', 'unix'],
    ['a.go', '/* Copyright. */\n//go:build unix\n\npackage p\n', 'unix'],
    ['a.go', '/*\n//go:build unix\n*/\n\npackage p\n', 'true'],
    ['a.go', '/* a */ /* b\n//go:build unix\n*/ // c\n//go:build windows\npackage p\n', 'windows'],
    ['a.go', 'package p\n\n//go:build unix\n', 'true'],
    ['a.go', '// text //go:build unix\n\npackage p\n', 'true'],
    ['a.go', '// go:build unix\n\npackage p\n', 'true'],
    ['a.go', '//go:buildunix\n\npackage p\n', 'true'],
    ['a.go', '\ufeff//go:build unix\r\n\r\npackage p\r\n', 'unix'],
    ['a.go', '// +build linux,!cgo darwin\n\npackage p\n', '(linux && !cgo) || darwin'],
    ['a.go', '// +build linux darwin\n// +build cgo\n\npackage p\n', '(linux || darwin) && cgo'],
    ['a.go', '//+build linux\n\npackage p\n', 'linux'],
    ['a.go', '// +build linux\npackage p\n', 'true'],
    ['a.go', '// +build linux\n\n// +build cgo\npackage p\n', 'linux'],
    ['a.go', '/* c */\n// +build linux\n\npackage p\n', 'true'],
    ['a.go', '// +build\n\npackage p\n', 'ignore'],
    ['a.go', '// +build a-b !!c\n\npackage p\n', 'ignore || ignore'],
    ['a.go', '// +builds linux\n\npackage p\n', 'true'],
    ['a.go', '//go:build linux\n// +build windows\n\npackage p\n', 'linux'],
    ['a_linux.go', '//go:build cgo\n\npackage p\n', 'linux && cgo'],
    ['a.go', '//go:build boringcrypto\n\npackage p\n', 'goexperiment.boringcrypto'],
  ])('%s %j', (path, text, expected) => {
    const read = parseBuildConstraint(path, text);
    expect([describeConstraint(read), read.problem]).toEqual([expected, undefined]);
  });

  test('a file that imports "C" needs cgo, and a test file is one', () => {
    expect(describeConstraint(parseBuildConstraint('a_linux.go', 'package p\n', true))).toBe('linux && cgo');
    expect(parseBuildConstraint('a_linux_test.go', '').isTest).toBe(true);
    expect(parseBuildConstraint('a_test_linux.go', '').isTest).toBe(false);
  });

  test.each([
    ['linux &', '`&` is no part'],
    ['linux windows', 'unexpected `windows`'],
    ['(linux', 'closing parenthesis is missing'],
    ['linux)', 'unexpected `)`'],
    ['!!linux', 'double negation'],
    ['', 'ends too early'],
    ['linux ||', 'ends too early'],
    ['|| linux', 'unexpected `||`'],
    ['linux, windows', '`,` is no part'],
    [`a${' && a'.repeat(1000)}`, 'too large'],
    [`${'('.repeat(2000)}a`, 'too large'],
  ])('a malformed line is a value: %.40j', (expression, message) => {
    const read = parseBuildConstraint('a_linux.go', `// c\n//go:build ${expression}\n\npackage p\n`);
    expect(read.problem?.line).toBe(2);
    expect(read.problem?.message).toContain(message);
    // What it means is not known: only the name of the file is.
    expect(describeConstraint(read)).toBe('linux');
  });

  test('a second //go:build line is refused', () => {
    const read = parseBuildConstraint('a.go', '//go:build linux\n//go:build cgo\n\npackage p\n');
    expect(read.problem).toEqual({ line: 2, message: 'the file has a second `//go:build` line' });
  });

  test.each([
    [[], 'true'],
    [['linux'], 'linux'],
    [['linux', 'darwin'], 'linux || darwin'],
    [['linux,amd64', '!windows'], '(linux && amd64) || !windows'],
    [['(linux&&!amd64)'], 'linux && !amd64'],
    [['linux&&'], 'false'],
  ])('a #cgo condition %j', (words, expected) => {
    expect(formatExpression(cgoCondition(words))).toBe(expected);
  });
});

describe('which files go together', () => {
  test.each([
    ['linux', 'windows', false],
    ['linux', 'android', true],
    ['linux', 'arm64', true],
    ['amd64', 'arm64', false],
    ['unix', 'windows', false],
    ['unix', 'darwin', true],
    ['!unix', 'plan9', true],
    ['darwin', 'ios', true],
    ['!darwin', 'ios', false],
    ['solaris', 'illumos', true],
    ['cgo', '!cgo', false],
    ['cgo && linux', 'darwin || !cgo', false],
    ['gc', 'gccgo', false],
    ['!gc', '!gccgo', false],
    ['go1.20', '!go1.18', false],
    ['go1.18', '!go1.20', true],
    ['!go1.9', 'go1.10', false],
    ['mine', 'yours', true],
    ['mine', '!mine', false],
    ['ignore', 'linux', false],
    ['ignore', 'ignore', true],
    ['ignore && linux', 'ignore && windows', false],
    ['!ignore', 'linux', true],
    ['ignore || linux', 'linux', true],
    ['goexperiment.boringcrypto', '!boringcrypto', false],
    ['linux || windows', 'darwin || windows', true],
    ['!linux && !darwin && !windows', 'unix', true],
    // The names that GOOS can have are known.
    ['!unix && !windows && !plan9 && !js && !wasip1 && !nacl', 'zos', true],
    ['!unix && !windows && !plan9 && !js && !wasip1 && !nacl && !zos', 'true1', false],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(areCompatible(constraint(a), constraint(b))).toBe(expected);
    expect(areCompatible(constraint(b), constraint(a))).toBe(expected);
  });

  test.each([
    ['linux', 'unix', true],
    ['unix', 'linux', false],
    ['android', 'linux', true],
    ['linux && cgo', 'cgo', true],
    ['cgo', 'linux && cgo', false],
    ['go1.21', 'go1.18', true],
    ['go1.18', 'go1.21', false],
    ['linux', '!windows', true],
    ['!windows', 'linux', false],
    ['gc', '!gccgo', true],
    ['a && b', 'b || c', true],
  ])('%s implies %s: %s', (a, b, expected) => {
    expect(implies(constraint(a), constraint(b))).toBe(expected);
  });

  test('a build has the test files only where it is one of a test', () => {
    const [file, testFile] = ['a.go', 'a_test.go'].map((path) => parseBuildConstraint(path, ''));
    if (file === undefined || testFile === undefined) throw new Error('both are parsed');
    expect([implies(testFile, file), implies(file, testFile)]).toEqual([true, false]);
    expect(areCompatible(file, testFile)).toBe(true);
  });

  test('what is too much to find out is compatible, and implied by nothing', () => {
    // The pigeons of Haken's formulas: unsatisfiable, and hard for every search of this kind.
    const holes = 7;
    const pigeons = Array.from({ length: holes + 1 }, (_, pigeon) => pigeon);
    const name = (pigeon: number, hole: number): string => `p${String(pigeon)}h${String(hole)}`;
    const clauses = pigeons.map(
      (pigeon) => `(${Array.from({ length: holes }, (_, hole) => name(pigeon, hole)).join(' || ')})`,
    );
    for (let hole = 0; hole < holes; hole++) {
      for (const a of pigeons) {
        for (const b of pigeons) if (a < b) clauses.push(`(!${name(a, hole)} || !${name(b, hole)})`);
      }
    }
    const [left, right] = [clauses.slice(0, 8).join(' && '), clauses.slice(8).join(' && ')];
    const started = performance.now();
    expect(areCompatible(constraint(left), constraint(right))).toBe(true);
    expect(implies(constraint(left), constraint('other'))).toBe(false);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

const goTool = 'go';

// One go list run of a folder under one target.
interface Target {
  readonly goos: string;
  readonly goarch: string;
  readonly cgo: boolean;
  readonly tags: readonly string[];
}

const words = [
  'linux',
  'windows',
  'darwin',
  'android',
  'ios',
  'unix',
  'amd64',
  'arm64',
  'cgo',
  'gc',
  'gccgo',
];
const freeTags = ['mine', 'sqlite_json', 'go1.20', 'go1.999', 'ignore', 'purego', 'v1.2'];

const targets: readonly Target[] = [
  { goos: 'linux', goarch: 'amd64', cgo: true, tags: [] },
  { goos: 'linux', goarch: 'arm64', cgo: false, tags: ['mine'] },
  { goos: 'android', goarch: 'arm64', cgo: true, tags: ['purego', 'v1.2'] },
  { goos: 'darwin', goarch: 'arm64', cgo: true, tags: ['sqlite_json'] },
  { goos: 'ios', goarch: 'arm64', cgo: true, tags: [] },
  { goos: 'windows', goarch: 'amd64', cgo: false, tags: ['ignore', 'mine'] },
  { goos: 'illumos', goarch: 'amd64', cgo: true, tags: ['mine', 'purego'] },
  { goos: 'js', goarch: 'wasm', cgo: false, tags: [] },
];

// The target as a constraint that leaves nothing open.
function targetConstraint({ goos, goarch, cgo, tags }: Target): BuildConstraint {
  const children: Record<string, string> = { linux: 'android', darwin: 'ios', solaris: 'illumos' };
  const child = children[goos];
  const minor =
    /go1\.(\d+)/.exec(execFileSync(goTool, ['env', 'GOVERSION'], { encoding: 'utf8' }))?.[1] ?? '';
  const open = freeTags.filter((name) => !name.startsWith('go1.'));
  return constraint(
    [
      goos,
      ...(child === undefined ? [] : [`!${child}`]),
      goarch,
      cgo ? 'cgo' : '!cgo',
      'gc',
      `go1.${minor}`,
      `!go1.${String(Number(minor) + 1)}`,
      ...open.map((name) => (tags.includes(name) ? name : `!${name}`)),
    ].join(' && '),
  );
}

const expression = fc.letrec<{ node: string; leaf: string }>((tie) => ({
  leaf: fc
    .tuple(fc.boolean(), fc.constantFrom(...words, ...freeTags))
    .map(([negated, word]) => `${negated ? '!' : ''}${word}`),
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.tuple(tie('node'), fc.constantFrom('&&', '||'), tie('node')).map((parts) => `(${parts.join(' ')})`),
    tie('node').map((inner) => `!(${inner})`),
  ),
})).node;

const plusBuild = fc
  .array(
    fc.array(fc.constantFrom(...words, ...freeTags, '!cgo', '!linux', '!mine', 'a-b', '!!x', '!'), {
      minLength: 1,
      maxLength: 3,
    }),
    { maxLength: 3 },
  )
  .map((clauses) => `// +build ${clauses.map((clause) => clause.join(',')).join(' ')}`);

const head = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: plusBuild },
      {
        weight: 4,
        arbitrary: fc.constantFrom(
          '',
          '',
          '// text',
          '/* a */',
          '/* b',
          '*/',
          '/* c */ // d',
          '//go:buildx',
          ' \t',
        ),
      },
    ),
    { maxLength: 5 },
  )
  .map((lines) => {
    // A comment that is not closed would hold the package clause.
    const text = lines.join('\n');
    return /\/\*|\*\//.test(text.replace(/\/\*.*?\*\//gs, '')) ? '' : text;
  });

const suffix = fc.constantFrom(
  '',
  '',
  '',
  '_linux',
  '_windows',
  '_arm64',
  '_linux_arm64',
  '_darwin_amd64',
  '_unix',
  '_android',
  '_linux_x',
  '_amd64_linux',
  '_linux_test',
  '_test',
  '_arm64_test',
  '_linux.pb',
  '_js_wasm',
  '_wasm',
  '_zos',
  '_x_test',
);

interface Generated {
  readonly name: string;
  readonly text: string;
  readonly importsC: boolean;
}

const generatedFile: fc.Arbitrary<Omit<Generated, 'name'> & { suffix: string }> = fc
  .tuple(suffix, head, fc.option(expression, { freq: 2 }), fc.constantFrom('\n', '\n\n'), fc.boolean())
  .map(([ending, before, build, gap, wantsC]) => {
    // cmd/go refuses cgo in test files.
    const importsC = wantsC && !ending.endsWith('_test');
    const line = build === null ? '' : `//go:build ${build}`;
    const text = `${before}\n${line}${gap}package p\n${importsC ? '\nimport "C"\n' : ''}`;
    return { suffix: ending, text, importsC };
  })
  .filter(({ text }) => parseBuildConstraint('a.go', text).problem === undefined);

describe('go list agrees', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'build-constraint-'));
    writeFileSync(join(folder, 'go.mod'), 'module example.com/p\n\ngo 1.21\n');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  function listed({ goos, goarch, cgo, tags }: Target): Map<string, boolean> {
    const lists = ['GoFiles', 'CgoFiles', 'TestGoFiles', 'XTestGoFiles'];
    const template =
      lists.map((list) => `{{range .${list}}}+{{.}}{{"\\n"}}{{end}}`).join('') +
      '{{range .IgnoredGoFiles}}-{{.}}{{"\\n"}}{{end}}{{range .InvalidGoFiles}}?{{.}}{{"\\n"}}{{end}}';
    const output = execFileSync(goTool, ['list', '-e', `-tags=${tags.join(',')}`, '-f', template, '.'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, GOOS: goos, GOARCH: goarch, CGO_ENABLED: cgo ? '1' : '0', GOFLAGS: '' },
    });
    const lines = output.split('\n').filter((line) => line !== '');
    expect(lines.filter((line) => line.startsWith('?'))).toEqual([]);
    return new Map(lines.map((line) => [line.slice(1), line.startsWith('+')]));
  }

  test('for many files and targets', () => {
    const files: Generated[] = fc
      .sample(generatedFile, { numRuns: 700, seed: 20240607 })
      .map((file, index) => ({ ...file, name: `f${String(index)}${file.suffix}.go` }));
    for (const { name, text } of files) writeFileSync(join(folder, name), text);
    const constraints = new Map(
      files.map(({ name, text, importsC }) => [name, parseBuildConstraint(name, text, importsC)]),
    );
    const together = new Set<string>();
    let [built, left] = [0, 0];
    for (const target of targets) {
      const expected = listed(target);
      const whole = targetConstraint(target);
      // `ignore` is a tag like any other for cmd/go: implies() says so as well, areCompatible() does not.
      const actual = new Map(
        files.map(({ name }) => {
          const own = constraints.get(name);
          return [name, own !== undefined && implies({ ...whole, isTest: true }, own)];
        }),
      );
      const wrong = [...actual].filter(([name, value]) => expected.get(name) !== value);
      expect([target, wrong.map(([name]) => [name, constraints.get(name)])]).toEqual([target, []]);
      const inBuild = files.filter(({ name }) => actual.get(name) === true);
      built += inBuild.length;
      left += files.length - inBuild.length;
      if (target.tags.includes('ignore')) continue;
      for (const { name } of files) {
        const own = constraints.get(name);
        if (own === undefined || areCompatible(own, whole) !== actual.get(name)) together.add(name);
      }
      for (const [index, a] of inBuild.entries()) {
        const b = inBuild[(index * 7 + 3) % inBuild.length];
        const [one, other] = [constraints.get(a.name), constraints.get(b?.name ?? '')];
        if (one === undefined || other === undefined || !areCompatible(one, other)) together.add(a.name);
      }
    }
    expect([...together]).toEqual([]);
    // Both answers are frequent: the comparison says something.
    expect(Math.min(built, left)).toBeGreaterThan(1000);
  });
});
