import type { CSource } from '../syntax/c-file.ts';
import type { GoFile } from '../syntax/go-file.ts';
import type { Node } from '../syntax/tree.ts';
import { functionDeclarator } from './c-index.ts';
import { declaredName } from './c-type-reader.ts';

/** Something that C code defines for the whole program: two object files with it do not link. */
export interface ExternalDefinition {
  readonly name: string;
  readonly kind: 'function' | 'variable';
  /** The `function_definition` or `declaration`. */
  readonly node: Node;
}

/**
 * The functions and variables that some C code defines for other object files as well: none that are `static`,
 * `inline` or `extern`, and none under a condition of the preprocessor, which may leave them out.
 */
export function externalDefinitionsIn(source: CSource): ExternalDefinition[] {
  return certainItems(source.tree.root, source).flatMap((node): ExternalDefinition[] => {
    if (!node.is('function_definition', 'declaration') || isInternal(node) || node.all('ERROR').length > 0)
      return [];
    if (node.kind === 'function_definition') {
      const declarator = node.child('declarator');
      const declared = declarator === undefined ? undefined : functionDeclarator(declarator);
      const name = declared?.child('declarator');
      return name?.kind === 'identifier' ? [{ name: name.text, kind: 'function', node }] : [];
    }
    return node.childrenOf('declarator').flatMap((declarator): ExternalDefinition[] => {
      const plain = declarator.kind === 'init_declarator' ? declarator.child('declarator') : declarator;
      if (plain === undefined || functionDeclarator(plain) !== undefined) return [];
      const name = declaredName(plain);
      return name === undefined ? [] : [{ name, kind: 'variable', node }];
    });
  });
}

/**
 * What stands at file level whatever the preprocessor knows. The whole file may stand in a guard against a second
 * inclusion: a macro that is asked for and then defined.
 */
function certainItems(list: Node, source: CSource): readonly Node[] {
  return list.children.flatMap((node) => {
    const guard =
      node.kind === 'preproc_ifdef' && node.text.startsWith('#ifndef') ? node.child('name')?.text : undefined;
    const isGuarded =
      guard !== undefined && source.macros.get(guard)?.some(({ body }) => body === '') === true;
    return isGuarded ? certainItems(node, source) : [node];
  });
}

function isInternal(node: Node): boolean {
  return node.children.some(
    ({ kind, text }) =>
      (kind === 'storage_class_specifier' || kind === 'type_qualifier') &&
      /^(static|extern|_*inline_*)$/.test(text),
  );
}

/** Whether a `#cgo` line tells the linker to take the first of several definitions. */
export function mayRepeatDefinitions(files: readonly GoFile[]): boolean {
  const asked = /allow-multiple-definition|muldefs|multiply_defined/;
  return files.some(({ directives }) =>
    directives.flags.some((one) => one.arguments.some((text) => asked.test(text))),
  );
}
