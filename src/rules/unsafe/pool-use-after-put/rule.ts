import { pathSteps } from '../../../engine/path-steps.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import { UsesBehind, givenBack, onlyMeasures, pointOfCall } from '../../../flow/given-back.ts';
import { isPoolCall } from '../../../flow/origin/pooled-origins.ts';
import { pooledVariable } from '../../../flow/pooled-variable.ts';
import { holdsElements, sharedVariable } from '../../../flow/shared-memory.ts';
import { calleeOf, unparen } from '../../../semantic/callee.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'pool-use-after-put',
  code: 'CGO312',
  category: 'lifetime',
  severity: 'error',
  confidence: 'likely',
  cwe: 416,
  docs,
  requires: [functionFlows],
  run(pass) {
    const files = new Set(pass.package.files.filter(({ tree }) => tree.text.includes('.Put(')));
    for (const fn of pass.functions()) {
      if (!files.has(fn.file)) continue;
      for (const call of fn.body.all('call_expression')) {
        if (call.child('function')?.child('field')?.text !== 'Put') continue;
        if (isPoolCall(call, 'Put', pass.package)) check(pass, fn, call);
      }
    }
  },
});

function check(pass: Pass, fn: GoFunction, put: Node): void {
  const point = pointOfCall(put, fn);
  // A literal inside has its own turn, unless it is deferred.
  if (point === undefined) return;
  const clear = (reason: string): void => {
    pass.clear(() => ({ at: put, file: fn.file, reason }));
  };
  const given = givenBack(put, pooledVariable(put, fn, pass.package), point, pass.package);
  if (given === undefined) {
    clear('what is put back is no pointer, slice or map in a variable of this function');
    return;
  }
  const { root, isDeferred } = given;
  if (isTakenOut(pass, fn, given.variables)) {
    clear(`a part of \`${root.name}\` is given another value, so that what went before may be kept`);
    return;
  }
  const uses = new UsesBehind(pass.use(functionFlows)(fn), given, pass.package);
  const use = uses.first((mention) => isHarmless(mention, pass));
  if (use === undefined) {
    clear(`nothing of \`${root.name}\` is used behind this`);
    return;
  }
  const text = use.at.text.replace(/\s+/g, ' ');
  pass.report({
    at: use.at,
    file: fn.file,
    message: isDeferred
      ? `\`${text}\` is given to the caller, and its memory to the pool: the next \`Get\` writes over it`
      : `\`${text}\` is memory that was put back into the pool: another goroutine may have it by now`,
    steps: pathSteps(pass, fn, {
      from: {
        node: put,
        message: isDeferred
          ? `\`${root.name}\` goes back to the pool when the function returns`
          : `\`${root.name}\` goes back to the pool`,
      },
      path: use.path,
      end: isDeferred ? 'and is returned all the same' : 'and is used here',
      endAt: use.at,
    }),
  });
}

/** The length, whether it is nil, or another `Put`. */
function isHarmless(use: Node, { package: pkg }: Pass): boolean {
  if (onlyMeasures(use, pkg)) return true;
  const call = use.parent?.kind === 'argument_list' ? use.parent.parent : undefined;
  const callee = call?.kind === 'call_expression' ? calleeOf(call, pkg) : undefined;
  return callee?.kind === 'method' && callee.name === 'Put';
}

/** `out := p.buf; p.buf = nil; pool.Put(p)`: what is put back no longer has the buffer. */
function isTakenOut(pass: Pass, fn: GoFunction, variables: ReadonlySet<GoSymbol>): boolean {
  return fn.body.all('assignment_statement').some((statement) => {
    const values = statement.child('right')?.children ?? [];
    return (statement.child('left')?.children ?? []).some((target, index) => {
      const place = unparen(target);
      if (!place.is('unary_expression', 'selector_expression')) return false;
      const operand = place.child('operand');
      const symbol = operand?.kind === 'identifier' ? pass.package.symbolOf(operand) : undefined;
      if (symbol === undefined || !variables.has(symbol)) return false;
      const value = values[index];
      const isKept = value !== undefined && sharedVariable(value, variables, pass.package) !== undefined;
      return !isKept && holdsElements(pass.package.types.ofExpression(place));
    });
  });
}
