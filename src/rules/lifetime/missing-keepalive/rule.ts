import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { definitionsOf } from '../../../flow/definitions.ts';
import { callGraph } from '../../../flow/lifetime/call-graph.ts';
import { calledFromC } from '../../../flow/threads/exported.ts';
import { rootOf } from '../../../flow/lifetime/keeping.ts';
import { ownerLiveness } from '../../../flow/lifetime/owner-liveness.ts';
import type { OwnerUse } from '../../../flow/lifetime/owner-liveness.ts';
import { deviance } from '../../../flow/precedent/deviance.ts';
import { unparen } from '../../../semantic/callee.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { wrapperTypes } from '../../../semantic/wrapper-types.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';
import { freesForCertain, freesNothing, isCast } from './freed-handle.ts';
import { keepAliveFix } from './keepalive-fix.ts';
import { clearance, isDead, messageOf, siblingSteps, stepsOf } from './wording.ts';
import type { DeadUse } from './wording.ts';

export default defineRule({
  id: 'missing-keepalive',
  code: 'CGO303',
  category: 'lifetime',
  severity: 'warning',
  confidence: 'likely',
  cwe: 416,
  docs,
  requires: [ownerLiveness, deviance, calledFromC, callGraph, wrapperTypes],
  run(pass) {
    const asked = new Map<string, number>();
    for (const fn of pass.functions()) {
      const byCall = new Map<Node, OwnerUse[]>();
      const uses = pass.use(ownerLiveness).of(fn);
      for (const use of uses) if (!isCast(use)) byCall.set(use.at, [...(byCall.get(use.at) ?? []), use]);
      for (const [at, ofCall] of byCall) check(pass, fn, at, ofCall, asked);
    }
  },
});

/**
 * One finding a call: of several owners, the one that is freed for certain. What is only a question is asked once a
 * type: whoever can answer it has then answered it for all.
 *
 * @param asked the types that were asked about, with the line
 */
function check(
  pass: Pass,
  fn: GoFunction,
  at: Node,
  uses: readonly OwnerUse[],
  asked: Map<string, number>,
): void {
  const silent = silenceOf(fn);
  const dead =
    silent === undefined
      ? uses
          .filter(isDead)
          .filter(
            (use) =>
              !isHeldByC(use, fn, pass) && !isCaptured(use, fn, pass) && !freesNothing(use, pass.package),
          )
      : [];
  const certain = dead.find((use) => isCertain(use, pass));
  const worst = certain ?? dead[0];
  if (worst === undefined) {
    const [first] = uses;
    if (first !== undefined) pass.clear(() => ({ at, file: fn.file, ...clearance(first, silent, pass, fn) }));
    return;
  }
  const type = worst.owner.type?.name ?? 'value';
  const line = asked.get(type);
  if (certain === undefined && line !== undefined) {
    pass.clear(() => ({
      at,
      file: fn.file,
      reason: `whether anything keeps a \`${type}\` is asked once, at line ${String(line)}`,
    }));
    return;
  }
  if (certain === undefined) asked.set(type, at.line);
  // What other functions do for the type says that its authors took it to be necessary.
  const support = pass
    .use(deviance)
    .supportIn('keep-alive', fn.node, (read) => at.contains(read) || worst.readAt.contains(read));
  const fix = certain === undefined ? undefined : keepAliveFix(certain, fn, pass);
  pass.report({
    at,
    file: fn.file,
    message: `${messageOf(worst, certain !== undefined)}${support === undefined ? '' : `; ${support.text}`}`,
    steps: [...stepsOf(worst, pass, fn), ...siblingSteps(support, pass)],
    ...(certain !== undefined ? {} : { confidence: 'question' as const, severity: 'info' as const }),
    // A type that is kept alive by every method of its own, or freed by hand, mends all of them.
    ...(certain?.owner.type === undefined ? {} : { sharedCause: `type ${certain.owner.type.name}` }),
    ...(fix === undefined ? {} : { fix }),
  });
}

/**
 * Between a read through the pointer and the end of the statement lie only a few instructions, and an object in a
 * field of another one may be in use elsewhere: `d.conn` of what a callback is told, while the connection calls it.
 */
function isCertain(use: DeadUse, pass: Pass): boolean {
  if (use.kind !== 'call' || unparen(use.read.holder).kind === 'selector_expression') return false;
  // One of several values may be held by what the others come from: `issuer := c; if … { issuer = c.Issuer }`.
  const root = rootOf(use.read.holder, pass.package)?.symbol;
  if (root?.role === 'local' && definitionsOf(root, pass.package).length > 1) return false;
  return freesForCertain(use, pass.package, pass.use(wrapperTypes));
}

/** An owner from outside of a function literal: whoever runs the literal may keep it until that returns. */
function isCaptured({ read }: DeadUse, { node }: GoFunction, pass: Pass): boolean {
  const owner = rootOf(read.holder, pass.package)?.symbol.owner;
  return node.kind === 'func_literal' && owner !== node;
}

function silenceOf(fn: GoFunction): string | undefined {
  return fn.file.constraint.isTest ? 'a test ends before it matters' : undefined;
}

/** What a callback gets as its argument belongs to the operation of C that is running, which keeps it. */
function isHeldByC({ read }: DeadUse, fn: GoFunction, pass: Pass): boolean {
  const reached = pass.use(calledFromC).of(fn);
  if (reached === undefined || reached.isInGoroutine) return false;
  if (reached.path.length === 0) return true;
  const root = rootOf(read.holder, pass.package)?.symbol;
  const isGiven = root?.role === 'parameter' || root?.role === 'receiver';
  return isGiven && pass.use(callGraph).outsideCallersOf(fn.node) === undefined;
}
