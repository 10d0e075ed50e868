import type { Node } from '../../syntax/tree.ts';
import { argumentsOf, calleeOf, isCall, unparen } from '../callee.ts';
import type { Package } from '../package.ts';
import type { GoSymbol } from '../symbol.ts';
import { cleanupSetBy } from './finalizer-targets.ts';
import { parametersOf } from './function-parts.ts';
import type { FunctionParts } from './function-parts.ts';
import type { Truth } from './model.ts';
import type { Shape } from './package-types.ts';
import { isSurelyReached } from './reached-with.ts';
import { receiverOf } from './values.ts';
import type { Place, Values } from './values.ts';

/** A stop that lies deeper than this below a release is not looked for. */
const maximalDepth = 2;

const packagesWithCleanups = new WeakMap<Package, boolean>();

/** Whether the finalizer or cleanup of an object is taken off where its memory is released. */
export function stopsCleanup(place: Place, at: Node, parts: FunctionParts, values: Values): Truth {
  if (!setsCleanups(values.pkg)) return 'no';
  let answer: Truth = 'no';
  for (const call of parts.calls) {
    const stops = stopsOf(call, place.root, values, 0);
    if (stops === 'no') continue;
    if (stops === 'yes' && isSurelyReached(call, at, parts)) return 'yes';
    answer = 'unknown';
  }
  return answer;
}

function setsCleanups(pkg: Package): boolean {
  let known = packagesWithCleanups.get(pkg);
  if (known === undefined) {
    known = pkg.files.some(({ tree }) => /\b(SetFinalizer|AddCleanup|Cleanup)\b/.test(tree.text));
    packagesWithCleanups.set(pkg, known);
  }
  return known;
}

/** Whether a call takes off what is set on a variable's object, itself or in the function of the package that it runs. */
function stopsOf(call: Node, root: GoSymbol, values: Values, depth: number): Truth {
  if (stoppedPlace(call, values)?.root === root) return 'yes';
  if (!isCall(call)) return 'no';
  const callee = calleeOf(call, values.pkg);
  if (callee.kind !== 'method' && callee.kind !== 'function') return 'no';
  const given = argumentsOf(call);
  const isReceiver = callee.kind === 'method' && values.placeOf(callee.operand)?.root === root;
  if (isReceiver && isStoredStop(call, values)) return 'yes';
  if (depth === maximalDepth) return 'no';
  const index = isReceiver ? -1 : given.findIndex((one) => values.placeOf(one)?.root === root);
  if (!isReceiver && index < 0) return 'no';
  const answers = values.calledDeclarations(call).map((declaration) => {
    const name = parametersOf(declaration)[index];
    const parameter = name === undefined ? undefined : values.pkg.symbolOf(name);
    const inner = isReceiver ? receiverOf(declaration, values.pkg) : parameter;
    return inner === undefined ? 'no' : stopsWithin(declaration, inner, values, depth + 1);
  });
  return answers.every((one) => one === answers[0]) ? (answers[0] ?? 'no') : 'unknown';
}

/** Whether a function takes off what is set on the object that it is given: surely, where no condition decides. */
function stopsWithin(declaration: Node, root: GoSymbol, values: Values, depth: number): Truth {
  const calls = declaration.child('body')?.all('call_expression') ?? [];
  let answer: Truth = 'no';
  for (const call of calls) {
    const stops = stopsOf(call, root, values, depth);
    if (stops === 'no') continue;
    if (stops === 'yes' && isUnconditional(call, declaration, values)) return 'yes';
    answer = 'unknown';
  }
  return answer;
}

function isUnconditional(call: Node, declaration: Node, values: Values): boolean {
  const block = call.ancestor('block', 'expression_case', 'default_case', 'communication_case');
  if (block?.parent !== declaration) return false;
  const returns = declaration.allOutside('func_literal', 'return_statement');
  if (returns.some((one) => one.start < call.start && !one.contains(call))) return false;
  // What is set anew does not stay off.
  return !declaration.all('call_expression').some((one) => cleanupSetBy(one, values.pkg) !== undefined);
}

/** `runtime.SetFinalizer(x, nil)`: x; `x.cleanup.Stop()`: x.cleanup. */
function stoppedPlace(call: Node, values: Values): Place | undefined {
  const callee = calleeOf(call, values.pkg);
  if (callee.kind === 'package' && callee.path === 'runtime' && callee.name === 'SetFinalizer') {
    const [object, finalizer] = argumentsOf(call);
    return finalizer?.kind === 'nil' && object !== undefined ? values.placeOf(object) : undefined;
  }
  if (callee.kind !== 'method' || callee.name !== 'Stop') return undefined;
  return isCleanup(values.shapeOf(callee.operand)) ? values.placeOf(callee.operand) : undefined;
}

/** A `runtime.Cleanup`, or a pointer to one. */
function isCleanup(shape: Shape): boolean {
  const target = shape.kind === 'pointer' ? shape.to : shape;
  return target.kind === 'external' && target.path === 'runtime' && target.name === 'Cleanup';
}

/** `x.stop()` of a field that the package gives nothing but the `Stop` of a cleanup: `x.stop = runtime.AddCleanup(…).Stop`. */
function isStoredStop(call: Node, values: Values): boolean {
  const target = unparen(call.child('function') ?? call);
  const chain = target.kind === 'selector_expression' ? values.fieldsOf(target) : undefined;
  const field = chain?.[chain.length - 1];
  if (field === undefined) return false;
  const given = values.pkg.files.flatMap(({ tree }) =>
    tree.root.all('assignment_statement').flatMap((assignment) => {
      const sources = assignment.child('right')?.children ?? [];
      return (assignment.child('left')?.children ?? []).flatMap((one, index) => {
        const fields = one.kind === 'selector_expression' ? values.fieldsOf(one) : undefined;
        return fields?.[fields.length - 1]?.node === field.node ? [sources[index]] : [];
      });
    }),
  );
  const stored = given.filter((one) => one?.kind !== 'nil');
  return stored.length > 0 && stored.every((one) => one !== undefined && isStopOfCleanup(one, values));
}

/** The method value `runtime.AddCleanup(…).Stop`, or that of a variable that holds a cleanup. */
function isStopOfCleanup(value: Node, values: Values): boolean {
  const selector = unparen(value);
  const operand = selector.kind === 'selector_expression' ? selector.child('operand') : undefined;
  if (operand === undefined || selector.child('field')?.text !== 'Stop') return false;
  const made = unparen(operand);
  return isCall(made)
    ? cleanupSetBy(made, values.pkg)?.kind === 'cleanup'
    : isCleanup(values.shapeOf(operand));
}
