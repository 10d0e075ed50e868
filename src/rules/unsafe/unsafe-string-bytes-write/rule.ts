import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { definitionsOf } from '../../../flow/definitions.ts';
import { origins } from '../../../flow/origin/pointer-origins.ts';
import { sharedVariable, sharingVariables } from '../../../flow/shared-memory.ts';
import { sliceWrites, writingKinds } from '../../../flow/slice-writes.ts';
import type { SliceWrite } from '../../../flow/slice-writes.ts';
import { viewedString } from '../../../flow/string-bytes.ts';
import { unparen } from '../../../semantic/callee.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'unsafe-string-bytes-write',
  code: 'CGO313',
  category: 'unsafe',
  severity: 'error',
  confidence: 'likely',
  docs,
  requires: [origins],
  run(pass) {
    if (!takesBytes(pass)) return;
    for (const fn of pass.functions()) {
      for (const node of fn.body.allOutside('func_literal', ...writingKinds))
        for (const place of sliceWrites(node, pass.package)) check(pass, fn, node, place);
    }
  },
});

/** Whether any file of the package takes the bytes of strings: its functions may be called from the others. */
function takesBytes(pass: Pass): boolean {
  return pass.package.files.some(({ tree }) => /\bStringData\b|\*\(\*\[\](?:byte|uint8)\)/.test(tree.text));
}

function check(pass: Pass, fn: GoFunction, node: Node, { through, at }: SliceWrite): void {
  const view = viewBehind(through, pass);
  if (view === undefined) {
    pass.trace(() => {
      if (isByteSlice(through, pass))
        clear(pass, fn, at, `\`${oneLine(through)}\` is not known to be a view of a string`);
    });
    return;
  }
  const { string, made } = view;
  const memory = pass.use(origins).of(string);
  if (memory.kind !== 'string-data' && memory.kind !== 'unknown') {
    clear(pass, fn, at, `the bytes of \`${oneLine(string)}\` are memory that may be written to`);
    return;
  }
  const isConstant = /^["`]/.test(unparen(memory.at).text) && memory.kind === 'string-data';
  pass.report({
    at,
    file: fn.file,
    message:
      `\`${oneLine(at)}\` writes to the bytes of the string \`${oneLine(string)}\`, which may not change` +
      (isConstant ? ': those of a constant are read-only memory' : ''),
    ...(isConstant ? { confidence: 'certain' as const } : {}),
    steps:
      made.contains(at) || at.contains(made)
        ? []
        : [
            {
              location: pass.location(fn.file, made),
              message: `a view of \`${oneLine(string)}\`, without a copy`,
            },
            { location: pass.location(fn.file, node), message: 'is written to here' },
          ],
  });
}

interface View {
  readonly string: Node;
  /** The expression that makes it. */
  readonly made: Node;
}

/** The string whose bytes a slice or pointer is: made on the spot, or held by a variable that holds nothing else. */
function viewBehind(through: Node, pass: Pass): View | undefined {
  const pkg = pass.package;
  const string = viewedString(through, pkg);
  if (string !== undefined) return { string, made: through };
  const root = variableIn(through, pass);
  if (root === undefined) return undefined;
  let found: View | undefined;
  for (const { value, target } of definitionsOf(root, pkg)) {
    if (target.parent?.kind === 'unary_expression') continue;
    const viewed = value === undefined ? undefined : viewOf(value, root, pass);
    if (viewed === undefined) return undefined;
    found ??= viewed;
  }
  return found !== undefined && sharedVariable(through, sharingVariables(root, pkg), pkg) !== undefined
    ? found
    : undefined;
}

/** A definition that is a view, or that makes one of another variable's. */
function viewOf(value: Node, of: GoSymbol, pass: Pass): View | undefined {
  const string = viewedString(value, pass.package);
  if (string !== undefined) return { string, made: value };
  const other = variableIn(value, pass);
  if (other === undefined || other === of) return undefined;
  const definitions = definitionsOf(other, pass.package);
  const [only] = definitions;
  const made = definitions.length === 1 ? only?.value : undefined;
  const viewed = made === undefined ? undefined : viewedString(made, pass.package);
  const shares = sharedVariable(value, new Set([other]), pass.package) !== undefined;
  return made === undefined || viewed === undefined || !shares ? undefined : { string: viewed, made };
}

/** The local at the start of `b`, `b[1:]`, `(*T)(unsafe.Pointer(p))`. */
function variableIn(expression: Node, pass: Pass): GoSymbol | undefined {
  const name = expression.all('identifier').find((one) => pass.package.symbolOf(one)?.role === 'local');
  return name === undefined ? undefined : pass.package.symbolOf(name);
}

function isByteSlice(expression: Node, pass: Pass): boolean {
  const type = pass.package.types.ofExpression(expression);
  const element = type.kind === 'slice' || type.kind === 'pointer' ? type.element : undefined;
  return element?.kind === 'basic' && /^(byte|uint8)$/.test(element.name);
}

function clear(pass: Pass, fn: GoFunction, at: Node, reason: string): void {
  pass.clear(() => ({ at, file: fn.file, reason }));
}

function oneLine(node: Node): string {
  return node.text.replace(/\s+/g, ' ');
}
