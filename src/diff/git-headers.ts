import type { FileStatus } from './change.ts';
import type { DiffReader } from './hunk-parser.ts';
import { unquotePath } from './quoted-path.ts';

const submoduleMode = '160000';

/**
 * The extended headers of a file, each with its value
 * (https://git-scm.com/docs/diff-format#generate_patch_text_with_p).
 */
export type Headers = ReadonlyMap<string, string>;

const headerNames = [
  'old mode',
  'new mode',
  'deleted file mode',
  'new file mode',
  'copy from',
  'copy to',
  'rename from',
  'rename to',
  'similarity index',
  'dissimilarity index',
  'index',
] as const;

export function readHeaders(reader: DiffReader): Headers {
  const headers = new Map<string, string>();
  for (;;) {
    const name = headerNames.find((candidate) => reader.line?.startsWith(`${candidate} `));
    if (name === undefined) return headers;
    if (headers.has(name)) throw reader.malformed(`\`${name}\` stands twice`);
    headers.set(name, reader.take(`${name} `) ?? '');
  }
}

export function statusOf(headers: Headers): FileStatus {
  if (headers.has('new file mode')) return 'added';
  if (headers.has('deleted file mode')) return 'removed';
  if (headers.has('rename from')) return 'renamed';
  return headers.has('copy from') ? 'copied' : 'modified';
}

export interface Paths {
  readonly old: string;
  readonly new: string;
}

/** The two paths of a rename or copy; undefined where their headers are missing or malformed. */
export function movedPaths(headers: Headers): Paths | undefined {
  const verb = headers.has('rename from') ? 'rename' : 'copy';
  const from = unquotePath(headers.get(`${verb} from`) ?? '"');
  const to = unquotePath(headers.get(`${verb} to`) ?? '"');
  return from === undefined || to === undefined ? undefined : { old: from, new: to };
}

export function isSubmodule(headers: Headers): boolean {
  if (headers.get('index')?.endsWith(` ${submoduleMode}`)) return true;
  return headers.get('new file mode') === submoduleMode || headers.get('deleted file mode') === submoduleMode;
}

/** One or two blocks (the change and its inverse): a size, lines in base 85, an empty line. */
export function skipBinaryPatch(reader: DiffReader): void {
  if (!isBlockSize(reader.line)) throw reader.malformed('`literal` or `delta` and a size were expected');
  while (isBlockSize(reader.line)) {
    reader.advance();
    while (/^[A-Za-z][!-~]+$/.test(reader.line ?? '')) reader.advance();
    // The diff's last block may have lost its empty line to a tool that trims the text.
    if (reader.line === '') reader.advance();
  }
}

function isBlockSize(line: string | undefined): boolean {
  return line !== undefined && /^(?:literal|delta) \d+$/.test(line);
}
