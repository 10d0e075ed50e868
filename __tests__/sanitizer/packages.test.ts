import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cacheUse } from '../../src/sanitizer/run/build.ts';
import { firstBuildError } from '../../src/sanitizer/run/first-error.ts';
import { changedPackages, parseListedPackages, reachedPackages } from '../../src/sanitizer/run/go-list.ts';
import { declaresTestMain, leakTestMain, testPackageName } from '../../src/sanitizer/run/test-main.ts';

/** As `go list -deps -test -json` prints them. */
const listing = [
  { ImportPath: 'fmt', Dir: '/go/src/fmt', Name: 'fmt', Standard: true },
  {
    ImportPath: 'm/c',
    Dir: '/r/c',
    Name: 'c',
    CgoFiles: ['c.go'],
    CgoCFLAGS: ['-g', '-I/r/include'],
    Module: { Path: 'm', Dir: '/r' },
  },
  {
    ImportPath: 'm/user',
    Dir: '/r/user',
    Name: 'user',
    Deps: ['m/c', 'fmt'],
    Module: { Path: 'm', Dir: '/r' },
  },
  {
    ImportPath: 'm/user [m/user.test]',
    Dir: '/r/user',
    Name: 'user',
    ForTest: 'm/user',
    Deps: ['m/c', 'fmt'],
  },
  { ImportPath: 'm/far', Dir: '/r/far', Name: 'far', Deps: ['fmt'], Module: { Path: 'm', Dir: '/r' } },
  { ImportPath: 'm/far.test', Name: 'main', Deps: ['m/far [m/far.test]', 'm/user', 'm/c', 'fmt'] },
  { ImportPath: 'm/alone', Dir: '/r/alone', Name: 'alone', Deps: ['fmt'], Module: { Path: 'm', Dir: '/r' } },
  { ImportPath: 'other/v', Dir: '/r/vendor/other/v', Name: 'v', Module: { Path: 'other', Dir: '' } },
]
  .map((one) => `${JSON.stringify(one, null, '\t')}\n`)
  .join('');
const parsedListing = parseListedPackages(listing);
const packages = parsedListing.ok ? parsedListing.value : [];
const candidates = new Set(['m/c', 'm/user', 'm/far', 'm/alone']);

function reached(...changed: string[]): string[] {
  return reachedPackages(packages, changedPackages(packages, changed), candidates);
}

describe('a change reaches', () => {
  test.each([
    [
      'the package of a Go file, and those that import it, in their tests too',
      ['/r/c/c.go'],
      ['m/c', 'm/user', 'm/far'],
    ],
    ['the package of a C file', ['/r/c/impl.c'], ['m/c', 'm/user', 'm/far']],
    ['a package through its include path', ['/r/include/sub/api.h'], ['m/c', 'm/user', 'm/far']],
    ['the package above a folder of C', ['/r/c/vendored/zlib/inflate.c'], ['m/c', 'm/user', 'm/far']],
    ['the package above its testdata', ['/r/alone/testdata/input.txt'], ['m/alone']],
    ['all packages of a module by its go.mod', ['/r/go.mod'], ['m/c', 'm/user', 'm/far', 'm/alone']],
    ['one package alone', ['/r/alone/alone.go'], ['m/alone']],
    ['nothing by a text', ['/r/alone/README.md', '/r/README.md'], []],
    ['nothing by a Go file in a folder that is no package', ['/r/alone/deeper/x.go'], []],
    ['nothing by a package that nothing imports', ['/r/vendor/other/v/v.go'], []],
  ])('%s', (_, changed, expected) => {
    expect(reached(...changed)).toEqual(expected);
  });

  test('only what go printed as JSON of packages', () => {
    expect(packages).toHaveLength(8);
    expect(parseListedPackages('go: downloading x\n{').ok).toBe(false);
    expect(parseListedPackages('{\n\t"ImportPath": 1\n}\n').ok).toBe(false);
    expect(parseListedPackages('')).toEqual({ ok: true, value: [] });
  });
});

describe('a TestMain', () => {
  test.each([
    'package p\n\nfunc TestMain(m *testing.M) {\n}\n',
    'package p\nfunc TestMain(m *M) {}',
    'package p\nfunc TestMain(*testing.M) {}',
    'package p\nfunc  TestMain (\n\tm *t.M,\n) {}',
    'package p; func TestMain(m *testing.M) {}',
    'package p\n/* why */ func TestMain(m /* main */ *testing.M) {}',
    'package p\nvar s = "`"\nfunc TestMain(m *testing.M) {}\nvar t = `',
    leakTestMain('p'),
  ])('is found in %j', (source) => {
    expect(declaresTestMain(source)).toBe(true);
  });

  test.each([
    'package p\nfunc TestMain(t *testing.T) {}',
    'package p\n// func TestMain(m *testing.M) {}',
    'package p\n/*\nfunc TestMain(m *testing.M) {}\n*/',
    'package p\nvar s = `\nfunc TestMain(m *testing.M) {}\n`',
    'package p\nvar s = "\\"" // "\nvar t = "func TestMain(m *testing.M) {"',
    'package p\nfunc (s suite) TestMain(m *testing.M) {}',
    'package p\nfunc TestMainly(m *testing.M) {}',
    'package p\nfunc aTestMain(m *testing.M) {}',
    '',
  ])('is not found in %j', (source) => {
    expect(declaresTestMain(source)).toBe(false);
  });

  test('of hostile text is decided', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('func', ' TestMain', '(', '*', 'M', ' ', '\n', '`', '"', "'", '/*', '//', '\\'),
        ),
        (parts) => {
          expect(typeof declaresTestMain(parts.join(''))).toBe('boolean');
        },
      ),
    );
  });

  test('is generated into the package of the tests', () => {
    const [one] = packages.filter(({ Name }) => Name === 'c');
    expect(one).toBeDefined();
    if (one === undefined) return;
    expect(testPackageName({ ...one, TestGoFiles: ['a_test.go'], XTestGoFiles: ['b_test.go'] })).toBe('c');
    expect(testPackageName({ ...one, XTestGoFiles: ['b_test.go'] })).toBe('c_test');
  });
});

describe('the first error of a build', () => {
  test.each([
    ['# m/p\n./a.go:3:5: undefined: x\n./a.go:4:5: undefined: y\n', './a.go:3:5: undefined: x'],
    [
      "# m/p\nIn file included from x.c:1:\nx.h:2:1: warning: unused\nx.c:9:2: error: expected ';'\n",
      "x.c:9:2: error: expected ';'",
    ],
    [
      "# m/p\n/usr/bin/ld: x.o: in function `f':\nx.c:3: undefined reference to `g'\ncollect2: error: ld returned 1 exit status",
      "x.c:3: undefined reference to `g'",
    ],
    [
      '# m/p.test\n/go/link: running gcc failed: exit status 1\n/usr/bin/gcc -m64 -llua5.1\n/usr/bin/ld: cannot find -llua5.1: No such file or directory\ncollect2: error: ld returned 1 exit status\n',
      "/usr/bin/ld: cannot find -llua5.1: No such file or directory (install the library's development package)",
    ],
    [
      'ld.lld: error: unable to find library -llua5.1\nclang: error: linker command failed with exit code 1\n',
      "ld.lld: error: unable to find library -llua5.1 (install the library's development package)",
    ],
    [
      "# m/p\n# [pkg-config --cflags  -- libzmq]\nPackage libzmq was not found in the pkg-config search path.\nPerhaps you should add the directory containing `libzmq.pc'\n",
      "Package libzmq was not found in the pkg-config search path. (install the library's development package, which has libzmq.pc, or set PKG_CONFIG_PATH to where that is)",
    ],
    [
      'go: go.mod requires go >= 1.99 (running go 1.26.8; GOTOOLCHAIN=local)\n',
      'go: go.mod requires go >= 1.99 (running go 1.26.8; GOTOOLCHAIN=local) (install that release of Go, for example by actions/setup-go with "go-version-file: go.mod")',
    ],
    [
      'm/p: invalid flag in #cgo CFLAGS: -fplugin=evil.so (see https://go.dev/s/invalidflag)\n',
      'm/p: invalid flag in #cgo CFLAGS: -fplugin=evil.so (see https://go.dev/s/invalidflag)',
    ],
    ['', 'The build failed and said nothing.'],
    ['\n# m/p\n', 'The build failed and said nothing.'],
  ])('of %j', (output, expected) => {
    expect(firstBuildError(output)).toBe(expected);
  });

  test('is one bounded line, whatever is printed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 3000 }), (output) => {
        const line = firstBuildError(output);
        expect(line).not.toContain('\n');
        expect(line.length).toBeLessThan(700);
      }),
    );
  });
});

describe('the use of the cache', () => {
  test('is counted by the actions with commands', () => {
    const graph = [
      { Mode: 'build', Cmd: ['compile'] },
      { Mode: 'build' },
      { Mode: 'link', Cmd: ['link'] },
      { Mode: 'build', Cmd: null },
    ];
    expect(cacheUse(JSON.stringify(graph))).toEqual({ hits: 2, misses: 1 });
  });

  test.each([undefined, '', '{}', '[]', '[null, 1]'])('is not known from %j', (graph) => {
    expect(cacheUse(graph)).toBeUndefined();
  });
});
