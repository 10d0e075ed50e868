import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';

/**
 * The largest file that is read as source, in bytes; the biggest amalgamations of C have about half of it.
 */
export const maxSourceBytes = 20 * 1024 * 1024;

/** Why a file of this size is not read, as a clause after its path; undefined where it is. */
export function sizeProblem(bytes: number): string | undefined {
  if (bytes <= maxSourceBytes) return undefined;
  const [size, limit] = [bytes, maxSourceBytes].map((count) => (count / 1024 / 1024).toFixed(1));
  return `is ${size} MB, larger than the ${limit} MB that are read`;
}

/**
 * The text of a source file. The error is a clause that follows the file's path: "is not valid UTF-8 (byte
 * 0xff at offset 12)". Offsets are those of the file, 0-based.
 *
 * A byte order mark at the start is not part of the text: Go and C compilers skip it, and editors do not
 * count it, so that line 1 starts at column 1 after it. (The Go compiler counts its three bytes in the
 * columns of line 1; SARIF and GitHub do not.) Whoever writes the text back has to put the mark in front of
 * it. One inside the text is kept.
 */
export function decodeSource(bytes: Uint8Array): Result<string> {
  const tooLarge = sizeProblem(bytes.length);
  if (tooLarge !== undefined) return err(tooLarge);
  const text = decoded(bytes);
  const invalid = text === undefined ? invalidUtf8(bytes) : undefined;
  const nul = bytes.indexOf(0);
  if (nul !== -1 && (invalid === undefined || nul < invalid))
    return err(`holds a NUL byte (at offset ${nul})`);
  if (invalid !== undefined) {
    const byte = (bytes[invalid] ?? 0).toString(16).padStart(2, '0');
    return err(`is not valid UTF-8 (byte 0x${byte} at offset ${invalid})`);
  }
  return ok(text ?? new TextDecoder('utf-8').decode(bytes));
}

/** The text of well-formed UTF-8; undefined for anything else. */
function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * The offset of the first byte at which no well-formed sequence starts (RFC 3629); undefined where there is
 * none.
 */
function invalidUtf8(bytes: Uint8Array): number | undefined {
  let offset = 0;
  while (offset < bytes.length) {
    const length = sequenceLength(bytes, offset);
    if (length === 0) return offset;
    offset += length;
  }
  return undefined;
}

/** The length of the well-formed sequence at `offset`; 0 where there is none. */
function sequenceLength(bytes: Uint8Array, offset: number): number {
  const first = bytes[offset] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return 0;
  for (let i = 1; i < length; i++) {
    const next = bytes[offset + i] ?? 0;
    if (next < 0x80 || next > 0xbf) return 0;
  }
  const second = bytes[offset + 1] ?? 0;
  const overlong = (first === 0xe0 && second < 0xa0) || (first === 0xf0 && second < 0x90);
  const surrogate = first === 0xed && second > 0x9f;
  const tooHigh = first === 0xf4 && second > 0x8f;
  return overlong || surrogate || tooHigh ? 0 : length;
}
