/**
 * Text of the reviewed repository as it may be shown: control characters could drive a terminal, and
 * bidirectional controls could show code in another order than the compiler reads it
 * (CVE-2021-42574, https://trojansource.codes).
 */

const newline = 0x0a;
const tab = 0x09;

/** Makes control and bidirectional characters visible as `U+XXXX`; tabs and line feeds stay. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/gu, (character) => {
    const code = character.charCodeAt(0);
    if (code === newline || code === tab) return character;
    return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
  });
}

/** The text on one line: every run of white space with a line ending is one space. */
export function oneLine(text: string): string {
  return visible(text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' '));
}

/** At most `max` UTF-16 units, with an ellipsis where text was cut; never half a surrogate pair. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max - 1);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** The length of the text in UTF-8 bytes: GitHub's limits are kept in bytes to be on the safe side. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // Each half of a surrogate pair counts 2: together the 4 bytes of the code point.
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code >= 0xd800 && code <= 0xdfff ? 2 : 3;
  }
  return bytes;
}

/** The first of `lines` that fit into `bytes` with a line feed each, and how many are left. */
export function takeWithin(
  lines: readonly string[],
  bytes: number,
): { readonly taken: readonly string[]; readonly left: number } {
  let room = bytes;
  let count = 0;
  for (const line of lines) {
    room -= byteLength(line) + 1;
    if (room < 0) break;
    count++;
  }
  return { taken: lines.slice(0, count), left: lines.length - count };
}
