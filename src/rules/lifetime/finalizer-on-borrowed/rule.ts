import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { freedObjects } from '../../../flow/cleanups/borrowed-objects.ts';
import type { FreedObject, Loan } from '../../../flow/cleanups/borrowed-objects.ts';
import { callGraph } from '../../../flow/lifetime/call-graph.ts';
import { origins } from '../../../flow/origin/pointer-origins.ts';
import { cFunctionFacts } from '../../../flow/ownership/c-summaries.ts';
import { wrapperTypes } from '../../../semantic/wrapper-types.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'finalizer-on-borrowed',
  code: 'CGO310',
  category: 'lifetime',
  severity: 'error',
  confidence: 'likely',
  cwe: 415,
  docs,
  requires: [origins, wrapperTypes, callGraph, cFunctionFacts],
  run(pass) {
    if (!pass.package.files.some(({ tree }) => /\b(SetFinalizer|AddCleanup)\b/.test(tree.text))) return;
    const wrappers = pass.use(wrapperTypes).all.filter(({ cleanups }) => cleanups.length > 0);
    if (wrappers.length === 0) return;
    const parts = {
      origins: pass.use(origins),
      functions: pass.use(cFunctionFacts),
      graph: pass.use(callGraph),
    };
    const subjects = pass.functions();
    const told = new Set<Node>();
    for (const wrapper of wrappers) {
      for (const found of freedObjects(wrapper, pass.package, parts)) {
        const isLookedAt = subjects.some(({ node }) => node.contains(found.at));
        if (told.has(found.at) || !isLookedAt || found.fn.file.constraint.isTest) continue;
        told.add(found.at);
        check(pass, found);
      }
    }
  },
});

function check(pass: Pass, { fn, at, wrapper, cleanup, by, memory: loan }: FreedObject): void {
  const { file } = fn;
  if (loan.kind === 'fine') {
    pass.clear(() => ({ at, file, reason: loan.reason }));
    return;
  }
  const from = pass.package.files.find(({ tree }) => tree === loan.at.tree) ?? file;
  const isKnown = typeof loan.known === 'object';
  const object = `the ${cleanup.kind} of \`${wrapper.name}\``;
  pass.report({
    at,
    file,
    ...(isKnown ? {} : { severity: 'info' as const, confidence: 'question' as const }),
    message: isKnown
      ? `The ${object.slice(4)} frees \`${short(at)}\`, which \`C.${loan.by}\` only lends`
      : `Does ${object} free what it does not own? ${whyOf(loan, at)}`,
    steps: [
      { location: pass.location(from, loan.at), message: loanText(loan) },
      {
        location: pass.location(cleanup.file, cleanup.call),
        message: `the ${cleanup.kind} is set here, and frees it with \`C.${by}\``,
      },
    ],
  });
}

function whyOf({ by, known }: Loan, at: Node): string {
  return known === 'callback'
    ? `C calls \`${by}\` with \`${short(at)}\`, which stays C's unless the library says otherwise`
    : `\`C.${by}\` gives a pointer to const`;
}

function loanText({ by, known }: Loan): string {
  if (known === 'callback') return `C gives this to the callback \`${by}\``;
  return known === 'const'
    ? `\`C.${by}\` is declared to give a pointer to const`
    : `\`C.${by}\` keeps what it gives (${known.library})`;
}
