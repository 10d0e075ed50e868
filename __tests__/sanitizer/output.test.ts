import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OutputExcerpt } from '../../src/sanitizer/run/output-excerpt.ts';
import { parseStat } from '../../src/sanitizer/run/process-table.ts';

/** The excerpt of an output that comes in pieces of some bytes. */
function excerptOf(text: string, bytes: number): string | undefined {
  const excerpt = new OutputExcerpt();
  const all = Buffer.from(text);
  for (let at = 0; at < all.length; at += bytes) excerpt.add(all.subarray(at, at + bytes));
  return excerpt.text();
}

describe('the excerpt of an output', () => {
  test.each([
    'panic: runtime error: argument of cgo function',
    'fatal error: checkptr: misaligned pointer conversion',
    'WARNING: DATA RACE',
    '==12==ERROR: AddressSanitizer: heap-use-after-free',
    '==12==LeakSanitizer has encountered a fatal error.',
    'SIGSEGV: segmentation violation',
    'unexpected fault address 0x1',
  ])('begins before %j', (start) => {
    const noise = 'noise é\n'.repeat(2000);
    const text = excerptOf(`${noise}${start}\nand more é\n`, 4096) ?? '';
    expect(text.endsWith(`${start}\nand more é\n`)).toBe(true);
    expect(text.startsWith('noise é\n')).toBe(true);
    expect(text.length).toBeLessThan(4096);
  });

  test('is none where nothing is reported', () => {
    expect(excerptOf('--- FAIL: TestA\nnot a panic\n', 5)).toBeUndefined();
  });

  test('is the same however the output is cut', () => {
    const output = fc
      .array(fc.constantFrom('x\n', 'é', 'panic: ', 'pan', 'ic: a\n', 'fatal error: b\n', '==1==ERR', 'OR'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(output, fc.integer({ min: 1, max: 40 }), (text, bytes) => {
        expect(excerptOf(text, bytes)).toBe(excerptOf(text, 1_000_000));
      }),
    );
  });

  test('is bounded', () => {
    const text = excerptOf(`panic: a\n${'x'.repeat(3_000_000)}`, 65_536) ?? '';
    expect(text.startsWith('panic: a\n')).toBe(true);
    expect(text.length).toBe(256 * 1024);
  });
});

describe('a line of /proc/PID/stat', () => {
  const rest = `1 42 41 0 -1 ${Array.from({ length: 13 }, (_, index) => index).join(' ')} 777 1 2`;

  test.each([`42 (sleep) S ${rest}`, `42 (a (b) c) R ${rest}`, `42 () Z 1 2 3 () S) S ${rest}`])(
    'is read: %s',
    (line) => {
      expect(parseStat(line)).toEqual({ pid: 42, parent: 1, group: 42, session: 41, start: '777' });
    },
  );

  test.each([`42 (sleep) Z ${rest}`, `42 (sleep) X ${rest}`, '42 (sleep) S 1 2', '', 'text'])(
    'is no running process: %s',
    (line) => {
      expect(parseStat(line)).toBeUndefined();
    },
  );
});
