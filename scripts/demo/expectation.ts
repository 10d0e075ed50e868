import type { ShownComment } from '../../src/report/shown-review.ts';
import type { Replay } from './replay.ts';

/** A comment that the example must get: the rule, and the line of the head that it is on. */
export interface ExpectedComment {
  readonly rule: string;
  readonly path: string;
  readonly text: string;
}

export const expectedComments: readonly ExpectedComment[] = [
  {
    rule: 'c-use-after-free',
    path: 'reader.go',
    text: 'length := C.strlen(buf)',
  },
  { rule: 'cstring-leak', path: 'writer.go', text: 'cpath := C.CString(path)' },
  {
    rule: 'empty-slice-index-zero',
    path: 'writer.go',
    text: 'n := C.gzwrite(w.handle, C.voidpc(unsafe.Pointer(&p[0])), C.uint(len(p)))',
  },
];

/** The unsafe line that does no harm: `gzwrite` only reads, and is told the length. */
export const harmless = {
  path: 'writer.go',
  text: 'n := C.gzwrite(w.handle, C.voidpc(unsafe.Pointer(unsafe.StringData(s))), C.uint(len(s)))',
} as const;

/** One sentence for each thing that is not as it should be. */
export function differences(replay: Replay): readonly string[] {
  return [
    ...commentDifferences(replay),
    ...runDifferences('first', replay),
    ...runDifferences('second', replay),
    ...(replay.firstWrites.length === 1 ? [] : [`The first run wrote ${listed(replay.firstWrites)}.`]),
    ...(replay.secondWrites.length === 0 ? [] : [`The second run wrote ${listed(replay.secondWrites)}.`]),
    ...replay.complaints.map((complaint) => `The fake complains: ${complaint}.`),
  ];
}

function commentDifferences({ review, files }: Replay): readonly string[] {
  const unexplained = new Set(review.comments);
  const lines: string[] = [];
  for (const { rule, path, text } of expectedComments) {
    const line = lineOf(files, path, text);
    const found = [...unexplained].find((comment) => isAbout(comment, rule) && covers(comment, path, line));
    if (found === undefined) lines.push(`There is no comment of ${rule} on ${path}:${line}.`);
    else unexplained.delete(found);
  }
  const harmlessLine = lineOf(files, harmless.path, harmless.text);
  for (const comment of unexplained) {
    const where = `${comment.path}:${comment.line}`;
    const onHarmless = covers(comment, harmless.path, harmlessLine) ? ', which is harmless,' : '';
    lines.push(
      `A comment on ${where}${onHarmless} was not expected: ${comment.body.split('\n', 1).join('')}`,
    );
  }
  return lines;
}

function runDifferences(name: 'first' | 'second', replay: Replay): readonly string[] {
  const { exitCode, outputs } = replay[name];
  const verdict = outputs.get('verdict') ?? 'none';
  if (verdict === 'fail' && exitCode === 1) return [];
  return [
    `The ${name} run ended with the verdict ${verdict} and exit code ${exitCode}, not with fail and 1.`,
  ];
}

/** The rule's name opens the last line of every comment. */
function isAbout({ body }: ShownComment, rule: string): boolean {
  return body.split('\n').some((line) => line.startsWith(`\`${rule}\` (`));
}

function covers(comment: ShownComment, path: string, line: number): boolean {
  return comment.path === path && (comment.startLine ?? comment.line) <= line && line <= comment.line;
}

/** The number of the one line with this text, indentation aside. */
export function lineOf(files: ReadonlyMap<string, string>, path: string, text: string): number {
  const lines = (files.get(path) ?? '').split('\n').map((line) => line.trim());
  const index = lines.indexOf(text);
  if (index === -1 || lines.includes(text, index + 1)) {
    throw new Error(`${path} of the example has no line, or several, with ${text}`);
  }
  return index + 1;
}

function listed(writes: readonly string[]): string {
  return writes.length === 0 ? 'nothing' : writes.join(', ');
}
