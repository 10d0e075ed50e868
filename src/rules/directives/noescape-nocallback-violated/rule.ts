import type { Location } from '../../../base/span.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass, SubjectFile } from '../../../engine/rule.ts';
import { callBackOf } from '../../../flow/callbacks/c-calls-back.ts';
import { short } from '../../../flow/code-text.ts';
import { cKeeping } from '../../../flow/go-pointers/c-keeping.ts';
import type { Keeping } from '../../../flow/go-pointers/c-keeping.ts';
import { goMemoryOf } from '../../../flow/go-pointers/go-memory.ts';
import { origins } from '../../../flow/origin/pointer-origins.ts';
import { argumentsOf, calleeOf } from '../../../semantic/callee.ts';
import { packageLevelCallsOf, callsOf } from '../../../semantic/calls.ts';
import type { CgoPromise } from '../../../syntax/directives.ts';
import type { GoFile } from '../../../syntax/go-file.ts';
import type { Node, SyntaxTree } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'noescape-nocallback-violated',
  code: 'CGO807',
  category: 'directive',
  severity: 'error',
  confidence: 'certain',
  docs,
  requires: [cKeeping, origins],
  run(pass) {
    const told = new Set<string>();
    for (const file of pass.package.files) {
      for (const promise of file.directives.promises) {
        const key = `${promise.kind} ${promise.name}`;
        if (told.has(key)) continue;
        told.add(key);
        if (pass.package.c.definitions.callable(promise.name).length === 0)
          clear(pass, promise, 'its body is not here');
        else if (promise.kind === 'nocallback') checkCallback(pass, file, promise);
        else checkEscape(pass, file, promise);
      }
    }
  },
});

function checkCallback(pass: Pass, file: GoFile, promise: CgoPromise): void {
  const exported = new Set(
    pass.package.files.flatMap(({ directives }) => directives.exports.map(({ name }) => name)),
  );
  const found = callBackOf(promise.name, exported, pass.package);
  if (found === undefined) {
    clear(pass, promise, 'what is here of its body calls no exported function');
    return;
  }
  const subject = subjectOf(found.source.tree, pass);
  if (subject === undefined) return;
  pass.report({
    at: found.call,
    file: subject,
    message: `\`C.${promise.name}\` has \`#cgo nocallback\`, and calls \`${found.name}\` of Go here: the runtime panics`,
    steps: [
      { location: directive(pass, file, promise), message: 'the promise not to call Go' },
      { location: pass.location(subject, found.call), message: `\`${found.name}\` is exported by Go` },
    ],
    ...(found.isConditional ? { confidence: 'likely' } : {}),
  });
}

function checkEscape(pass: Pass, file: GoFile, promise: CgoPromise): void {
  const { name } = promise;
  for (const call of allCallsOf(pass, name)) {
    for (const [index, argument] of argumentsOf(call).entries()) {
      const keeping = pass.use(cKeeping).ofArgument(call, name, index);
      if (keeping?.kind !== 'body' || goMemoryOf(argument, pass.use(origins)) === undefined) continue;
      tellEscape(pass, file, promise, { argument, keeping });
      return;
    }
  }
  clear(pass, promise, 'nothing of Go that it is given is kept by what is here of its body');
}

interface Escape {
  readonly argument: Node;
  readonly keeping: Extract<Keeping, { kind: 'body' }>;
}

function tellEscape(pass: Pass, file: GoFile, promise: CgoPromise, { argument, keeping }: Escape): void {
  const subject = subjectOf(keeping.tree, pass);
  const caller = subjectOf(argument.tree, pass);
  if (subject === undefined || caller === undefined) return;
  pass.report({
    at: keeping.place,
    file: subject,
    message: `\`C.${promise.name}\` has \`#cgo noescape\`, and keeps the pointer in \`${short(keeping.place)}\`: Go may put what \`${short(argument)}\` leads to on its stack`,
    steps: [
      { location: directive(pass, file, promise), message: 'the promise not to keep a pointer' },
      { location: pass.location(caller, argument), message: 'the address of Go memory is passed' },
      { location: pass.location(subject, keeping.place), message: 'C keeps it' },
    ],
  });
}

function allCallsOf(pass: Pass, name: string): Node[] {
  const { package: pkg } = pass;
  return [
    ...pkg.functions().flatMap((fn) => callsOf(fn, pkg, name)),
    ...packageLevelCallsOf(pkg, name).map(({ call }) => call),
  ];
}

/** The Go file whose preamble, or the C file whose text, a tree is. */
function subjectOf(tree: SyntaxTree, pass: Pass): SubjectFile | undefined {
  const { files, cFiles } = pass.package;
  return (
    files.find((file) => file.tree === tree || file.preambles.some((preamble) => preamble.tree === tree)) ??
    cFiles.find((file) => file.tree === tree)
  );
}

function directive(pass: Pass, file: GoFile, { line }: CgoPromise): Location {
  const { index, text } = file.tree;
  const start = index.lineStart(line);
  const end = text.indexOf('\n', start);
  const { path } = pass.location(file, file.tree.root);
  return { path, span: index.span(start, end < 0 ? text.length : end) };
}

/** The silence is accounted for at the calls: a line of a preamble is no node. */
function clear(pass: Pass, promise: CgoPromise, reason: string): void {
  pass.trace(() => {
    for (const at of allCallsOf(pass, promise.name)) {
      const file = subjectOf(at.tree, pass);
      const callee = calleeOf(at, pass.package);
      if (file !== undefined && callee.kind === 'c')
        pass.clear(() => ({
          at,
          file,
          reason: `\`C.${promise.name}\` has \`#cgo ${promise.kind}\`, and ${reason}`,
        }));
    }
  });
}
