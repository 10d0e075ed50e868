import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { errnoReads } from '../../../flow/threads/error-reads.ts';
import type { ErrorRead } from '../../../flow/threads/error-reads.ts';
import { calledFromC } from '../../../flow/threads/exported.ts';
import { calleeOf, throughParens } from '../../../semantic/callee.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'c-errno-separate-call',
  code: 'CGO502',
  category: 'lifetime',
  severity: 'warning',
  confidence: 'likely',
  docs,
  requires: [errnoReads, calledFromC],
  run(pass) {
    for (const fn of pass.functions()) {
      const told = new Set<Node>();
      for (const read of pass.use(errnoReads).of(fn)) {
        if (told.has(read.readAt)) continue;
        const silence = silenceOf(read, fn, pass);
        if (silence !== undefined) {
          pass.clear(() => ({ at: read.readAt, file: fn.file, reason: silence }));
          continue;
        }
        told.add(read.readAt);
        report(pass, fn, read);
      }
      pass.trace(() => {
        clearTwoValues(pass, fn);
      });
    }
  },
});

/** `rc, err := C.f()`. */
function clearTwoValues(pass: Pass, fn: GoFunction): void {
  for (const call of callsTakingErrno(fn, pass.package)) {
    pass.clear(() => ({ at: call, file: fn.file, reason: 'errno is taken along with the call' }));
  }
}

function callsTakingErrno({ file, body }: GoFunction, pkg: Package): Node[] {
  if (!usesCgo(file)) return [];
  return body.allOutside('func_literal', 'call_expression').filter((call) => {
    const list = throughParens(call).parent;
    const isOnly = list?.kind === 'expression_list' && list.children.length === 1;
    return isOnly && calleeOf(call, pkg).kind === 'c' && list.parent?.child('left')?.children.length === 2;
  });
}

function silenceOf(read: ErrorRead, fn: GoFunction, pass: Pass): string | undefined {
  if (read.thread === 'locked') return 'the goroutine is locked to its thread from the call to the read';
  if (fn.file.constraint.isTest) return 'a test is run for its own errors';
  const reached = pass.use(calledFromC).of(fn);
  return reached !== undefined && !reached.isInGoroutine
    ? 'C calls this function, and keeps the goroutine on its thread until it returns'
    : undefined;
}

function report(pass: Pass, fn: GoFunction, { call, name, readAt, reader, through }: ErrorRead): void {
  const { file } = fn;
  const last = through.at(-1);
  const lastFile = last === undefined ? undefined : pass.package.files.find(({ tree }) => tree === last.tree);
  const isDirect = last === undefined;
  pass.report({
    at: readAt,
    file,
    message:
      `Errno is read in a call of its own, ${isDirect ? '' : 'in '}\`${isDirect ? `C.${reader}` : nameOf(last)}\`: the goroutine may be on another ` +
      `thread by now, whose errno says nothing of \`C.${name}\`. The two-value form, \`_, err := C.${name}(...)\`, takes it along`,
    steps: [
      {
        location: pass.location(file, call),
        message: `\`C.${name}\` sets errno on the thread that it runs on`,
      },
      {
        location: pass.location(file, readAt),
        message: `${isDirect ? `\`C.${reader}\`` : 'this'} reads the errno of the thread that it runs on`,
      },
      ...(last === undefined || lastFile === undefined
        ? []
        : [
            {
              location: pass.location(lastFile, last.child('name') ?? last),
              message: `which calls \`C.${reader}\``,
            },
          ]),
    ],
    sharedCause: `C.${reader}`,
  });
}

function nameOf(fn: Node): string {
  return fn.child('name')?.text ?? 'a function literal';
}
