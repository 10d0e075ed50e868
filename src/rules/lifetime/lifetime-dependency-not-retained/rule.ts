import type { RelatedInformation } from '../../../engine/diagnostic.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { dependenceOf } from '../../../flow/lifetime/parent-dependence.ts';
import type { Dependence } from '../../../flow/lifetime/parent-dependence.ts';
import { unheldParents } from '../../../flow/lifetime/unheld-parents.ts';
import type { UnheldParent } from '../../../flow/lifetime/unheld-parents.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { wrapperTypes } from '../../../semantic/wrapper-types.ts';
import { isGenerated } from '../../../source/classify.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'lifetime-dependency-not-retained',
  code: 'CGO304',
  category: 'lifetime',
  severity: 'warning',
  confidence: 'likely',
  cwe: 416,
  docs,
  requires: [unheldParents, wrapperTypes],
  run(pass) {
    for (const fn of pass.functions()) {
      const { file } = fn;
      if (!usesCgo(file) || file.constraint.isTest || isGenerated(file.tree.text)) continue;
      const reported = new Set<UnheldParent['call']>();
      for (const one of pass.use(unheldParents).of(fn)) {
        if (!reported.has(one.call) && check(one, fn, pass)) reported.add(one.call);
      }
    }
  },
});

/** Whether it was reported: one finding a call, however many parents it has. */
function check(one: UnheldParent, { file, node }: GoFunction, pass: Pass): boolean {
  const { call, keptAt } = one;
  if (keptAt !== undefined) {
    pass.clear(() => ({
      at: call,
      file,
      reason: `${holderText(one)} is kept, or handed on, here`,
      states: [{ location: pass.location(file, keptAt), message: `${holderText(one)} is kept from here on` }],
    }));
    return false;
  }
  const dependence = dependenceOf(one, pass.package, pass.use(wrapperTypes));
  const { kind } = dependence;
  if (kind === 'independent' || kind === 'unknown') {
    const reason =
      kind === 'independent'
        ? `what \`C.${one.name}\` gives does not need ${holderText(one)}`
        : `nothing says that what \`C.${one.name}\` gives needs ${holderText(one)}`;
    pass.clear(() => ({ at: call, file, reason }));
    return false;
  }
  const isKnown = kind === 'lends' || kind === 'keeps';
  pass.report({
    at: call,
    file,
    message: messageOf(one, dependence, node.child('name')?.text ?? ''),
    steps: stepsOf(one, dependence, pass),
    ...(isKnown ? {} : { confidence: 'question' as const, severity: 'info' as const }),
  });
  return true;
}

function messageOf(one: UnheldParent, { kind, ...rest }: Dependence, fn: string): string {
  const child = `The \`${one.child.name}\` of \`${fn}\``;
  const parent = holderText(one);
  const end = `does not hold ${parent}, and once nothing else does, ${cleanupText(one)}`;
  switch (kind) {
    case 'lends':
      return `${child} leads to what \`C.${one.name}\` lends from ${parent}, but ${end} frees it`;
    case 'keeps':
      return `${child} needs ${parent}, which \`C.${one.name}\` keeps for it, but ${end} frees that`;
    case 'siblings': {
      const { path, setIn } = 'field' in rest ? rest.field : { path: '', setIn: [] };
      const others = `${String(setIn.length)} other ${setIn.length === 1 ? 'constructor keeps its' : 'constructors keep their'} parent in \`${path.slice(1)}\``;
      return `${child} ${end} frees it: ${others}; does this one not need it?`;
    }
    default:
      return `${child} ${end} frees it: does what \`C.${one.name}\` gives not need it?`;
  }
}

function stepsOf(one: UnheldParent, dependence: Dependence, pass: Pass): RelatedInformation[] {
  const { cleanup } = one.owner;
  const steps: RelatedInformation[] = [];
  if (cleanup !== undefined) {
    const message = `the ${cleanup.kind} is set here: it runs once nothing refers to the object`;
    const file = pass.package.files.find(({ tree }) => tree === cleanup.call.tree);
    if (file !== undefined) steps.push({ location: pass.location(file, cleanup.call), message });
  }
  if (dependence.kind !== 'siblings') return steps;
  const siblings = dependence.field.setIn.slice(0, 3).flatMap((node): RelatedInformation[] => {
    const file = pass.package.files.find(({ tree }) => tree === node.tree);
    const name = node.child('name');
    if (file === undefined || name === undefined) return [];
    return [{ location: pass.location(file, name), message: `\`${name.text}\` keeps its parent` }];
  });
  return [...steps, ...siblings];
}

function holderText({ read }: UnheldParent): string {
  return `\`${read.holder.text.replace(/\s+/g, ' ')}\``;
}

/** The finalizer, as seen from the parent. */
function cleanupText({ owner }: UnheldParent): string {
  const kind = owner.cleanup?.kind ?? 'finalizer';
  return owner.path === '' ? `its ${kind}` : `the ${kind} of its \`${owner.path.slice(1)}\``;
}
