const escapes: Readonly<Record<string, number>> = {
  a: 0x07,
  b: 0x08,
  t: 0x09,
  n: 0x0a,
  v: 0x0b,
  f: 0x0c,
  r: 0x0d,
  '"': 0x22,
  '\\': 0x5c,
};

/**
 * Reads a path that git quoted as a C string (`"a/sp\303\251.go"`) at the start of `text`: the path, and what
 * follows the closing quote; undefined where it is malformed. The octal escapes are bytes of UTF-8; bytes
 * that are not become U+FFFD. https://git-scm.com/docs/git-config#Documentation/git-config.txt-corequotePath
 */
export function readQuotedPath(text: string): { readonly path: string; readonly rest: string } | undefined {
  const match = /^"((?:[^"\\]|\\[abtnvfr"\\]|\\[0-3][0-7]{2})*)"/s.exec(text);
  const body = match?.[1];
  if (match === null || body === undefined) return undefined;
  const encoder = new TextEncoder();
  const bytes: number[] = [];
  for (const [part] of body.matchAll(/\\[0-3][0-7]{2}|\\.|[^\\]+/gs)) {
    if (!part.startsWith('\\')) bytes.push(...encoder.encode(part));
    else bytes.push(escapes[part.slice(1)] ?? Number.parseInt(part.slice(1), 8));
  }
  return {
    path: new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array(bytes)),
    rest: text.slice(match[0].length),
  };
}

/** A whole path that may be quoted; undefined where the quoting is malformed. */
export function unquotePath(text: string): string | undefined {
  if (!text.startsWith('"')) return text;
  const quoted = readQuotedPath(text);
  return quoted?.rest === '' ? quoted.path : undefined;
}
