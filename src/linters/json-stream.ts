/** The JSON values of a text that also holds lines of other kinds. */
export interface JsonStream {
  readonly values: readonly unknown[];
  /** The lines between the values, in their order. */
  readonly lines: readonly string[];
  /** Values that begin and are no JSON. */
  readonly broken: number;
  /** Whether the text ends within a value. */
  readonly isTruncated: boolean;
}

const deepest = 200;
/** A brace that nothing closes costs a look at the whole rest: more than these are not tried. */
const mostUnclosed = 8;

/** Reads the values that begin with a brace at the start of a line, as Go's encoder writes them. */
export function readJsonStream(text: string): JsonStream {
  const values: unknown[] = [];
  const lines: string[] = [];
  let [broken, unclosed, offset] = [0, 0, 0];
  while (offset < text.length) {
    const end = text[offset] === '{' && unclosed < mostUnclosed ? endOfValue(text, offset) : undefined;
    if (end !== undefined) {
      const value = parsed(text.slice(offset, end));
      if (value === undefined) broken++;
      else values.push(value);
      offset = text.startsWith('\n', end) ? end + 1 : end;
      continue;
    }
    if (text[offset] === '{') unclosed++;
    const newline = text.indexOf('\n', offset);
    const stop = newline === -1 ? text.length : newline;
    lines.push(text.slice(offset, stop));
    offset = stop + 1;
  }
  return { values, lines, broken, isTruncated: unclosed > 0 };
}

/** The offset behind the brace that closes the one at `start`; undefined where none does. */
function endOfValue(text: string, start: number): number | undefined {
  let depth = 0;
  let isString = false;
  for (let offset = start; offset < text.length; offset++) {
    const unit = text.charCodeAt(offset);
    if (isString) {
      if (unit === backslash) offset++;
      else if (unit === quote) isString = false;
    } else if (unit === quote) isString = true;
    else if (unit === openBrace || unit === openBracket) {
      if (++depth > deepest) return undefined;
    } else if ((unit === closeBrace || unit === closeBracket) && --depth === 0) return offset + 1;
  }
  return undefined;
}

const backslash = 0x5c;
const quote = 0x22;
const [openBrace, closeBrace] = [0x7b, 0x7d];
const [openBracket, closeBracket] = [0x5b, 0x5d];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
