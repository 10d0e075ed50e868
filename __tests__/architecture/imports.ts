import path from 'node:path';
import ts from 'typescript';

/** Source texts by path from the repository's root, `src/base/span.ts`. */
export type Sources = ReadonlyMap<string, string>;

export interface ModuleImport {
  readonly specifier: string;
  /** The imported file's path for a relative specifier. */
  readonly target: string | undefined;
  /** Erased when the types are stripped. */
  readonly typeOnly: boolean;
}

export function parse(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
}

export function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => {
    visit(child, see);
  });
}

/** Static and dynamic imports, re-exports and `import('…')` types, in the order of the text. */
export function importsOf(file: string, text: string): ModuleImport[] {
  const found: ModuleImport[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean): void => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    const relative = specifier.text.startsWith('.');
    const target = relative ? path.posix.join(path.posix.dirname(file), specifier.text) : undefined;
    found.push({ specifier: specifier.text, target, typeOnly });
  };
  visit(parse(file, text), (node) => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    } else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, node.isTypeOnly);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, true);
    }
  });
  return found;
}

export function eachImport(
  sources: Sources,
  check: (file: string, imported: ModuleImport) => string[],
): string[] {
  return [...sources].flatMap(([file, text]) => importsOf(file, text).flatMap((one) => check(file, one)));
}
