import { onceFor } from '../base/once-for.ts';
import { TextIndex } from '../base/text.ts';
import type { Parser } from '../parser/parser.ts';
import { parseBuildConstraint } from '../source/build-constraint.ts';
import type { BuildConstraint } from '../source/build-constraint.ts';
import { dataHeader } from '../source/go-imports.ts';
import { readC } from './c-file.ts';
import type { CSource } from './c-file.ts';
import { readsTheSame } from './c-macro-definitions.ts';
import type { MacrosElsewhere } from './c-macro-definitions.ts';
import { blankCgoComment } from './preamble.ts';
import { readCSuppressions, readSuppressions } from './comments.ts';
import type { MalformedSuppression, Suppression } from './comments.ts';
import { readDirectives } from './directives.ts';
import type { Directives } from './directives.ts';
import { parseTree } from './lower.ts';
import type { Node, SyntaxTree } from './tree.ts';

export interface Import {
  /** The name that the file uses for the package: the alias, or the path's last element. `_` and `.` as written. */
  readonly name: string;
  readonly path: string;
  readonly node: Node;
}

/** The C code of an `import "C"`, at the same offsets as in the Go file: everything around it is blank. */
export type Preamble = CSource;

/** A stretch of a file that could not be read; nothing inside it is analysed. */
export interface SyntaxError {
  readonly kind: 'syntax' | 'depth';
  readonly line: number;
  /** The top-level declaration that holds it, left out of the analysis; undefined where none does. */
  readonly declaration: Node | undefined;
}

/** A Go source file: its tree, and what its comments and imports say. */
export interface GoFile {
  readonly path: string;
  readonly tree: SyntaxTree;
  readonly packageName: string;
  readonly imports: readonly Import[];
  readonly preambles: readonly Preamble[];
  readonly suppressions: readonly Suppression[];
  readonly malformedSuppressions: readonly MalformedSuppression[];
  /** In which builds the file takes part. */
  readonly constraint: BuildConstraint;
  readonly directives: Directives;
  readonly syntaxErrors: readonly SyntaxError[];
}

export function readGoFile(parser: Parser, path: string, text: string): GoFile {
  // The grammar ends a top-level declaration at a line's end, the language also at the file's.
  const ended = text.endsWith('\n') ? text : `${text}\n`;
  const tree = parseTree(parser, 'go', ended, new TextIndex(text));
  const imports = tree.root.all('import_spec').map(readImport);
  const cImports = imports.filter((entry) => entry.path === 'C');
  const groups = cImports.map((entry) => preambleComments(tree, entry.node));
  // A comment of C in a block is none of Go's.
  const read = [
    readSuppressions(tree),
    ...groups.map((group) =>
      readCSuppressions(mentionsSuppression(group) ? blankCgoComment(tree.text, group) : ''),
    ),
  ];
  return {
    path,
    tree,
    packageName: tree.root.all('package_clause')[0]?.children[0]?.text ?? '',
    imports,
    preambles: groups.flatMap((group) => readPreamble(parser, tree, group)),
    suppressions: read.flatMap(({ suppressions }) => suppressions),
    malformedSuppressions: read.flatMap(({ malformed }) => malformed),
    constraint: parseBuildConstraint(path, text, cImports.length > 0),
    directives: readDirectives(tree, groups, cImports.length > 0),
    syntaxErrors: [...tree.errors(), ...(tree.tooDeep === undefined ? [] : [tree.tooDeep])].map((node) => ({
      kind: node === tree.tooDeep ? ('depth' as const) : ('syntax' as const),
      // What is missing has no text: it is missing behind what stands before it.
      line: node.isMissing ? tree.index.lineAt(Math.max(0, node.start - 1)) : node.line,
      declaration: topLevelDeclaration(node),
    })),
  };
}

/** The file with its preambles read as the macros of other files have it; the same value where they change nothing. */
export function withMacrosElsewhere(parser: Parser, file: GoFile, elsewhere: MacrosElsewhere): GoFile {
  if (file.preambles.every(({ asked }) => readsTheSame(asked, elsewhere))) return file;
  const { tree } = file;
  const groups = file.imports
    .filter((entry) => entry.path === 'C')
    .map((entry) => preambleComments(tree, entry.node));
  return { ...file, preambles: groups.flatMap((group) => readPreamble(parser, tree, group, elsewhere)) };
}

/** Whether the declaration was read without an error: only then is it analysed. */
export function isReadable(file: GoFile, declaration: Node): boolean {
  return file.syntaxErrors.every((error) => error.declaration !== declaration);
}

/** Whether a file uses cgo: only then can it name anything of C. */
export function usesCgo(file: GoFile): boolean {
  return file.imports.some((entry) => entry.path === 'C');
}

/** Whether a file can write `unsafe.X`: it imports the package, and under its own name. */
export function canUseUnsafe(file: GoFile): boolean {
  return file.imports.some((entry) => entry.path === 'unsafe' && entry.name === 'unsafe');
}

/** Whether anything of cgo or unsafe is near: a file without costs a parse at most. */
export function crossesIntoC(file: GoFile): boolean {
  return crossing(file).isNear;
}

/** Rules ask for each function of the file. */
const crossing = onceFor((file: GoFile) => ({
  isNear: file.imports.some(
    ({ path }) =>
      path === 'C' || path === 'unsafe' || (path === 'reflect' && dataHeader.test(file.tree.text)),
  ),
}));

function readImport(node: Node): Import {
  const path = (node.child('path')?.text ?? '""').slice(1, -1);
  const alias = node.child('name')?.text;
  const last = path.slice(path.lastIndexOf('/') + 1);
  return { name: alias ?? last, path, node };
}

function topLevelDeclaration(node: Node): Node | undefined {
  let current = node;
  while (current.parent !== undefined && current.parent.kind !== 'source_file') current = current.parent;
  return current.parent === undefined || current.kind === 'ERROR' || current.isMissing ? undefined : current;
}

/**
 * cgo's preamble is the comment group directly above `import "C"`: of the spec, or of its declaration when the
 * declaration imports nothing else (go/ast attaches both as Doc; https://pkg.go.dev/cmd/cgo).
 */
function preambleComments(tree: SyntaxTree, spec: Node): Node[] {
  const list = spec.parent?.kind === 'import_spec_list' ? spec.parent : undefined;
  const declaration = list?.parent ?? spec.parent;
  const own = list === undefined ? [] : commentGroupAbove(tree, spec);
  const alone = list === undefined || list.children.length === 1;
  return own.length > 0 || !alone || declaration === undefined ? own : commentGroupAbove(tree, declaration);
}

function readPreamble(
  parser: Parser,
  tree: SyntaxTree,
  group: readonly Node[],
  elsewhere?: MacrosElsewhere,
): Preamble[] {
  return group.length === 0 ? [] : [readC(parser, blankCgoComment(tree.text, group), elsewhere)];
}

function mentionsSuppression(group: readonly Node[]): boolean {
  return group.some(({ text }) => text.includes('cgoreview:'));
}

function commentGroupAbove(tree: SyntaxTree, node: Node): Node[] {
  const siblings = node.parent?.allChildren ?? [];
  const group: Node[] = [];
  let below = node;
  for (let i = siblings.indexOf(node) - 1; i >= 0; i--) {
    const comment = siblings[i];
    if (comment?.kind === '\n') continue;
    if (comment?.kind !== 'comment') break;
    // Behind code on its line it belongs to that code.
    if (tree.text.slice(tree.index.lineStart(comment.line), comment.start).trim() !== '') break;
    // A comment group has no blank line in it, and none before the declaration.
    if (tree.index.lineAt(Math.max(comment.start, comment.end - 1)) + 1 < below.line) break;
    group.unshift(comment);
    below = comment;
  }
  return group;
}
