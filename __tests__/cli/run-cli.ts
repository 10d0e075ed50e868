import { spawn } from 'node:child_process';
import type { SpawnOptions } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';

// A test starts several processes: on a busy machine each is slow.
jest.setTimeout(180_000);

export const entry: string = fileURLToPath(new URL('../../src/entry/cli.ts', import.meta.url));

export interface Outcome {
  readonly status: number | null;
  readonly out: string;
  readonly error: string;
}

export interface RunOptions extends Pick<SpawnOptions, 'stdio' | 'uid' | 'gid'> {
  readonly input?: string;
  /** Further arguments for node, in front of the program. */
  readonly node?: readonly string[];
}

/** Runs the command line from its sources, as a user would. */
export function run(
  directory: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  { input, node = [], ...options }: RunOptions = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...node, entry, ...args], {
      cwd: directory,
      env: { ...environment, NODE_NO_WARNINGS: '1' },
      ...options,
    });
    let [out, error] = ['', ''];
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (error += chunk));
    child.stdin?.on('error', reject);
    child.stdin?.end(input ?? '');
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, out, error }));
  });
}

/** `path:line severity` of every finding in a text report. */
export function places(out: string): string[] {
  return out.split('\n').flatMap((line) => /^(\S+:\d+):\d+: (\w+)/.exec(line)?.slice(1, 3).join(' ') ?? []);
}

/** The start of a Go file that crosses into C; seven lines, so that what follows starts at line 8. */
export const head = 'package a\n\n// #include <stdlib.h>\nimport "C"\n\nimport "unsafe"\n\n';
/** A warning at its second line. */
export const leak = 'func Leak(s string) {\n\tcs := C.CString(s)\n\tC.puts(cs)\n}\n';
/** An error at its third line. */
export const useAfterFree = 'func Use(p *C.char) {\n\tC.free(unsafe.Pointer(p))\n\tC.puts(p)\n}\n';
export const broken = 'func Broken() {\n\tx := := 1\n}\n';
