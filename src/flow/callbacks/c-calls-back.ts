import type { CFunctionDefinition } from '../../semantic/c-functions.ts';
import type { Package } from '../../semantic/package.ts';
import type { CSource } from '../../syntax/c-file.ts';
import type { Node } from '../../syntax/tree.ts';

/** A call in C code of a function that Go exports. */
export interface CallBack {
  readonly call: Node;
  readonly source: CSource;
  /** The exported function. */
  readonly name: string;
  /** Whether it stands under a condition or in a loop, in one of the functions on the way. */
  readonly isConditional: boolean;
}

/** Functions that call others are followed this deep. */
const deepest = 6;

/**
 * The call of an exported function that a C function makes, itself or through functions whose bodies are here.
 * Undefined where its definitions differ in that, or where a part of one is hidden.
 */
export function callBackOf(name: string, exported: ReadonlySet<string>, pkg: Package): CallBack | undefined {
  const found = pkg.c.definitions.callable(name).map((one) => inBody(one, exported, pkg, new Set()));
  return found.every((one) => one !== undefined) ? found[0] : undefined;
}

function inBody(
  definition: CFunctionDefinition,
  exported: ReadonlySet<string>,
  pkg: Package,
  seen: Set<Node>,
): CallBack | undefined {
  const { body, source, isPartial } = definition;
  if (isPartial || seen.has(body) || seen.size >= deepest) return undefined;
  seen.add(body);
  for (const call of body.all('call_expression')) {
    const callee = call.child('function');
    if (callee?.kind !== 'identifier' || isDeclaredIn(callee.text, definition)) continue;
    const isConditional = isUnderCondition(call, body);
    if (exported.has(callee.text)) return { call, source, name: callee.text, isConditional };
    const others = pkg.c.definitions.calledFrom(definition, callee.text);
    const through = others.map((one) => inBody(one, exported, pkg, seen));
    const [first] = through;
    if (first !== undefined && through.every((one) => one !== undefined))
      return { ...first, isConditional: isConditional || first.isConditional };
  }
  return undefined;
}

/** A parameter or local of that name, which may be any function. */
function isDeclaredIn(name: string, { body, type }: CFunctionDefinition): boolean {
  if (type.parameters?.some((one) => one.name === name) === true) return true;
  return body
    .all('declaration')
    .some((one) =>
      one.childrenOf('declarator').some((declarator) => declarator.all('identifier')[0]?.text === name),
    );
}

function isUnderCondition(call: Node, body: Node): boolean {
  const around = call.ancestor(
    'if_statement',
    'switch_statement',
    'while_statement',
    'for_statement',
    'conditional_expression',
    'binary_expression',
    'compound_statement',
  );
  if (around === undefined || around === body) return isBehindReturn(call, body);
  return true;
}

/** A return before it may leave first. */
function isBehindReturn(call: Node, body: Node): boolean {
  return body.all('return_statement', 'goto_statement').some((one) => one.end <= call.start);
}
