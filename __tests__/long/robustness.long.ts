import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Parser } from '../../src/parser/parser.ts';
import { audit, auditContext } from '../../scripts/bench/audit.ts';
import { DirectoryRepository } from '../../scripts/bench/directory-repository.ts';
import { wasmParser } from '../parser.ts';
import { analyse, problemsOfFindings } from './checks.ts';
import { goRoot, goRootPackages, ruleSources, spread } from './corpus.ts';
import { mutate, mutations } from './mutations.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

/** So many of Go's own packages, and so many damaged versions of each file of test data. */
const packageCount = 160;
const damages = 3;

describe("all rules over Go's own sources", () => {
  test('end, throw nothing, and report valid places', () => {
    const packages = spread(goRootPackages(), packageCount);
    expect(packages.length).toBeGreaterThan(100);
    expect(packages.flatMap(({ files }) => problemsOfFindings(analyse(parser, files)))).toEqual([]);
  });

  test('as one audit, its deliberately broken tests included, end', async () => {
    const { report } = await audit(new DirectoryRepository(goRoot()), await auditContext());
    expect(report.stats.files).toBeGreaterThan(5_000);
    expect(report.stats.packages).toBeGreaterThan(200);
    expect(report.findings.every(({ location }) => location.path.endsWith('.go'))).toBe(true);
  });

  test('damaged, end as well', () => {
    const packages = spread(goRootPackages(), packageCount / 2);
    const found = packages.flatMap(({ files }, index) => {
      // One damaged file a package, and a bound on what is analysed beside it.
      const some = spread(files, 12);
      const at = index % some.length;
      return problemsOfFindings(
        analyse(
          parser,
          some.map((file, i) => (i === at ? { ...file, text: mutate(file.text, index).text } : file)),
        ),
      );
    });
    expect(found).toEqual([]);
  });
});

describe('all rules over damaged test data', () => {
  test.each(mutations.map(({ name }, index) => [name, index] as const))('%s', (_name, index) => {
    const found = ruleSources().flatMap((file) =>
      Array.from({ length: damages }, (_, round) => {
        const seed = index + (round + 1) * mutations.length;
        return problemsOfFindings(analyse(parser, [{ ...file, text: mutate(file.text, seed).text }])).map(
          (problem) => `seed ${String(seed)}: ${problem}`,
        );
      }).flat(),
    );
    expect(found).toEqual([]);
  });
});

/**
 * Functions that are as hard as a path search gets: each condition is asked twice, so that every combination of
 * answers is a state of its own, in nested loops. They run in a process of their own, which a loop without end
 * would not leave.
 */
const hard = `
  const { wasmParser } = await import('${fileURLToPath(new URL('../parser.ts', import.meta.url))}');
  const { packageOf } = await import('${fileURLToPath(new URL('../rules/analyse-case.ts', import.meta.url))}');
  const { analysePackage } = await import('${fileURLToPath(new URL('../../src/engine/analyse.ts', import.meta.url))}');
  const { registry } = await import('${fileURLToPath(new URL('../../src/rules/registry.generated.ts', import.meta.url))}');
  const flags = Array.from({ length: 30 }, (_, i) => 'f' + i);
  const asked = flags.map((f) => 'if ' + f + ' {\\na()\\n}\\n').join('');
  const loops = (depth) => (depth === 0 ? asked : 'for x.next() {\\n' + asked + loops(depth - 1) + '}\\n');
  const body = 'cs := C.CString(s)\\np := C.make()\\n' + asked + loops(3) + asked + 'C.free(unsafe.Pointer(cs))\\nC.free(unsafe.Pointer(p))\\n' + asked + 'C.puts(cs)\\n';
  const text = 'package a\\nimport "C"\\nimport "unsafe"\\nfunc f(s string, x T, ' + flags.join(', ') + ' bool) {\\n' + body + '}\\n';
  const pkg = packageOf(await wasmParser(), new Map([['a.go', text]]));
  analysePackage(pkg, registry.map(({ rule }) => ({ rule })));
`;

test('a function with more paths than can be searched ends all the same', async () => {
  const status = await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', hard], {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 120_000,
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(signal ?? code));
  });
  expect(status).toBe(0);
});
