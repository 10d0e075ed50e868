import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { cFunctionFacts } from '../../../flow/ownership/c-summaries.ts';
import { argumentsOf, calleeOf } from '../../../semantic/callee.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';
import { countOrFailure, lookAt } from './failed-length.ts';

export default defineRule({
  id: 'unsafe-slice-c-len',
  code: 'CGO213',
  category: 'bounds',
  severity: 'warning',
  confidence: 'likely',
  cwe: 252,
  docs,
  requires: [cFunctionFacts],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!usesCgo(fn.file) || fn.file.constraint.isTest) continue;
      if (!/\bunsafe\.(?:Slice|String)\(|\bC\.Go(?:Bytes|StringN)\(/.test(fn.body.text)) continue;
      for (const call of fn.body.allOutside('func_literal', 'call_expression')) {
        const seen = lengthGivenTo(call, pass.package);
        if (seen !== undefined) check(pass, fn, call, seen);
      }
    }
  },
});

/** The length of `unsafe.Slice(p, n)` and its kin, and their name. */
function lengthGivenTo(call: Node, pkg: Package): { length: Node; by: string } | undefined {
  const callee = calleeOf(call, pkg);
  const length = argumentsOf(call)[1];
  if (length === undefined) return undefined;
  if (callee.kind === 'package' && callee.path === 'unsafe' && /^(?:Slice|String)$/.test(callee.name))
    return { length, by: `unsafe.${callee.name}` };
  return callee.kind === 'c' && /^Go(?:Bytes|StringN)$/.test(callee.name)
    ? { length, by: `C.${callee.name}` }
    : undefined;
}

function check(pass: Pass, fn: GoFunction, at: Node, { length, by }: { length: Node; by: string }): void {
  const { file } = fn;
  const result = countOrFailure(length, pass.use(cFunctionFacts), pass.package);
  const clear = (reason: string): void => {
    pass.clear(() => ({ at, file, reason }));
  };
  if (result === undefined) {
    clear(`nothing says that \`${short(length)}\` is the failure of a C function`);
    return;
  }
  const looked = lookAt(result, pass.package);
  if (looked !== undefined) {
    clear(`what \`C.${result.name}\` returns is looked at, or handed on, at line ${String(looked.line)}`);
    return;
  }
  const subject = `\`C.${result.name}\` ${result.why}`;
  const { returned } = result;
  pass.report({
    at: length,
    file,
    message: result.isOfType
      ? `Can \`C.${result.name}\` fail here? It ${result.why}, and \`${by}\` gets it as a length unseen`
      : `${subject}, and \`${by}\` gets that as a length: nothing here looks at it before`,
    ...(result.isOfType ? { confidence: 'question' as const, severity: 'info' as const } : {}),
    steps: [
      ...(returned === undefined
        ? []
        : [{ location: pass.location(returned.file, returned.node), message: 'this is no length' }]),
      { location: pass.location(file, result.call), message: `\`C.${result.name}\` is called` },
      { location: pass.location(file, length), message: `\`${short(length)}\` is taken for a length` },
    ],
  });
}
