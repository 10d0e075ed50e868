import type { RelatedInformation } from '../../../engine/diagnostic.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import { cKeeping } from '../../../flow/go-pointers/c-keeping.ts';
import { cMemoryStoresIn } from '../../../flow/go-pointers/c-memory-stores.ts';
import type { CMemoryStore } from '../../../flow/go-pointers/c-memory-stores.ts';
import { goMemoryOf } from '../../../flow/go-pointers/go-memory.ts';
import type { GoMemory } from '../../../flow/go-pointers/go-memory.ts';
import { givenContainers, heldPointers, reachesCall } from '../../../flow/go-pointers/held-pointers.ts';
import type { GivenContainer, HeldPointer } from '../../../flow/go-pointers/held-pointers.ts';
import { exportedCasts, goStructBehind } from '../../../flow/go-pointers/exported-casts.ts';
import { isUserData } from '../../../flow/go-pointers/user-data.ts';
import { pinIn } from '../../../flow/go-pointers/pins-in-function.ts';
import { origins } from '../../../flow/origin/pointer-origins.ts';
import { unconverted } from '../../../flow/value-use.ts';
import { argumentsOf } from '../../../semantic/callee.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import { clearOthers } from './clearances.ts';
import docs from './docs.ts';
import { askAboutElements } from './elements.ts';
import { askAboutStructs } from './structs.ts';

export default defineRule({
  id: 'go-pointer-in-c',
  code: 'CGO203',
  category: 'pointer-passing',
  severity: 'error',
  confidence: 'certain',
  docs,
  requires: [cKeeping, functionFlows, origins],
  run(pass) {
    for (const fn of pass.functions()) {
      const stores = cMemoryStoresIn(fn, pass.use(origins));
      pass.trace(() => {
        clearOthers(pass, fn, stores);
      });
      for (const store of stores) {
        // What a callback is to get back is go-memory-retained-by-c's.
        if (!isUserData(store.target, store.pointer, pass.package)) checkStore(pass, fn, store);
      }
      if (!usesCgo(fn.file)) continue;
      for (const given of givenContainers(fn, pass.package)) checkContainer(pass, fn, given);
      askAboutStructs(pass, fn);
      askAboutElements(pass, fn);
    }
  },
});

/** A pointer that is written into memory that is not Go's. */
function checkStore(pass: Pass, fn: GoFunction, { target, pointer, memory }: CMemoryStore): void {
  const found = unpinned(pass, fn, pointer, target);
  if (found === undefined) return;
  if (found.variable?.role === 'package-level') {
    const reason = `\`${found.variable.name}\` is a variable of the package, which stays where it is`;
    pass.clear(() => ({ at: target, file: fn.file, reason }));
    return;
  }
  const home = pass.package.files.find(({ tree }) => tree === memory.at.tree) ?? fn.file;
  const where = memory.kind === 'mmap' ? 'mapped memory' : 'memory of C';
  pass.report({
    at: target,
    file: fn.file,
    message: `\`${short(target)}\` is in ${where} and gets the address of Go memory that is not pinned: ${found.why}`,
    ...(found.isCertain ? {} : { confidence: 'likely' as const }),
    steps: [{ location: pass.location(home, memory.at), message: `the ${where} is from here` }],
  });
}

/** A variable that holds a pointer to Go memory where C gets its address. */
function checkContainer(pass: Pass, fn: GoFunction, given: GivenContainer): void {
  const index = argumentsOf(given.call).indexOf(given.argument);
  const at = { at: given.argument, file: fn.file };
  // What C keeps of the argument is the greater harm, and go-memory-retained-by-c's to tell.
  if (pass.use(cKeeping).ofArgument(given.call, given.name, index) !== undefined) {
    pass.clear(() => ({
      ...at,
      reason: `\`C.${given.name}\` may keep it: go-memory-retained-by-c looks at that`,
    }));
    return;
  }
  const held = heldPointers(given, pass.package);
  if (held.length === 0)
    pass.clear(() => ({ ...at, reason: `no pointer is stored in \`${short(given.argument)}\` here` }));
  const steps: RelatedInformation[] = [];
  let first: { readonly memory: GoMemory; readonly pointer: Node } | undefined;
  for (const one of held) {
    const memory = unpinned(pass, fn, one.pointer, given.argument);
    if (memory === undefined || isTakenBack(pass, one.pointer) || !isHeldAt(pass, fn, one, given)) continue;
    first ??= { memory, pointer: one.pointer };
    steps.push({
      location: pass.location(fn.file, one.pointer),
      message: `\`${short(one.pointer)}\` is stored here: ${memory.why}`,
    });
  }
  if (first === undefined) return;
  const isOfCaller = given.variable !== undefined && given.variable.role !== 'local';
  pass.report({
    at: given.argument,
    file: fn.file,
    message:
      `\`C.${given.name}\` is given \`${short(given.argument)}\`, which holds the address of ${isOfCaller ? '' : 'other '}Go memory ` +
      `that is not pinned: ${first.memory.why}`,
    ...(first.memory.isCertain ? {} : { confidence: 'likely' as const }),
    steps,
  });
}

/** Whether a function that C calls takes such a pointer back: go-memory-retained-by-c tells of both ends. */
function isTakenBack(pass: Pass, pointer: Node): boolean {
  const type = pass.package.types.ofExpression(unconverted(pointer, pass.package));
  const struct = goStructBehind(type, pass.package);
  return struct !== undefined && exportedCasts(pass.package).some((cast) => cast.type === struct);
}

function isHeldAt(pass: Pass, fn: GoFunction, held: HeldPointer, given: GivenContainer): boolean {
  if (reachesCall(held, given, pass.use(functionFlows)(fn))) return true;
  pass.clear(() => ({
    at: given.argument,
    file: fn.file,
    reason: `no path leads from where \`${short(held.pointer)}\` is stored to the call`,
  }));
  return false;
}

/** The Go memory that a pointer leads to, unless it may be pinned; why a candidate is none is said at `at`. */
function unpinned(pass: Pass, fn: GoFunction, pointer: Node, at: Node): GoMemory | undefined {
  const memory = goMemoryOf(pointer, pass.use(origins));
  if (memory === undefined) {
    pass.clear(() => ({
      at,
      file: fn.file,
      reason: `nothing shows that \`${short(pointer)}\` leads to Go memory`,
    }));
    return undefined;
  }
  const pin = pinIn(fn, pointer, pass.package);
  if (pin === undefined) return memory;
  pass.clear(() => ({
    at,
    file: fn.file,
    reason: `\`${short(pin)}\` may pin what \`${short(pointer)}\` leads to`,
    states: [{ location: pass.location(fn.file, pin), message: 'it may be pinned here' }],
  }));
  return undefined;
}
