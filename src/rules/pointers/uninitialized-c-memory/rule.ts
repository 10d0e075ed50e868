import type { SuggestedFix } from '../../../engine/diagnostic.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import type { CMemoryStore } from '../../../flow/go-pointers/c-memory-stores.ts';
import { goMemoryOf } from '../../../flow/go-pointers/go-memory.ts';
import { countAndSize, filledBefore, mallocedMemory } from '../../../flow/go-pointers/uncleared-memory.ts';
import type { StoredInto } from '../../../flow/go-pointers/uncleared-memory.ts';
import { origins } from '../../../flow/origin/pointer-origins.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { canUseUnsafe } from '../../../syntax/go-file.ts';
import type { GoFile } from '../../../syntax/go-file.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'uninitialized-c-memory',
  code: 'CGO220',
  category: 'pointer-passing',
  severity: 'warning',
  confidence: 'likely',
  cwe: 908,
  docs,
  requires: [origins],
  run(pass) {
    if (!pass.package.files.some(({ tree }) => tree.text.includes('C.malloc('))) return;
    for (const fn of pass.functions()) {
      if (!canUseUnsafe(fn.file)) continue;
      for (const memory of mallocedMemory(fn, pass.use(origins))) check(pass, fn, memory);
    }
  },
});

/** So many stores are shown. */
const shownStores = 4;

function check(pass: Pass, fn: GoFunction, memory: StoredInto): void {
  const { call, stores, isOwn } = memory;
  const [first] = stores;
  const place = { at: isOwn ? call : first.target, file: fn.file };
  const filled = filledBefore(memory, fn, pass.use(origins));
  if (filled !== undefined) {
    pass.clear(() => ({ ...place, reason: `\`${short(filled)}\` may fill the memory before` }));
    return;
  }
  // That a Go pointer is stored at all is the greater harm, and go-pointer-in-c's to tell.
  if (goMemoryOf(first.pointer, pass.use(origins)) !== undefined) {
    pass.clear(() => ({ ...place, reason: `go-pointer-in-c looks at \`${short(first.pointer)}\`` }));
    return;
  }
  const home = pass.package.files.find(({ tree }) => tree === call.tree) ?? fn.file;
  const from = isOwn ? [] : [{ location: pass.location(home, call), message: 'the memory is from here' }];
  const fix = isOwn ? clearedFix(memory, fn.file) : undefined;
  pass.report({
    ...place,
    message:
      `Go stores pointers into memory of \`${short(call)}\`, which still holds what was there before: ` +
      'where that looks like an address of Go, the collector can stop the program',
    steps: [
      ...from,
      ...stores.slice(0, shownStores).map((store) => ({
        location: pass.location(fn.file, store.target),
        message: stepText(store),
      })),
    ],
    ...(fix === undefined ? {} : { fix }),
  });
}

function stepText({ target, pointer }: CMemoryStore): string {
  return `\`${short(target)}\` is overwritten with \`${short(pointer)}\``;
}

/** `C.calloc(n, size)`, which is declared where `C.malloc(n * size)` is. */
function clearedFix({ call }: StoredInto, file: GoFile): SuggestedFix | undefined {
  const asked = countAndSize(call);
  if (asked === undefined) return undefined;
  const newText = `C.calloc(${asked.join(', ')})`;
  return { message: `Allocate with \`${newText}\``, edits: [{ path: file.path, span: call.span, newText }] };
}
