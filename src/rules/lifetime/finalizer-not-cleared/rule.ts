import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { callGraph } from '../../../flow/lifetime/call-graph.ts';
import { nilFinalizers } from '../../../flow/cleanups/nil-finalizers.ts';
import { secondReleases } from '../../../flow/cleanups/second-releases.ts';
import type { SecondRelease } from '../../../flow/cleanups/second-releases.ts';
import { ownership } from '../../../flow/ownership/ownership.ts';
import { wrapperTypes } from '../../../semantic/wrapper-types.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'finalizer-not-cleared',
  code: 'CGO306',
  category: 'lifetime',
  severity: 'error',
  confidence: 'likely',
  cwe: 415,
  docs,
  requires: [ownership, wrapperTypes, callGraph],
  run(pass) {
    if (!pass.package.files.some(({ tree }) => /\b(SetFinalizer|AddCleanup)\b/.test(tree.text))) return;
    checkReleases(pass);
    for (const fn of pass.functions()) {
      if (usesCgo(fn.file) && !fn.file.constraint.isTest) checkGiven(pass, fn);
    }
  },
});

/** One finding a free: several methods may come to the same one. */
function checkReleases(pass: Pass): void {
  const subjects = pass.functions();
  const told = new Set<Node>();
  const wrappers = pass
    .use(wrapperTypes)
    .all.filter(({ cleanups, releases }) => cleanups.length > 0 && releases.length > 0);
  const all = wrappers.flatMap((wrapper) =>
    secondReleases(wrapper, pass.use(ownership).effects, pass.use(callGraph), pass.package),
  );
  for (const second of [...all.filter(isSecond), ...all.filter((one) => !isSecond(one))]) {
    const { call } = second.release;
    if (told.has(call) || !subjects.some(({ node }) => node.contains(call))) continue;
    told.add(call);
    checkRelease(pass, second);
  }
}

function isSecond({ saved }: SecondRelease): boolean {
  return saved === undefined;
}

function checkRelease(pass: Pass, second: SecondRelease): void {
  const { wrapper, release, cleanup, saved, early, isForAll, isKnown } = second;
  const { call } = release;
  const file = pass.package.files.find(({ tree }) => tree === call.tree);
  if (file === undefined || file.constraint.isTest) return;
  if (saved !== undefined) {
    pass.clear(() => ({ at: call, file, reason: saved }));
    return;
  }
  const method = `\`${release.isMethod ? `(*${wrapper.name}).` : ''}${release.name}\``;
  const steps = [
    {
      location: pass.location(cleanup.file, cleanup.call),
      message: `the ${cleanup.kind} is set here, and releases the same with \`C.${release.cFunction}\``,
    },
    {
      location: pass.location(file, call),
      message:
        cleanup.kind === 'cleanup'
          ? `${method} frees it, and the cleanup stays`
          : `${method} frees it, and neither the field nor the finalizer is cleared`,
    },
  ];
  if (early !== undefined) {
    const name = early.ancestor('method_declaration')?.child('name')?.text ?? release.name;
    const fails = `\`C.${release.cFunction}\``;
    pass.report({
      at: call,
      file,
      severity: 'info',
      confidence: 'question',
      message: `Does the finalizer of \`${wrapper.name}\` free again what ${fails} gets here? Where \`(*${wrapper.name}).${name}\` returns at line ${String(early.line)}, neither the field nor the finalizer is cleared; it does if ${fails} frees before it fails`,
      steps: [
        ...steps.slice(0, 1),
        { location: pass.location(file, early), message: 'the method returns, and the finalizer stays set' },
      ],
    });
    return;
  }
  if (isForAll && isKnown) {
    pass.report({
      at: call,
      file,
      sharedCause: `type ${wrapper.name}`,
      message: `The ${cleanup.kind} of \`${wrapper.name}\` frees again what ${method} frees: it stays set`,
      steps,
    });
    return;
  }
  const rests = isForAll
    ? `it does if \`C.${release.cFunction}\` ends the object`
    : `some constructors set none, and ${method} may be for their objects`;
  pass.report({
    at: call,
    file,
    severity: 'info',
    confidence: 'question',
    message: `Does the ${cleanup.kind} of \`${wrapper.name}\` free again what ${method} frees? It stays set; ${rests}`,
    steps,
  });
}

function checkGiven(pass: Pass, fn: ReturnType<Pass['functions']>[number]): void {
  if (fn.body.all('nil').length === 0) return;
  for (const one of nilFinalizers(fn, pass.use(wrapperTypes), pass.package)) {
    const { at, given, callee, cleanup, frees, saved } = one;
    const { file } = fn;
    if (saved !== undefined) {
      pass.clear(() => ({ at, file, reason: saved }));
      continue;
    }
    pass.report({
      at,
      file,
      severity: 'info',
      confidence: 'question',
      message: `Can \`C.${frees.cFunction}\` be called with nil? The finalizer stays set when \`${at.text}\` is given to \`C.${callee}\` and cleared`,
      steps: [
        {
          location: pass.location(cleanup.file, cleanup.call),
          message: `the finalizer is set here, and calls \`C.${frees.cFunction}\` with what is in the field`,
        },
        { location: pass.location(file, given), message: `\`C.${callee}\` is given the pointer` },
        { location: pass.location(file, at), message: 'the field is cleared, and the finalizer is not' },
      ],
    });
  }
}
