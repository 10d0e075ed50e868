import { pathSteps } from '../../../engine/path-steps.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import { UsesBehind, givenBack, pointOfCall } from '../../../flow/given-back.ts';
import { isPoolCall } from '../../../flow/origin/pooled-origins.ts';
import { pooledVariable } from '../../../flow/pooled-variable.ts';
import { unparen } from '../../../semantic/callee.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'pool-put-twice',
  code: 'CGO320',
  category: 'lifetime',
  severity: 'error',
  confidence: 'likely',
  cwe: 415,
  docs,
  requires: [functionFlows],
  run(pass) {
    const files = new Set(pass.package.files.filter(({ tree }) => tree.text.split('.Put(').length > 2));
    for (const fn of pass.functions()) {
      if (!files.has(fn.file)) continue;
      const puts = fn.body
        .all('call_expression')
        .filter((call) => call.child('function')?.child('field')?.text === 'Put')
        .filter((call) => isPoolCall(call, 'Put', pass.package));
      if (puts.length > 1) checkFunction(pass, fn, puts);
    }
  },
});

function checkFunction(pass: Pass, fn: GoFunction, puts: readonly Node[]): void {
  const told = new Set<Node>();
  for (const put of puts) {
    const given = givenBack(put, pooledVariable(put, fn, pass.package), pointOfCall(put, fn), pass.package);
    if (given === undefined) continue;
    // A deferred one runs at the end, whatever comes in between.
    const uses = new UsesBehind(pass.use(functionFlows)(fn), { ...given, isDeferred: false }, pass.package);
    const use = uses.first((mention) => putOf(mention, puts) === undefined);
    const again = use === undefined ? undefined : putOf(use.at, puts);
    const { name } = given.root;
    if (use === undefined || again === undefined || told.has(again)) {
      pass.clear(() => ({
        at: put,
        file: fn.file,
        reason: `on no path \`${name}\` is put back again behind this`,
      }));
      continue;
    }
    told.add(again);
    pass.report({
      at: again,
      file: fn.file,
      message: `\`${name}\` is put back into the pool twice: two calls of \`Get\` may return the same memory`,
      steps: pathSteps(pass, fn, {
        from: {
          node: put,
          message: given.isDeferred
            ? `\`${name}\` goes back to the pool when the function returns`
            : `\`${name}\` goes back to the pool`,
        },
        path: use.path,
        end: 'and once more here',
        endAt: again,
      }),
    });
  }
}

/** The `Put` whose argument a mention is: `Put(v)`, `Put(&v)`. */
function putOf(mention: Node, puts: readonly Node[]): Node | undefined {
  return puts.find((put) => {
    const given = put.child('arguments')?.children[0];
    if (given === undefined) return false;
    const plain = unparen(given);
    return plain === mention || (plain.text.startsWith('&') && plain.child('operand') === mention);
  });
}
