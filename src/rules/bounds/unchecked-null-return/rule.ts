import type { RelatedInformation } from '../../../engine/diagnostic.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { enclosingFunction } from '../../../flow/literals.ts';
import { nilDereferences } from '../../../flow/lifetime/nil-derefs.ts';
import type { NilDereference } from '../../../flow/lifetime/nil-derefs.ts';
import { cFunctionFacts } from '../../../flow/ownership/c-summaries.ts';
import { deviance } from '../../../flow/precedent/deviance.ts';
import type { Deviance } from '../../../flow/precedent/deviance.ts';
import { nullResultOf } from '../../../flow/precedent/null-results.ts';
import type { Observation } from '../../../flow/precedent/observation.ts';
import type { Site } from '../../../flow/precedent/site.ts';
import { cCallsOf } from '../../../semantic/calls.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { isGenerated } from '../../../source/classify.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';
import { callersOf } from './siblings.ts';

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
      if (fn.file.constraint.isTest) continue;
      for (const { call, callee } of cCallsOf(fn, pass.package)) {
        if (checkKnown(pass, fn, call, callee.name)) told.add(call);
      }
    }
    const found = pass.use(deviance);
    const subjects = new Set(pass.functions().map(({ node }) => node));
    for (const observation of found.observationsOf('nil-check')) {
      const { site } = observation;
      if (!subjects.has(site.function.node) || told.has(site.node)) continue;
      checkSibling(pass, observation, found);
    }
  },
});

/** A function that a table or a body says to return null: its result is dereferenced on a path without a check. */
function checkKnown(pass: Pass, fn: GoFunction, call: Node, name: string): boolean {
  const known = nullResultOf(name, pass.use(cFunctionFacts), pass.package);
  if (known === undefined || takesErrno(call)) return false;
  const { file } = fn;
  const at = call.child('function') ?? call;
  const cleared = (reason: string): false => {
    pass.clear(() => ({ at, file, reason }));
    return false;
  };
  const use = dereferenceOf(pass, fn, call);
  if (use === undefined)
    return cleared(`no path goes through what \`C.${name}\` returns before it is compared with nil`);
  const isAsked = (): boolean =>
    pass
      .use(deviance)
      .observationsOf('nil-check')
      .some(({ subjects, does }) => does && subjects[0]?.name === name);
  if (known.isMember && !isAsked())
    return cleared(
      `what \`C.${name}\` returns belongs to its argument, which may have it, and nobody here asks whether it is nil`,
    );
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

/** Where Go goes through the result of a call on a path that does not check it. */
function dereferenceOf(
  pass: Pass,
  fn: GoFunction,
  call: Node,
  isPointer = false,
): NilDereference | undefined {
  return pass
    .use(nilDereferences)
    .ofResult(call, fn, isPointer)
    .find(({ kind }) => kind === 'dereference');
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

/**
 * A function of which nobody knows: its other callers ask. Where Go itself goes through the pointer one of them is
 * enough, if no more do as this one does; C may bear a null pointer, and there it takes what other practices take.
 */
function checkSibling(pass: Pass, observation: Observation, found: Deviance): void {
  const { site, does, subjects } = observation;
  const { file, node } = site;
  const at = node.child('function') ?? node;
  const cName = subjects[0]?.name ?? '';
  if (does) {
    pass.clear(() => ({ at, file, reason: `\`${site.function.fullName}\` asks whether this is nil` }));
    return;
  }
  if (isGenerated(file.tree.text)) {
    pass.clear(() => ({ at, file, reason: 'the file is generated, and its template says it all' }));
    return;
  }
  const support = found.supportOf(observation);
  const { asking, others } = callersOf(cName, site, found, pass.package);
  const isEven = asking.length > 0 && others.length <= asking.length;
  const use = support === undefined && isEven ? dereferenceAt(pass, node) : undefined;
  if (support === undefined && use === undefined) {
    // Nearly every call of C has a result that nobody compares with nil.
    const reason = 'nobody here asks whether this is nil, and too few of the other callers do';
    if (asking.length + others.length > 1) pass.clear(() => ({ at, file, reason }));
    return;
  }
  const examples = support?.examples ?? asking.slice(0, 3);
  const who =
    support?.text ?? `${othersText(asking)} whether the result of \`C.${cName}\` is nil, this one does not`;
  const how = use === undefined ? '' : `, and ${useText(use)}`;
  const steps = examples.map((example): RelatedInformation => ({
    location: pass.location(example.file, example.node.child('function') ?? example.node),
    message: `\`${example.function.fullName}\` asks whether this is nil`,
  }));
  pass.report({ at, file, message: `${capitalised(who)}${how}: is that meant?`, steps });
}

function othersText({ length }: readonly Site[]): string {
  return length === 1 ? 'another caller asks' : `${String(length)} other callers ask`;
}

/** What another caller compares with nil is a pointer. */
function dereferenceAt(pass: Pass, call: Node): NilDereference | undefined {
  const around = enclosingFunction(call);
  const fn = pass.functions().find(({ node }) => node === around);
  return fn === undefined || takesErrno(call) ? undefined : dereferenceOf(pass, fn, call, true);
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
