import { areCompatible, parseBuildConstraint } from '../source/build-constraint.ts';
import { any, tag } from '../source/build-constraint-expression.ts';
import type { CFile, CSource } from '../syntax/c-file.ts';
import type { GoFile } from '../syntax/go-file.ts';
import type { Node } from '../syntax/tree.ts';
import { functionDeclarator } from './c-index.ts';
import type { Package } from './package.ts';

/** C code that a package carries itself, and where it stands. */
export interface OwnCCode {
  /** The Go file of a preamble, or the C file. */
  readonly file: GoFile | CFile;
  readonly source: CSource;
  readonly isPreamble: boolean;
}

/** The preambles of a package, and the C files and headers of its own directory: what its authors can change. */
export function ownCCode(pkg: Package): OwnCCode[] {
  const prefix = pkg.path === '.' || pkg.path === '' ? '' : `${pkg.path}/`;
  return [
    ...preamblesOf(pkg.files),
    ...pkg.cFiles
      .filter(({ path }) => path.startsWith(prefix) && !path.slice(prefix.length).includes('/'))
      .map((file) => ({ file, source: file, isPreamble: false })),
  ];
}

function preamblesOf(files: readonly GoFile[]): OwnCCode[] {
  return files.flatMap((file) => file.preambles.map((source) => ({ file, source, isPreamble: true })));
}

/** A function of C with its body, as one place has it. */
export interface OwnCFunction extends OwnCCode {
  readonly name: string;
  /** The `function_definition`. */
  readonly node: Node;
  readonly body: Node;
  /** The names of the parameters, in order; undefined for one without. */
  readonly parameters: readonly (string | undefined)[];
}

/** The functions of C that stand in some code and could be read without an error. */
export function cFunctionsIn(code: OwnCCode): OwnCFunction[] {
  return code.source.tree.root.all('function_definition').flatMap((node) => {
    const [body, declarator] = [node.child('body'), node.child('declarator')];
    const declared = declarator === undefined ? undefined : functionDeclarator(declarator);
    const name = declared?.child('declarator');
    if (body === undefined || declared === undefined || name?.kind !== 'identifier') return [];
    if (node.all('ERROR').length > 0) return [];
    const parameters = (declared.child('parameters')?.children ?? []).map((parameter) =>
      parameterName(parameter),
    );
    return [{ ...code, name: name.text, node, body, parameters }];
  });
}

function parameterName(parameter: Node): string | undefined {
  let node = parameter.child('declarator');
  while (node !== undefined && node.kind !== 'identifier')
    node = node.kind === 'parenthesized_declarator' ? node.children[0] : node.child('declarator');
  return node?.text;
}

/** A call in C of a function by its name. */
export interface CCall {
  readonly node: Node;
  readonly name: string;
  readonly arguments: readonly Node[];
}

export function cCallsIn(body: Node): CCall[] {
  return body.all('call_expression').flatMap((node) => {
    const callee = node.child('function');
    return callee?.kind === 'identifier'
      ? [{ node, name: callee.text, arguments: node.child('arguments')?.children ?? [] }]
      : [];
  });
}

const unix = { expression: any(['linux', 'darwin', 'freebsd'].map(tag)), isTest: false };

/** Whether some build for a Unix system has the code. */
export function isForUnix({ file, source, isPreamble }: OwnCCode): boolean {
  const constraint =
    isPreamble && 'constraint' in file ? file.constraint : parseBuildConstraint(file.path, source.tree.text);
  return areCompatible(constraint, unix);
}
