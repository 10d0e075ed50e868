import type { RelatedInformation } from '../../../engine/diagnostic.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { nilDereferences } from '../../../flow/lifetime/nil-derefs.ts';
import type { NilDereference } from '../../../flow/lifetime/nil-derefs.ts';
import { cFunctionFacts } from '../../../flow/ownership/c-summaries.ts';
import { deviance } from '../../../flow/precedent/deviance.ts';
import type { Deviance } from '../../../flow/precedent/deviance.ts';
import { nullResultOf } from '../../../flow/precedent/null-results.ts';
import type { Observation } from '../../../flow/precedent/observation.ts';
import { calleeOf } from '../../../semantic/callee.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { isGenerated } from '../../../source/classify.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'unchecked-null-return',
  code: 'CGO214',
  category: 'bounds',
  severity: 'info',
  confidence: 'question',
  cwe: 476,
  docs,
  requires: [cFunctionFacts, nilDereferences, deviance],
  run(pass) {
    const told = new Set<Node>();
    for (const fn of pass.functions()) {
      if (!usesCgo(fn.file) || fn.file.constraint.isTest) continue;
      for (const call of fn.body.allOutside('func_literal', 'call_expression')) {
        const callee = calleeOf(call, pass.package);
        if (callee.kind === 'c' && checkKnown(pass, fn, call, callee.name)) told.add(call);
      }
    }
    const found = pass.use(deviance);
    const subjects = new Set(pass.functions().map(({ node }) => node));
    for (const observation of found.observations) {
      const { kind, site } = observation;
      if (kind !== 'nil-check' || !subjects.has(site.function.node) || told.has(site.node)) continue;
      checkSibling(pass, observation, found);
    }
  },
});

/** A function that a table or a body says to return null: its result is dereferenced on a path without a check. */
function checkKnown(pass: Pass, fn: GoFunction, call: Node, name: string): boolean {
  const known = nullResultOf(name, pass.use(cFunctionFacts), pass.package);
  if (known === undefined || takesErrno(call)) return false;
  const { file } = fn;
  const use = pass
    .use(nilDereferences)
    .ofResult(call, fn)
    .find(({ kind }) => kind === 'dereference');
  const at = call.child('function') ?? call;
  if (use === undefined) {
    pass.clear(() => ({
      at,
      file,
      reason: `no path goes through what \`C.${name}\` returns before it is compared with nil`,
    }));
    return false;
  }
  pass.report({
    at,
    file,
    message: `May \`C.${name}\` return nil here? ${capitalised(known.text)}, and ${useText(use)} without a check`,
    steps: [
      { location: pass.location(file, call), message: `\`C.${name}\` may return nil` },
      { location: pass.location(file, use.at), message: useText(use) },
    ],
  });
  return true;
}

/** `p, err := C.f()`: whoever takes errno has another sign of failure. */
function takesErrno(call: Node): boolean {
  const list = call.parent?.kind === 'expression_list' ? call.parent.parent : call.parent;
  return (list?.child('left')?.children.length ?? 0) > 1;
}

function useText({ at, through }: NilDereference): string {
  const [callee] = through;
  if (callee === undefined) return `the pointer is dereferenced at line ${String(at.line)}`;
  const name = callee.node.child('name')?.text ?? 'a function literal';
  return `\`${name}\`, which gets the pointer at line ${String(at.line)}, dereferences it`;
}

/** A function of which nobody knows: its other callers ask. */
function checkSibling(pass: Pass, observation: Observation, found: Deviance): void {
  const { site, does } = observation;
  const { file, node } = site;
  const at = node.child('function') ?? node;
  const name = `\`${site.function.fullName}\``;
  const support = does ? undefined : found.supportOf(observation);
  if (support === undefined || isGenerated(file.tree.text)) {
    const reason = does
      ? `${name} asks whether this is nil`
      : support === undefined
        ? 'nobody here asks whether this is nil, and too few of the other callers do'
        : 'the file is generated, and its template says it all';
    if (isShared(observation, found)) pass.clear(() => ({ at, file, reason }));
    return;
  }
  const steps = support.examples.map((example): RelatedInformation => ({
    location: pass.location(example.file, example.node.child('function') ?? example.node),
    message: `\`${example.function.fullName}\` asks whether this is nil`,
  }));
  pass.report({ at, file, message: `${capitalised(support.text)}: is that meant?`, steps });
}

/** Nearly every call of C has a result that nobody compares with nil. */
function isShared({ subjects }: Observation, { observations }: Deviance): boolean {
  const name = subjects[0]?.name;
  const alike = observations.filter((one) => one.kind === 'nil-check' && one.subjects[0]?.name === name);
  return alike.length > 1;
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
