import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { heldElements } from '../../../flow/go-pointers/held-elements.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { Node } from '../../../syntax/tree.ts';

/** Asks what else lies in the allocation of a caller's slice, where cgo does not see that C is given a slice. */
export function askAboutElements(pass: Pass, fn: GoFunction): void {
  const told = new Set<Node>();
  for (const held of heldElements(fn, pass.package)) {
    const { call, name, argument, variable, address, slice, saved } = held;
    if (saved !== undefined) {
      pass.clear(() => ({ at: argument, file: fn.file, reason: saved }));
      continue;
    }
    // One question a call: the answer is the same for its other arguments.
    if (told.has(call)) continue;
    told.add(call);
    pass.report({
      at: argument,
      file: fn.file,
      severity: 'info',
      confidence: 'question',
      sharedCause: 'address in a variable',
      message:
        `Can \`${short(slice)}\` be a part of a struct with Go pointers? \`C.${name}\` is given its address through ` +
        `\`${variable.name}\`: cgo then checks all of the allocation, not the slice alone, and panics if it finds one`,
      steps: [
        {
          location: pass.location(fn.file, address),
          message: `in the call itself \`${short(address)}\` would be seen as an element of the slice`,
        },
      ],
    });
  }
}
