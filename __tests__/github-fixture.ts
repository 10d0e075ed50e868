import type { Logger } from '../src/base/logger.ts';
import { createClient } from '../src/github/client.ts';
import type { Client } from '../src/github/client.ts';
import type { FakeGitHub } from './fake-github/index.ts';

/** Numbered lines, some of them replaced. */
export function lines(count: number, replaced: Readonly<Record<number, string>> = {}): string {
  return Array.from({ length: count }, (_, i) => `${replaced[i + 1] ?? `line ${i + 1}`}\n`).join('');
}

/** A logger that keeps what it is told. */
export function recordingLogger(): Logger & { readonly lines: string[] } {
  const lines: string[] = [];
  const keep = (line: string): void => void lines.push(line);
  return { lines, debug: keep, info: keep, warn: keep };
}

/** A client of the fake whose waits are short. */
export function clientOf(
  hub: FakeGitHub,
  options: { readonly token?: string; readonly log?: Logger } = {},
): Client {
  return createClient({
    token: options.token ?? hub.token,
    apiUrl: hub.apiUrl,
    userAgent: 'cgo-review/test',
    log: options.log ?? recordingLogger(),
    secondMs: 2,
  });
}
