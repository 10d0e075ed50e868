import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { cCallsIn, cFunctionsIn, isForUnix, ownCCode } from '../../../semantic/own-c-code.ts';
import type { CCall, OwnCFunction } from '../../../semantic/own-c-code.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'signal-handler-no-onstack',
  code: 'CGO701',
  category: 'unsafe',
  severity: 'error',
  confidence: 'likely',
  docs,
  requires: [],
  run(pass) {
    for (const code of ownCCode(pass.package)) {
      if (!/\b(?:signal|sigaction)\s*\(/.test(code.source.tree.text) || !isForUnix(code)) continue;
      const functions = cFunctionsIn(code);
      // A program of its own, and not part of the Go program.
      if (functions.some(({ name }) => name === 'main')) continue;
      for (const fn of functions) {
        for (const call of cCallsIn(fn.body)) {
          if (call.name === 'signal' && call.arguments.length === 2) checkSignal(pass, fn, call);
          if (call.name === 'sigaction' && call.arguments.length === 3) checkSigaction(pass, fn, call);
        }
      }
    }
  },
});

function checkSignal(pass: Pass, fn: OwnCFunction, { node: at, arguments: [signal, handler] }: CCall): void {
  if (signal === undefined || handler === undefined) return;
  const silence = handlerDoubt(pass, handler) ?? contextDoubt(fn, at);
  if (silence !== undefined) {
    pass.clear(() => ({ at, file: fn.file, reason: silence }));
    return;
  }
  pass.report({
    at,
    file: fn.file,
    message: `\`signal\` installs \`${handler.text}\` for \`${signal.text}\` without \`SA_ONSTACK\`: it runs on the small stack of a goroutine`,
  });
}

function checkSigaction(pass: Pass, fn: OwnCFunction, { node: at, arguments: args }: CCall): void {
  const [signal, action] = args;
  const place = action === undefined ? undefined : /^&\s*(\w+)$/.exec(action.text)?.[1];
  if (signal === undefined || place === undefined) {
    if (action?.text !== 'NULL')
      pass.clear(() => ({ at, file: fn.file, reason: 'what the action holds is not seen here' }));
    return;
  }
  const fields = fieldsOf(fn, place);
  const handler = fields.values.get('sa_handler')?.[0] ?? fields.values.get('sa_sigaction')?.[0];
  const silence =
    handler === undefined
      ? `no handler of \`${place}\` is set here`
      : (handlerDoubt(pass, handler) ?? flagsDoubt(fields, place) ?? contextDoubt(fn, at));
  if (silence !== undefined || handler === undefined) {
    pass.clear(() => ({ at, file: fn.file, reason: silence ?? 'no handler is set' }));
    return;
  }
  const flags = fields.values.get('sa_flags') ?? [];
  pass.report({
    at,
    file: fn.file,
    message: `\`${handler.text}\` is installed for \`${signal.text}\` without \`SA_ONSTACK\`: it runs on the small stack of a goroutine`,
    steps: [
      ...flags.map((one) => ({
        location: pass.location(fn.file, one),
        message: `the flags are \`${one.text}\``,
      })),
      { location: pass.location(fn.file, at), message: 'the handler is installed with these flags' },
    ],
  });
}

/** Why a handler may be none that runs C code: the dispositions of the system, an old handler, a parameter. */
function handlerDoubt(pass: Pass, handler: Node): string | undefined {
  const name = /^&?\s*(\w+)$/.exec(handler.text)?.[1] ?? '';
  if (/^SIG_(IGN|DFL|ERR|HOLD)$/.test(name)) return `\`${name}\` runs no code`;
  return pass.package.c.function(name) === undefined
    ? `\`${handler.text}\` is not known to be a function: it may be the handler from before`
    : undefined;
}

/** What is assigned to the fields of a local `struct sigaction`. */
interface ActionFields {
  readonly values: ReadonlyMap<string, readonly Node[]>;
  /** Whether the fields that are not assigned are zero. */
  readonly isZeroed: boolean;
  /** Whether all that was done with it is understood. */
  readonly isKnown: boolean;
}

function fieldsOf(fn: OwnCFunction, place: string): ActionFields {
  const values = new Map<string, Node[]>();
  const add = (name: string, value: Node): void => {
    values.set(name, [...(values.get(name) ?? []), value]);
  };
  let isKnown = false;
  let isZeroed = false;
  for (const one of fn.body.all('declaration')) {
    if (one.child('type')?.text !== 'struct sigaction') continue;
    for (const declarator of one.childrenOf('declarator')) {
      if ((declarator.child('declarator') ?? declarator).text !== place) continue;
      isKnown = true;
      for (const pair of declarator.child('value')?.all('initializer_pair') ?? []) {
        const [field, value] = [pair.child('designator')?.text.replace(/^\./, ''), pair.child('value')];
        if (field !== undefined && value !== undefined) add(field, value);
      }
      isZeroed ||= declarator.child('value')?.kind === 'initializer_list';
    }
  }
  for (const one of fn.body.all('assignment_expression')) {
    const [left, right] = [one.child('left'), one.child('right')];
    if (left === undefined || right === undefined) continue;
    const field = left.kind === 'field_expression' ? left.child('field')?.text : undefined;
    if (left.text === place) isKnown = false;
    if (field !== undefined && left.child('argument')?.text === place) add(field, right);
  }
  for (const call of cCallsIn(fn.body)) {
    const reaches = call.arguments.some(({ text }) => text.replace(/\s+/g, '') === `&${place}`);
    if (call.name === 'memset' && reaches && call.arguments[1]?.text === '0') isZeroed = true;
    // `sigaction(s, NULL, &old)` fills it, and what is then set in it is only a part.
    else if (reaches && !(call.name === 'sigaction' && call.arguments[1]?.text.endsWith(place) === true))
      isKnown = false;
  }
  return { values, isZeroed, isKnown };
}

const knownFlags = /^SA_(NOCLDSTOP|NOCLDWAIT|NODEFER|RESETHAND|RESTART|SIGINFO|RESTORER|NOMASK|ONESHOT)$/;

function flagsDoubt({ values, isZeroed, isKnown }: ActionFields, place: string): string | undefined {
  if (!isKnown) return `not all that \`${place}\` holds is set here`;
  const flags = values.get('sa_flags');
  if (flags === undefined) return isZeroed ? undefined : `the flags of \`${place}\` are not set here`;
  const names = flags.flatMap((one) => one.all('identifier').map(({ text }) => text));
  if (names.includes('SA_ONSTACK')) return 'it is installed with `SA_ONSTACK`';
  const unknown = names.find((name) => !knownFlags.test(name));
  return unknown === undefined ? undefined : `what \`${unknown}\` holds is not known`;
}

/** Why a call may be no part of a running Go program. */
function contextDoubt(fn: OwnCFunction, call: Node): string | undefined {
  const condition = call.ancestor('preproc_ifdef', 'preproc_if', 'preproc_else', 'preproc_elif');
  if (condition !== undefined) return 'a condition of the preprocessor decides whether it is there';
  const forks = cCallsIn(fn.body).some(({ name }) => /^(v?fork|clone|exec[lv]\w*|_exit)$/.test(name));
  return forks ? 'the function makes another process, which may be the one with the handler' : undefined;
}
