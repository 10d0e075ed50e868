import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { bufferOf, looksAtLength } from '../../../semantic/c-buffers.ts';
import type { CBuffer } from '../../../semantic/c-buffers.ts';
import { callsOf } from '../../../semantic/calls.ts';
import { cCallsIn, cFunctionsIn, ownCCode } from '../../../semantic/own-c-code.ts';
import type { CCall, OwnCFunction } from '../../../semantic/own-c-code.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';
import { textsOf } from './formatted-texts.ts';

export default defineRule({
  id: 'c-unbounded-copy',
  code: 'CGO702',
  category: 'bounds',
  severity: 'warning',
  confidence: 'likely',
  cwe: 120,
  docs,
  requires: [],
  run(pass) {
    for (const code of ownCCode(pass.package)) {
      if (!/\b(?:strcpy|stpcpy|strcat|sprintf|gets)\s*\(/.test(code.source.tree.text)) continue;
      const functions = cFunctionsIn(code);
      // A program of its own, and not part of the Go program.
      if (functions.some(({ name }) => name === 'main')) continue;
      for (const fn of functions) for (const call of cCallsIn(fn.body)) check(pass, fn, call);
    }
  },
});

function check(pass: Pass, fn: OwnCFunction, call: CCall): void {
  const { node: at, name, arguments: args } = call;
  const [target] = args;
  if (target === undefined) return;
  if (name === 'gets' && args.length === 1) {
    const message = `\`gets\` writes a line of any length to \`${target.text}\`: it cannot be told how much there is room for`;
    pass.report({ at, file: fn.file, message, severity: 'error', confidence: 'certain' });
    return;
  }
  const sources = sourcesOf(call);
  if (sources === undefined) return;
  const buffer = bufferOf(target, fn, pass.package.c);
  const judged = sources.map((source) => ({ source, doubt: doubtAbout(pass, fn, call, source, buffer) }));
  const unbounded = judged.find(({ doubt }) => doubt === undefined);
  if (unbounded === undefined || buffer === undefined) {
    const reason = judged[0]?.doubt ?? 'no text of unknown length is copied';
    pass.clear(() => ({ at, file: fn.file, reason }));
    return;
  }
  report(pass, fn, call, unbounded.source, buffer);
}

function report(
  pass: Pass,
  fn: OwnCFunction,
  { node: at, name }: CCall,
  source: Node,
  buffer: CBuffer,
): void {
  const [target] = at.child('arguments')?.children ?? [];
  const place = `\`${target?.text ?? ''}\``;
  const isExact = buffer.kind === 'unterminated';
  pass.report({
    at,
    file: fn.file,
    message: isExact
      ? `\`${name}\` writes one byte behind ${place}, which has room for the characters of \`${source.text}\` alone`
      : `\`${name}\` copies \`${source.text}\` whatever its length, and ${place} has room for ${String(buffer.bytes)} bytes`,
    ...(isExact ? { severity: 'error' as const, confidence: 'certain' as const } : {}),
    steps:
      buffer.declared === undefined
        ? []
        : [
            {
              location: pass.location(fn.file, buffer.declared),
              message: isExact
                ? `the memory is as long as \`strlen\` says, without the byte that ends the text`
                : `${place} has ${String(buffer.bytes)} bytes`,
            },
            { location: pass.location(fn.file, at), message: 'and is written to without a limit' },
          ],
  });
}

/** The texts that a call copies without a limit; undefined where it is another call. */
function sourcesOf({ name, arguments: args }: CCall): readonly Node[] | undefined {
  switch (name) {
    case 'strcpy':
    case 'stpcpy':
    case 'strcat':
      return args.length === 2 ? args.slice(1) : undefined;
    case 'sprintf':
      return textsOf(args);
    default:
      return undefined;
  }
}

/** Why a copy may fit: one clause; undefined where nothing says that it does. */
function doubtAbout(
  pass: Pass,
  fn: OwnCFunction,
  { name }: CCall,
  source: Node,
  buffer: CBuffer | undefined,
): string | undefined {
  if (buffer === undefined) return 'how much room there is does not show here';
  if (buffer.kind === 'unterminated') {
    return source.text.replace(/\s+/g, '') === buffer.of && name !== 'strcat'
      ? undefined
      : 'the memory was made for another text';
  }
  if (!isGivenFromOutside(source, fn)) return `how long \`${source.text}\` is does not show here`;
  if (looksAtLength(fn.body, source.text)) return `the function looks at the length of \`${source.text}\``;
  return onlyShortCallers(pass, fn, source, buffer.bytes)
    ? 'every caller gives it a literal that fits'
    : undefined;
}

/** A parameter of the function, or the environment: nothing here says how long it is. */
function isGivenFromOutside(source: Node, fn: OwnCFunction): boolean {
  if (source.kind === 'call_expression') return source.child('function')?.text === 'getenv';
  return (
    source.kind === 'identifier' && fn.parameters.includes(source.text) && !isReassigned(fn.body, source.text)
  );
}

function isReassigned(body: Node, name: string): boolean {
  return body.all('assignment_expression').some((one) => one.child('left')?.text === name);
}

/** Whether the function is called from C alone, and with literals that fit. */
function onlyShortCallers(pass: Pass, fn: OwnCFunction, source: Node, bytes: number): boolean {
  const index = fn.parameters.indexOf(source.text);
  if (index < 0) return false;
  const isCalledFromGo = pass.package
    .functions()
    .some((caller) => callsOf(caller, pass.package, fn.name).length > 0);
  if (isCalledFromGo) return false;
  const calls = ownCCode(pass.package)
    .filter((code) => code.source.tree.text.includes(fn.name))
    .flatMap((code) => cCallsIn(code.source.tree.root).filter(({ name }) => name === fn.name));
  return (
    calls.length > 0 &&
    calls.every(({ arguments: args }) => {
      const given = args[index];
      return given?.kind === 'string_literal' && given.text.length - 1 <= bytes;
    })
  );
}
