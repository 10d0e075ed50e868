import { pathSteps } from '../../../engine/path-steps.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import { UsesBehind, givenBack, onlyMeasures, pointOfCall } from '../../../flow/given-back.ts';
import { unmapsMemory } from '../../../flow/origin/memory-maps.ts';
import { saysFailed } from '../../../flow/failed-call.ts';
import { useOf } from '../../../flow/value-use.ts';
import { argumentsOf, unparen } from '../../../semantic/callee.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'mmap-use-after-munmap',
  code: 'CGO317',
  category: 'lifetime',
  severity: 'error',
  confidence: 'likely',
  cwe: 416,
  docs,
  requires: [functionFlows],
  run(pass) {
    const files = new Set(pass.package.files.filter(({ tree }) => tree.text.includes('.Munmap(')));
    for (const fn of pass.functions()) {
      if (!files.has(fn.file)) continue;
      for (const call of fn.body.all('call_expression')) {
        if (unmapsMemory(call, pass.package)) check(pass, fn, call);
      }
    }
  },
});

function check(pass: Pass, fn: GoFunction, unmap: Node): void {
  const point = pointOfCall(unmap, fn);
  // A literal inside has its own turn, unless it is deferred.
  if (point === undefined) return;
  const clear = (reason: string): void => {
    pass.clear(() => ({ at: unmap, file: fn.file, reason }));
  };
  const given = givenBack(unmap, mappedVariable(pass, fn, unmap), point, pass.package);
  if (given === undefined) {
    clear('what is unmapped is in no variable of this function');
    return;
  }
  const { root, isDeferred } = given;
  const use = new UsesBehind(pass.use(functionFlows)(fn), given, pass.package).first(
    (mention) => isHarmless(mention, pass),
    ({ edges }) => edges.some((edge) => saysFailed(edge, unmap, pass.package)),
  );
  if (use === undefined) {
    clear(`no memory of \`${root.name}\` is used behind this`);
    return;
  }
  const text = short(use.at);
  pass.report({
    at: use.at,
    file: fn.file,
    message: isDeferred
      ? `\`${text}\` is given to the caller, and its memory is unmapped when the function returns: an access to it is a fault`
      : `\`${text}\` is memory that \`${short(unmap)}\` has unmapped: an access to it is a fault`,
    steps: pathSteps(pass, fn, {
      from: {
        node: unmap,
        message: isDeferred
          ? `\`${root.name}\` is unmapped when the function returns`
          : `\`${root.name}\` is unmapped`,
      },
      path: use.path,
      end: isDeferred ? 'and is returned all the same' : 'and is used here',
      endAt: use.at,
    }),
  });
}

/** The `b` of `Munmap(b)` or `Munmap(b[:n])`, a variable of the function. */
function mappedVariable(pass: Pass, fn: GoFunction, unmap: Node): GoSymbol | undefined {
  const [given] = argumentsOf(unmap);
  let plain = given === undefined ? undefined : unparen(given);
  while (plain?.kind === 'slice_expression') plain = plain.child('operand');
  const symbol = plain?.kind === 'identifier' ? pass.package.symbolOf(plain) : undefined;
  return symbol?.owner === fn.node ? symbol : undefined;
}

/** The length, whether it is nil, its address as a number or key, or what is unmapped once more. */
function isHarmless(use: Node, { package: pkg }: Pass): boolean {
  if (onlyMeasures(use, pkg)) return true;
  const call = use.parent?.kind === 'argument_list' ? use.parent.parent : undefined;
  if (call?.kind === 'call_expression' && unmapsMemory(call, pkg)) return true;
  const place = use.parent?.kind === 'index_expression' && use.field === 'operand' ? use.parent : undefined;
  const address = place?.parent;
  if (address?.kind !== 'unary_expression' || !address.text.startsWith('&')) return false;
  const made = useOf(address, pkg);
  return made.kind !== 'c-argument' && made.kind !== 'dereference' && !isOwnArgument(made);
}

/** An argument of a function that is neither built in nor a system call. */
function isOwnArgument(made: ReturnType<typeof useOf>): boolean {
  if (made.kind !== 'go-argument') return false;
  const { callee } = made;
  return callee.kind === 'function' || callee.kind === 'method';
}
