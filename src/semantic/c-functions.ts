import type { CSource } from '../syntax/c-file.ts';
import type { Node } from '../syntax/tree.ts';
import type { CEntry, CIndex } from './c-index.ts';
import { unknownCType } from './c-types.ts';
import type { CFunctionType } from './c-types.ts';

/** One definition of a C function, with its body. */
export interface CFunctionDefinition {
  readonly name: string;
  /** As this definition says it; parameters are undefined where it does not, as in K&R, or a condition splits them. */
  readonly type: CFunctionType;
  readonly isStatic: boolean;
  /** The `compound_statement`. All branches of an `#if` in it stand beside each other. */
  readonly body: Node;
  /** Whether a part of the body is hidden, by a condition of the preprocessor or by an error of syntax. */
  readonly isPartial: boolean;
  /** The file or preamble that holds it. */
  readonly source: CSource;
}

/**
 * The C functions of a package whose bodies are here: those of preambles, headers and local C files. Where conditions
 * of the preprocessor choose among several definitions, or files have static ones of one name, all are given, and which
 * one a build has is not known; those with the same text are given once.
 */
export class CFunctions {
  private readonly index: CIndex;
  private readonly sources: readonly CSource[];
  private readonly known = new Map<string, readonly CFunctionDefinition[]>();
  private includedNames: ReadonlySet<string> | undefined;

  constructor(index: CIndex, sources: readonly CSource[]) {
    this.index = index;
    this.sources = sources;
  }

  /** Every definition of a name, whoever can call it. */
  all(name: string): readonly CFunctionDefinition[] {
    let definitions = this.known.get(name);
    if (definitions === undefined) {
      definitions = distinct(this.index.functions.get(name) ?? []).flatMap((entry) =>
        definitionOf(name, entry),
      );
      this.known.set(name, definitions);
    }
    return definitions;
  }

  /** What `C.name` can call: not the static functions of a C file that nobody includes. */
  callable(name: string): readonly CFunctionDefinition[] {
    return this.all(name).filter(({ isStatic, source }) => !isStatic || !this.isOwnUnit(source));
  }

  /** What a call in the body of a function can reach: its own file's definitions, or else those that others share. */
  calledFrom(caller: CFunctionDefinition, name: string): readonly CFunctionDefinition[] {
    const definitions = this.all(name);
    const own = definitions.filter(({ source }) => source === caller.source);
    if (own.length > 0) return own;
    return definitions.filter(
      ({ isStatic, source }) => !isStatic || (pathOf(source) !== undefined && !this.isOwnUnit(source)),
    );
  }

  /** Whether a source is compiled by itself and shared with no other: its static functions are its own. */
  private isOwnUnit(source: CSource): boolean {
    const path = pathOf(source);
    if (path === undefined || /\.(h|hh|hpp|hxx|inc|inl)$/i.test(path)) return false;
    this.includedNames ??= new Set(this.sources.flatMap(includedNames));
    return !this.includedNames.has(path.slice(path.lastIndexOf('/') + 1));
  }
}

/** The path of a file; undefined for a preamble. */
function pathOf(source: CSource): string | undefined {
  return 'path' in source && typeof source.path === 'string' ? source.path : undefined;
}

/** The last parts of the paths that a source includes. */
function includedNames({ tree }: CSource): string[] {
  return tree.root.all('preproc_include').map((node) => {
    const path = (node.child('path')?.text ?? '').replace(/^["<]|[">]$/g, '');
    return path.slice(path.lastIndexOf('/') + 1);
  });
}

function definitionOf(name: string, { reader, node, declarator, source }: CEntry): CFunctionDefinition[] {
  const body = node.child('body');
  if (body === undefined) return [];
  const { type } = reader.declared(node, declarator);
  return [
    {
      name,
      type:
        type.kind === 'function'
          ? type
          : { kind: 'function', result: unknownCType, parameters: undefined, isVariadic: false },
      isStatic: isStaticDeclaration(node),
      body,
      isPartial: reader.isUncertain(body.start, body.end) || reader.holdsError(body, body.start, body.end),
      source,
    },
  ];
}

export function isStaticDeclaration(node: Node): boolean {
  return node.children.some((child) => child.kind === 'storage_class_specifier' && child.text === 'static');
}

/** The definitions that differ: the same function stands in the preamble of each file that calls it. */
function distinct(entries: readonly CEntry[]): CEntry[] {
  const definitions = entries.filter(({ node }) => node.child('body') !== undefined);
  if (definitions.length < 2) return definitions;
  const byText = new Map<string, CEntry>();
  for (const entry of definitions) {
    const text = entry.node.text.replace(/\s+/g, ' ');
    if (!byText.has(text)) byText.set(text, entry);
  }
  return [...byText.values()];
}
