/** How a command is ended that does nothing any more. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { supervise } from '../../src/sanitizer/run/supervised.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'cgo-review-supervised-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

test.each([
  ['is ended when it is stuck', true, { ended: 'stuck', exit: null, leftBehind: 0, remaining: 0 }],
  ['ends by itself when it is not', false, { ended: 'itself', exit: 0, leftBehind: 0, remaining: 0 }],
])(
  'a command %s',
  async (_name, stuck, end) => {
    const marker = `supervised-test-${process.pid}-${stuck ? 'a' : 'b'}`;
    const result = await supervise(
      {
        file: 'sleep',
        args: [stuck ? '60' : '1'],
        directory,
        environment: { PATH: process.env['PATH'] ?? '', CGO_REVIEW_RUN: marker },
        marker,
        watched: directory,
        seconds: 50,
        outputBytes: 1000,
        memoryBytes: Infinity,
        diskBytes: Infinity,
        isStuck: () => Promise.resolve(stuck),
        onOutput: () => undefined,
      },
      undefined,
    );
    expect(result).toMatchObject({ ok: true, value: end });
  },
  55_000,
);
