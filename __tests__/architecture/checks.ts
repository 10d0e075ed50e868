import { isBuiltin } from 'node:module';
import ts from 'typescript';
import { eachImport, importsOf, parse, visit } from './imports.ts';
import type { Sources } from './imports.ts';

/** From the top down; layers that stand side by side, such as `github` and `git`, do not know each other. */
export const layers: readonly (readonly string[])[] = [
  ['entry'],
  ['bot'],
  ['app'],
  ['github', 'git'],
  ['sanitizer', 'linters'],
  ['config'],
  ['report'],
  ['rules'],
  ['engine'],
  ['flow'],
  ['semantic'],
  ['knowledge'],
  ['syntax'],
  ['parser'],
  ['source'],
  ['diff'],
  ['base'],
];
const height = new Map(layers.flatMap((names, index) => names.map((name) => [name, -index] as const)));
const pureBelow = height.get('report') ?? 0;
const vagueNames = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'shared', 'lib']);

export function layerOf(file: string): string {
  return file.split('/')[1] ?? '';
}

/** Folders of higher layers that parse what strangers wrote. */
const pureFolders = ['src/sanitizer/reports/', 'src/sanitizer/sites/'];

function isPure(file: string): boolean {
  return (
    (height.get(layerOf(file)) ?? 1) <= pureBelow || pureFolders.some((folder) => file.startsWith(folder))
  );
}

/** Imports that point up, or across to a layer of the same height. */
export function layerViolations(sources: Sources): string[] {
  const homeless = [...sources.keys()].filter((file) => !height.has(layerOf(file)));
  const upward = eachImport(sources, (file, { specifier, target }) => {
    if (target === undefined) return [];
    const [from, to] = [layerOf(file), layerOf(target)];
    // The package's manifest is data: its name, version and addresses.
    if (/^(\.\.\/)+package\.json$/.test(specifier)) return [];
    if (!sources.has(target)) return [`${file} imports ${specifier}, which is no file of src`];
    if (from === to || (height.get(to) ?? 1) < (height.get(from) ?? 0)) return [];
    return [`${file} imports ${specifier}: ${from} is not above ${to}`];
  });
  return [...homeless.map((file) => `${file} is in no layer`), ...upward];
}

export function treeSitterViolations(sources: Sources): string[] {
  return eachImport(sources, (file, { specifier }) =>
    /^(web-)?tree-sitter/.test(specifier) && layerOf(file) !== 'parser'
      ? [`${file} imports ${specifier}`]
      : [],
  );
}

/** Names of the machine: what the pure layers must be handed instead. */
const worldly = new Set([
  'process',
  'console',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'performance',
]);

/** Imports and globals of the outside world in the layers from `report` down, and where reports are parsed. */
export function purityViolations(sources: Sources): string[] {
  const pure = new Map([...sources].filter(([file]) => isPure(file)));
  const imported = eachImport(pure, (file, { specifier }) =>
    isBuiltin(specifier) || /^@(actions|octokit)\//.test(specifier) ? [`${file} imports ${specifier}`] : [],
  );
  const used = [...pure].flatMap(([file, text]) =>
    worldlyUses(file, text).map((use) => `${file} uses ${use}`),
  );
  return [...imported, ...used];
}

function worldlyUses(file: string, text: string): string[] {
  const source = parse(file, text);
  const declared = declaredNames(source);
  const uses: string[] = [];
  visit(source, (node) => {
    if (ts.isPropertyAccessExpression(node) && node.getText() === 'Date.now') uses.push('Date.now');
    if (
      ts.isNewExpression(node) &&
      node.expression.getText() === 'Date' &&
      (node.arguments ?? []).length === 0
    ) {
      uses.push('new Date()');
    }
    if (ts.isPropertyAccessExpression(node) && node.expression.getText() === 'globalThis')
      uses.push(node.getText());
    if (isFreeName(node, declared) && worldly.has(node.text)) uses.push(node.text);
  });
  return uses;
}

/** A name that stands for a value of no declaration in its file. */
function isFreeName(node: ts.Node, declared: ReadonlySet<string>): node is ts.Identifier {
  if (!ts.isIdentifier(node) || declared.has(node.text)) return false;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return !(
    ts.isTypeNode(parent) ||
    ts.isTypeElement(parent) ||
    ts.isClassElement(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isQualifiedName(parent)
  );
}

function declaredNames(source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  visit(source, (node) => {
    const declares =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isImportSpecifier(node) ||
      ts.isImportClause(node);
    if (declares && node.name !== undefined && ts.isIdentifier(node.name)) names.add(node.name.text);
  });
  return names;
}

/** Places outside `entry` that read the environment or the arguments. */
export function environmentViolations(sources: Sources): string[] {
  const outside = new Map([...sources].filter(([file]) => layerOf(file) !== 'entry'));
  const imported = eachImport(outside, (file, { specifier }) =>
    /^(node:)?process$/.test(specifier) ? [`${file} imports ${specifier}`] : [],
  );
  const read: string[] = [];
  for (const [file, text] of outside) {
    visit(parse(file, text), (node) => {
      const property = readProperty(node);
      if (property !== undefined && ['env', 'argv'].includes(property))
        read.push(`${file} reads process.${property}`);
    });
  }
  return [...imported, ...read];
}

/** `x` in `process.x`, `globalThis.process.x`, `process['x']` and `const { x } = process`. */
function readProperty(node: ts.Node): string | undefined {
  const isProcess = (object: ts.Node): boolean => /^(globalThis\.)?process$/.test(object.getText());
  if (ts.isPropertyAccessExpression(node) && isProcess(node.expression)) return node.name.text;
  if (ts.isElementAccessExpression(node) && isProcess(node.expression)) {
    return ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : undefined;
  }
  if (!ts.isBindingElement(node)) return undefined;
  const declaration = node.parent.parent;
  const destructures = ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined;
  return destructures && isProcess(declaration.initializer)
    ? (node.propertyName ?? node.name).getText()
    : undefined;
}

export function nameViolations(sources: Sources): string[] {
  return [...sources.keys()].filter((file) =>
    file.split('/').some((part) => vagueNames.has(part.replace(/\.ts$/, ''))),
  );
}

/** Every cycle of value imports that a walk from the files in order meets first, as `a -> b -> a`. */
export function cycles(sources: Sources): string[] {
  const edges = new Map(
    [...sources].map(([file, text]) => [
      file,
      importsOf(file, text).flatMap(({ target, typeOnly }) =>
        target === undefined || typeOnly ? [] : [target],
      ),
    ]),
  );
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file);
    if (start !== -1) found.push([...trail.slice(start), file].join(' -> '));
    if (start !== -1 || done.has(file)) return;
    for (const next of edges.get(file) ?? []) walk(next, [...trail, file]);
    done.add(file);
  };
  for (const file of sources.keys()) walk(file, []);
  return found;
}
