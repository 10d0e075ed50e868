import type { Package } from '../../semantic/package.ts';
import type { Node, SyntaxTree } from '../../syntax/tree.ts';
import type { Announcement } from './announcement.ts';

/** C code that can be read for its comments, with its text before attributes and macros were blanked. */
interface AnnotatedSource {
  readonly tree: SyntaxTree;
  readonly text: string;
}

/** What comments and attributes say of functions, by name: those of preambles, and of files that define a called one. */
export function annotationsOf(
  pkg: Package,
  called: ReadonlySet<string>,
): Map<string, readonly Announcement[]> {
  const found = new Map<string, readonly Announcement[]>();
  for (const source of sourcesOf(pkg, called)) {
    for (const node of source.tree.root.all('declaration', 'function_definition')) {
      if (node.ancestor('compound_statement') !== undefined) continue;
      const declarator = node.all('function_declarator')[0];
      const name = declarator?.child('declarator')?.text;
      if (declarator === undefined || name === undefined || found.has(name)) continue;
      const parameters = (declarator.child('parameters')?.children ?? []).map(
        (parameter) => parameter.child('declarator')?.all('identifier')[0]?.text,
      );
      const comment = commentAbove(node);
      const own = [
        ...(comment === undefined ? [] : ofComment(comment, parameters)),
        ...ofAttributes(source.text.slice(headStart(node, source.text), declaredEnd(node)), declarator),
      ];
      if (own.length > 0) found.set(name, own);
    }
  }
  return found;
}

function sourcesOf(pkg: Package, called: ReadonlySet<string>): AnnotatedSource[] {
  const ofPreambles = pkg.files.flatMap((file) =>
    file.preambles.map(({ tree }) => ({ tree, text: file.tree.text })),
  );
  const trees = new Set(ofPreambles.map(({ tree }) => tree));
  const ofFiles: AnnotatedSource[] = [];
  for (const name of called) {
    for (const { source } of pkg.c.definitions.callable(name)) {
      if (trees.has(source.tree)) continue;
      trees.add(source.tree);
      ofFiles.push({ tree: source.tree, text: source.tree.text });
    }
  }
  return [...ofPreambles, ...ofFiles];
}

/** The comments that stand directly above a declaration, as one text. */
function commentAbove(node: Node): string | undefined {
  const siblings = node.parent?.allChildren ?? [];
  const lines: string[] = [];
  let line = node.line;
  for (let i = siblings.indexOf(node) - 1; i >= 0; i--) {
    const sibling = siblings[i];
    if (sibling?.kind !== 'comment' || sibling.span.end.line < line - 1) break;
    lines.unshift(sibling.text);
    line = sibling.line;
  }
  return lines.length === 0 ? undefined : lines.join('\n');
}

const freedByCaller =
  /\b(?:caller|user|you)\b[^.]{0,40}\b(?:frees?|must free|should free|owns?|responsible for (?:freeing|releasing|destroying)|has to (?:be )?free\w*)\b|\b(?:must|should|needs?|has|ought|to)(?: not| never)?(?: to)? be (?:freed|released|destroyed|unref\w*)\b|\bfree(?:d)? (?:it |this |the result )?(?:with|using|by|via) `?(\w+)/i;

/** `the connection owns it` in its usual words; what is the caller's is no loan. */
const notFreed =
  /\bowned by (?!(?:the |its |your )?(?:caller|user|you)\b)|\b(?:never|not|don't|cannot) (?:free|destroy|release|unref)\b/i;

function ofComment(comment: string, parameters: readonly (string | undefined)[]): Announcement[] {
  const found: Announcement[] = [];
  for (const line of comment.split('\n')) {
    const quoted = `its comment says "${line.replace(/^[\s/*]+|[\s*/]+$/g, '')}"`;
    // https://gi.readthedocs.io/en/latest/annotations/giannotations.html
    const transfer = /\(transfer (full|container|none)\)/.exec(line)?.[1];
    const of = /@(\w+)\s*:/.exec(line)?.[1];
    const index = of === undefined || /^returns?$/i.test(of) ? -1 : parameters.indexOf(of);
    const isOut = /\((?:out|inout)\b/.test(line);
    if (transfer !== undefined && index >= 0 && !isOut) {
      if (transfer === 'full') found.push({ says: { kind: 'takes', parameter: index }, text: quoted });
    } else if (transfer === 'none') {
      if (index < 0) found.push({ says: { kind: 'lends' }, text: quoted });
    } else if (transfer !== undefined || /@ownership\b.*\b(caller|transfer|full|owned)\b/i.test(line)) {
      found.push({
        says: { kind: 'gives', of: index < 0 ? 'result' : index, release: undefined },
        text: quoted,
      });
    } else {
      const freed = freedByCaller.exec(line);
      const isDenied = /\b(?:not|never|don't|no need)\b/i.test(line);
      if (freed !== null && !isDenied)
        found.push({ says: { kind: 'gives', of: 'result', release: releaseNamed(line) }, text: quoted });
      else if (freed !== null || (index < 0 && notFreed.test(line)))
        found.push({ says: { kind: 'lends' }, text: quoted });
    }
  }
  return found;
}

function releaseNamed(line: string): string | undefined {
  return /\b(\w*(?:free|destroy|unref|release|dispose|delete|close)\w*)\s*\(/i.exec(line)?.[1];
}

/** `__attribute__((malloc))` (GCC manual, Common Function Attributes) and SAL's `_Ret_`, `_Post_ptr_invalid_`. */
function ofAttributes(head: string, declarator: Node): Announcement[] {
  const found: Announcement[] = [];
  const malloc = /__attribute__\s*\(\(\s*(?:__)?malloc(?:__)?\s*(?:\(\s*(\w+)[^)]*\))?/.exec(head);
  if (malloc !== null)
    found.push({
      says: { kind: 'gives', of: 'result', release: malloc[1] },
      text: 'it is declared with `__attribute__((malloc))`',
    });
  const parameters = declarator.child('parameters')?.children ?? [];
  for (const [index] of parameters.entries()) {
    const text = parameterTexts(head)[index] ?? '';
    const word = /\b(_Outptr\w*|_Post_ptr_invalid_|_Frees_ptr_\w*)/.exec(text)?.[1];
    if (word === undefined) continue;
    const says: Announcement['says'] = word.startsWith('_Outptr')
      ? { kind: 'gives', of: index, release: undefined }
      : { kind: 'takes', parameter: index };
    found.push({ says, text: `parameter ${String(index + 1)} is annotated with \`${word}\`` });
  }
  return found;
}

/** The texts between the commas of the last list of parameters; lists inside parentheses do not part it. */
function parameterTexts(head: string): string[] {
  const open = head.indexOf('(', head.search(/\w\s*\((?!\()/));
  const texts = [''];
  let depth = 0;
  for (const character of head.slice(open + 1)) {
    if (character === '(') depth++;
    if (character === ')' && depth-- === 0) break;
    if (character === ',' && depth === 0) texts.push('');
    else texts.push(`${texts.pop() ?? ''}${character}`);
  }
  return texts;
}

/** Attributes in front of a declaration are blank in its tree: they stand behind the end of what is before it. */
function headStart(node: Node, text: string): number {
  const siblings = node.parent?.allChildren ?? [];
  const before = siblings[siblings.indexOf(node) - 1];
  return before?.end ?? text.lastIndexOf('\n', node.start) + 1;
}

/** The end of the declaration, without a body. */
function declaredEnd(node: Node): number {
  return node.child('body')?.start ?? node.end;
}
