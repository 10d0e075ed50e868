import { isReadable } from '../../syntax/go-file.ts';
import type { GoFile } from '../../syntax/go-file.ts';
import type { Node } from '../../syntax/tree.ts';
import type { Package } from '../package.ts';

/** The nodes of a function that the wrapper analysis asks for, found in one walk. */
export interface FunctionParts {
  readonly file: GoFile;
  /** A function or method declaration, or a literal. */
  readonly node: Node;
  readonly name: string;
  /** The parts of function literals inside it belong to it as well. */
  readonly calls: readonly Node[];
  readonly assignments: readonly Node[];
  readonly literals: readonly Node[];
  readonly variables: readonly Node[];
  readonly comparisons: readonly Node[];
  /** Those of the function itself, without the ones of function literals inside it. */
  readonly returns: readonly Node[];
}

/** The functions that a package declares. */
export function declaredFunctions(pkg: Package): FunctionParts[] {
  const found: FunctionParts[] = [];
  for (const file of pkg.files) {
    for (const node of file.tree.root.children) {
      if (node.is('function_declaration', 'method_declaration') && isReadable(file, node))
        found.push(partsOf(file, node));
    }
  }
  return found;
}

const partKinds: readonly [string, ...string[]] = [
  'func_literal',
  'call_expression',
  'type_conversion_expression',
  'assignment_statement',
  'short_var_declaration',
  'composite_literal',
  'var_spec',
  'binary_expression',
  'return_statement',
];

/** The parts of one function, or of the declaration of package-level variables. */
export function partsOf(file: GoFile, node: Node): FunctionParts {
  const parts = {
    calls: [] as Node[],
    assignments: [] as Node[],
    literals: [] as Node[],
    variables: [] as Node[],
    comparisons: [] as Node[],
    returns: [] as Node[],
  };
  const body = node.child('body') ?? node;
  let literalEnd = -1;
  for (const child of body.all(...partKinds)) {
    switch (child.kind) {
      case 'func_literal':
        if (child.id >= literalEnd && child !== node) literalEnd = child.subtreeEnd;
        break;
      case 'call_expression':
      case 'type_conversion_expression':
        parts.calls.push(child);
        break;
      case 'assignment_statement':
      case 'short_var_declaration':
        parts.assignments.push(child);
        break;
      case 'composite_literal':
        parts.literals.push(child);
        break;
      case 'var_spec':
        parts.variables.push(child);
        break;
      case 'binary_expression':
        parts.comparisons.push(child);
        break;
      case 'return_statement':
        if (child.id >= literalEnd) parts.returns.push(child);
        break;
    }
  }
  return { file, node, name: node.child('name')?.text ?? '', ...parts };
}

/** The declared parameter types of each result of a function; a name with it where it has one. */
export function resultsOf(node: Node): { type: Node; name: Node | undefined }[] {
  const result = node.child('result');
  if (result === undefined) return [];
  if (result.kind !== 'parameter_list') return [{ type: result, name: undefined }];
  return result.children.flatMap((parameter): { type: Node; name: Node | undefined }[] => {
    const type = parameter.child('type');
    if (type === undefined) return [];
    const names = parameter.childrenOf('name');
    return names.length === 0 ? [{ type, name: undefined }] : names.map((name) => ({ type, name }));
  });
}

/** The names of a function's parameters, in order; undefined where one has none. */
export function parametersOf(node: Node): (Node | undefined)[] {
  return (node.child('parameters')?.children ?? []).flatMap((parameter) => {
    const names = parameter.childrenOf('name');
    return names.length === 0 ? [undefined] : names;
  });
}

/** The expressions of a `return`, an expression list or a single one. */
export function returnedBy(statement: Node): readonly Node[] {
  const [list] = statement.children;
  if (list === undefined) return [];
  return list.kind === 'expression_list' ? list.children : [list];
}
