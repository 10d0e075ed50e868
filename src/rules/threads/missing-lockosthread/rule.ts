import type { RelatedInformation } from '../../../engine/diagnostic.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { errorReads } from '../../../flow/threads/error-reads.ts';
import type { ErrorRead } from '../../../flow/threads/error-reads.ts';
import { threadLocks } from '../../../flow/threads/thread-lock.ts';
import { deviance } from '../../../flow/precedent/deviance.ts';
import type { Support } from '../../../flow/precedent/deviance.ts';
import { calleeOf } from '../../../semantic/callee.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'missing-lockosthread',
  code: 'CGO501',
  category: 'lifetime',
  severity: 'warning',
  confidence: 'likely',
  docs,
  requires: [errorReads, deviance, threadLocks],
  run(pass) {
    const isPractice = locksForReads(pass);
    const first = isPractice ? undefined : firstUnlocked(pass);
    for (const fn of pass.functions()) {
      const told = new Set<Node>();
      for (const read of pass.use(errorReads).of(fn)) {
        if (told.has(read.call)) continue;
        const silence = silenceOf(read, fn, isPractice, first, pass);
        if (silence !== undefined) {
          pass.clear(() => ({ at: read.call, file: fn.file, reason: silence }));
          continue;
        }
        told.add(read.call);
        const support = isPractice
          ? pass.use(deviance).supportIn('lock-os-thread', fn.node, () => true)
          : undefined;
        pass.report({
          at: read.call,
          file: fn.file,
          message: `${messageOf(read, isPractice, pass.package)}${support === undefined ? '' : `; ${support.text}`}`,
          steps: [...stepsOf(read, pass, fn), ...siblingSteps(support, pass)],
          // One helper that reads the error in the same call of C mends all of its callers.
          sharedCause: readerText(read, pass.package),
          ...(isPractice && read.basis === 'table'
            ? {}
            : { confidence: 'question' as const, severity: 'info' as const }),
        });
      }
    }
  },
});

/**
 * Whether the package locks for some such read. One that never does leaves it to its users, who lock the goroutine
 * of the main loop, or has not thought of it: that is one question, not hundreds.
 */
function locksForReads(pass: Pass): boolean {
  return pass.package.functions().some(
    (fn) =>
      !fn.file.constraint.isTest &&
      pass
        .use(errorReads)
        .of(fn)
        .some((read) => !isUnlocked(read)),
  );
}

function firstUnlocked(pass: Pass): Node | undefined {
  for (const fn of pass.package.functions()) {
    if (fn.file.constraint.isTest) continue;
    const read = pass.use(errorReads).of(fn).find(isUnlocked);
    if (read !== undefined) return read.call;
  }
  return undefined;
}

function isUnlocked({ thread }: ErrorRead): boolean {
  return thread !== 'locked';
}

function silenceOf(
  read: ErrorRead,
  fn: GoFunction,
  isPractice: boolean,
  first: Node | undefined,
  pass: Pass,
): string | undefined {
  if (!isUnlocked(read)) return 'the goroutine is locked to its thread from the call to the read';
  if (fn.file.constraint.isTest) return 'a test is run for its own errors';
  // `func (c *conn) checkExec(f func() C.int) error`: it runs the call under the lock.
  if (read.through.some((one) => /\bLockOSThread\(/.test(one.child('body')?.text ?? '')))
    return 'the function that reads the error locks the thread itself, for a call of its own';
  if (!isPractice && read.call !== first)
    return 'nothing in the package locks the thread for such a read: that is asked once, at the first';
  if (!isPractice && pass.use(threadLocks).initsLeaveLocked())
    return 'an `init` of the package locks the thread of `main`, for which the package is made';
  return undefined;
}

function messageOf(read: ErrorRead, isPractice: boolean, pkg: Package): string {
  const call = `\`C.${read.name}\``;
  const reader = readerText(read, pkg);
  if (!isPractice) {
    return (
      `Do the users of this package lock the thread? The error of ${call} is read by ${reader}, which ` +
      `${read.basis === 'table' ? 'has' : 'may have'} it from the thread’s own store, and ${locksSomewhere(pkg) ? 'nothing keeps the goroutine on its thread between the two' : 'nothing here calls `runtime.LockOSThread`'}`
    );
  }
  if (read.basis === 'name')
    return (
      `Does ${reader} read the error of ${call} from a store of the thread’s own? ` +
      'Nothing keeps the goroutine on its thread between the two'
    );
  return (
    `The error of ${call} is read by ${reader} from the thread’s own store, and nothing keeps the ` +
    'goroutine on its thread between the two'
  );
}

function locksSomewhere(pkg: Package): boolean {
  return pkg.files.some(({ constraint, tree }) => !constraint.isTest && /\bLockOSThread\b/.test(tree.text));
}

/** The function of the package that reads, as the code calls it, or the reader of C. */
function readerText({ readAt, reader }: ErrorRead, pkg: Package): string {
  const callee = calleeOf(readAt, pkg);
  if (callee.kind === 'function') return `\`${callee.symbol.name}\``;
  return callee.kind === 'method' ? `\`${callee.name}\`` : `\`C.${reader}\``;
}

function stepsOf(
  { call, name, readAt, reader, through }: ErrorRead,
  pass: Pass,
  fn: GoFunction,
): RelatedInformation[] {
  const steps: RelatedInformation[] = [
    {
      location: pass.location(fn.file, call),
      message: `\`C.${name}\` leaves its error in the thread’s own store`,
    },
  ];
  const isDirect = through.length === 0;
  steps.push({
    location: pass.location(fn.file, readAt),
    message: `${isDirect ? `\`C.${reader}\`` : 'this'} reads it, on whatever thread the goroutine is by now`,
  });
  const last = through[through.length - 1];
  const file = last === undefined ? undefined : pass.package.files.find(({ tree }) => tree === last.tree);
  if (last !== undefined && file !== undefined)
    steps.push({
      location: pass.location(file, last.child('name') ?? last),
      message: `which calls \`C.${reader}\``,
    });
  return steps;
}

/** Functions that hold the thread. */
function siblingSteps(support: Support | undefined, pass: Pass): RelatedInformation[] {
  return (support?.examples ?? []).map(({ file, node, function: { fullName } }) => ({
    location: pass.location(file, node),
    message: `\`${fullName}\` holds the thread from here to the read`,
  }));
}
