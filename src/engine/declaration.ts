import type { CFile } from '../syntax/c-file.ts';
import type { GoFile } from '../syntax/go-file.ts';
import type { Node } from '../syntax/tree.ts';

/** The top-level declaration that holds a node. The root of a file that is cut off is an error, not a source file. */
export function enclosingDeclaration(node: Node): Node {
  let current = node;
  for (let parent = current.parent; parent?.parent !== undefined; parent = current.parent) current = parent;
  return current;
}

/**
 * The name of a top-level declaration as the Go tools print it: `func (*DB).Get`, `func Open`, `type T`, `var x`; a
 * function of C has its bare name.
 */
export function declarationName(declaration: Node, file: GoFile | CFile): string {
  const name = declaration.child('name')?.text;
  switch (declaration.kind) {
    case 'function_declaration':
      return `func ${name ?? ''}`;
    case 'method_declaration':
      return `func (${receiverType(declaration)}).${name ?? ''}`;
    case 'type_declaration':
    case 'var_declaration':
    case 'const_declaration': {
      const spec = declaration.all('type_spec', 'type_alias', 'var_spec', 'const_spec')[0];
      return `${declaration.kind.replace('_declaration', '')} ${spec?.child('name')?.text ?? ''}`;
    }
    case 'function_definition':
      return declaration.all('function_declarator')[0]?.child('declarator')?.text ?? file.path;
    default:
      return 'packageName' in file ? `package ${file.packageName}` : file.path;
  }
}

/** The receiver's type without its type parameters: `*DB`. */
function receiverType(declaration: Node): string {
  const type = declaration.child('receiver')?.children[0]?.child('type')?.text ?? '';
  return type.replace(/\[.*\]/s, '').replace(/\s+/g, '');
}

/** A node's code with white space and comments folded: what stays the same when lines move or gofmt runs. */
export function normalisedTokens(node: Node): string {
  // A directive is a comment, and all that there is of it.
  if (node.kind === 'comment') return node.text.replace(/\s+/g, ' ').trim();
  const parts: string[] = [];
  for (const part of node.walk((child) => child.kind !== 'comment')) {
    if (part.subtreeEnd === part.id + 1) parts.push(part.text.trim());
  }
  return parts.filter((part) => part !== '').join(' ');
}
