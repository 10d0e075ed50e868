import type { RelatedInformation } from '../../../engine/diagnostic.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import { goMemoryOf } from '../../../flow/go-pointers/go-memory.ts';
import { accountForUnknownOwner } from '../../../flow/origin-account.ts';
import { originText } from '../../../flow/origin/origin-text.ts';
import { isOfGo } from '../../../flow/origin/origin.ts';
import type { Origin } from '../../../flow/origin/origin.ts';
import { pinnedBy } from '../../../flow/origin/pinned.ts';
import { origins } from '../../../flow/origin/pointer-origins.ts';
import { argumentsOf } from '../../../semantic/callee.ts';
import { callsOf } from '../../../semantic/calls.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import { releaseName } from '../../../semantic/wrapper/release-names.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'free-non-c-memory',
  code: 'CGO106',
  category: 'ownership',
  severity: 'error',
  confidence: 'certain',
  cwe: 590,
  docs,
  requires: [functionFlows, origins],
  run(pass) {
    for (const fn of pass.functions()) {
      for (const call of callsOf(fn, pass.package, 'free')) {
        const [pointer] = argumentsOf(call);
        if (pointer !== undefined) check(pass, fn, call, pointer);
      }
    }
  },
});

function check(pass: Pass, fn: GoFunction, call: Node, pointer: Node): void {
  const found = pass.use(origins).allOf(pointer);
  // A null pointer may be freed, and is not what the call is for.
  const leading = found.filter(({ kind }) => kind !== 'nil');
  const [origin] = leading;
  const text = leading.every(isNeverOfC) && origin !== undefined && originText(origin, pass.package);
  if (origin === undefined || text === false || text === undefined) {
    if (askAboutSlice(pass, fn, call, pointer)) return;
    pass.clear(() => {
      const { reason, remarks } = accountForUnknownOwner(pointer, pass.package);
      const states = remarks.map(({ at, message }) => ({ location: pass.location(fn.file, at), message }));
      return { at: call, file: fn.file, reason, states };
    });
    return;
  }
  const steps = [...elsewhere(pass, fn, origin), ...pinning(pass, fn, pointer)];
  pass.report({
    at: call,
    file: fn.file,
    message: `\`C.free\` is given ${text.what}: ${text.why}`,
    // What was put into a pool besides, nobody here knows.
    ...(origin.kind === 'pool' ? { confidence: 'likely' as const } : {}),
    ...(steps.length === 0 ? {} : { steps }),
  });
}

/**
 * The elements of a slice that comes from elsewhere: somebody may have made it over memory of C, and a function that is
 * there to free such a slice is named for it.
 */
function askAboutSlice(pass: Pass, fn: GoFunction, call: Node, pointer: Node): boolean {
  const { package: pkg } = pass;
  const found = pass.use(origins).allOf(pointer);
  const slices = found.filter(({ kind }) => kind !== 'nil');
  const isSlice = slices.every(({ kind, at }) => kind === 'unknown' && isSliceOf(at, pkg));
  if (slices.length === 0 || !isSlice || isToFree(call)) return false;
  const memory = goMemoryOf(pointer, pass.use(origins));
  if (memory === undefined) return false;
  pass.report({
    at: call,
    file: fn.file,
    message: `Is this memory of C? ${memory.why}, and \`C.free\` may only get what C has allocated`,
    severity: 'info',
    confidence: 'question',
  });
  return true;
}

function isSliceOf(at: Node, pkg: Package): boolean {
  return pkg.types.ofExpression(at).kind === 'slice';
}

function isToFree(call: Node): boolean {
  const declared = call.ancestor('function_declaration', 'method_declaration')?.child('name')?.text ?? '';
  return releaseName(declared) !== 'other';
}

/** Whether it is certain that no allocator of C gave the memory. */
function isNeverOfC(origin: Origin): boolean {
  switch (origin.kind) {
    case 'mmap':
    case 'handle':
      return true;
    case 'integer-made':
      if (origin.from === 'pointer') return isNeverOfC(origin.memory);
      return origin.from === 'constant' && origin.value !== undefined;
    default:
      return isOfGo(origin);
  }
}

/** Where another function makes the memory. */
function elsewhere(pass: Pass, fn: GoFunction, { at }: Origin): RelatedInformation[] {
  const file = pass.package.files.find(({ tree }) => tree === at.tree);
  const isHere = fn.file === file && fn.node.start <= at.start && at.end <= fn.node.end;
  if (file === undefined || isHere) return [];
  return [{ location: pass.location(file, at), message: 'the memory is from here' }];
}

function pinning(pass: Pass, fn: GoFunction, pointer: Node): RelatedInformation[] {
  const pin = pinnedBy(pointer, pass.use(functionFlows)(fn), pass.use(origins));
  if (pin === undefined) return [];
  return [{ location: pass.location(fn.file, pin), message: 'it is pinned here, and stays memory of Go' }];
}
