import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { isCallbackData } from '../../../flow/go-pointers/callback-data.ts';
import { exportedCasts, goStructBehind } from '../../../flow/go-pointers/exported-casts.ts';
import type { ExportedCast } from '../../../flow/go-pointers/exported-casts.ts';
import { goMemoryOf } from '../../../flow/go-pointers/go-memory.ts';
import { givenContainers, heldPointers } from '../../../flow/go-pointers/held-pointers.ts';
import { pinIn } from '../../../flow/go-pointers/pins-in-function.ts';
import { origins } from '../../../flow/origin/pointer-origins.ts';
import { unconverted } from '../../../flow/value-use.ts';
import { argumentsOf, calleeOf, isCall } from '../../../semantic/callee.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';

/**
 * Functions that C calls and that take a `void *` for a value of Go, where the value went to C inside of a struct:
 * both ends are in the package, and C had the pointer in between.
 */
export function checkCallbacks(pass: Pass): void {
  const functions = new Set(pass.functions().map(({ node }) => node));
  for (const cast of exportedCasts(pass.package)) {
    if (!functions.has(cast.function)) continue;
    const given = givenInStruct(pass, cast);
    if (given === undefined) continue;
    const name = cast.function.child('name')?.text ?? '';
    pass.report({
      at: cast.conversion,
      file: cast.file,
      message:
        `\`${name}\` takes \`${cast.parameter.name}\` for the address of a Go \`${cast.type.name}\`, which C has kept ` +
        'since it was given it in a struct, and which is not pinned',
      confidence: 'likely',
      steps: [
        {
          location: pass.location(given.fn.file, given.pointer),
          message: `\`${short(given.pointer)}\` goes into a struct that C is given`,
        },
      ],
    });
  }
}

/**
 * `C.open(h, unsafe.Pointer(s))`, where a function that C calls takes such a `void *` for what `s` leads to: whether that
 * is before the call has returned is asked.
 */
export function isTakenBack(
  pass: Pass,
  fn: GoFunction,
  { call, name: callee, argument }: { readonly call: Node; readonly name: string; readonly argument: Node },
): boolean {
  const { package: pkg } = pass;
  const pointer = unconverted(argument, pkg);
  if (pointer === argument || isCallbackData(call, argument)) return false;
  const given = argumentsOf(call);
  // No callback, and so nothing that gets it back.
  if (given[given.indexOf(argument) - 1]?.kind === 'nil') return false;
  // Nor is it asked of what runs its callback at once: one that C itself gives, or of a body that says so.
  const gives = (one: Node): boolean => isCall(one) && calleeOf(one, pkg).kind === 'c';
  if (given.some(gives) || pkg.c.definitions.callable(callee).length > 0) return false;
  const struct = goStructBehind(pkg.types.ofExpression(pointer), pkg);
  const cast = struct === undefined ? undefined : exportedCasts(pkg).find(({ type }) => type === struct);
  const memory = cast === undefined ? undefined : goMemoryOf(argument, pass.use(origins));
  if (cast === undefined || memory === undefined || pinIn(fn, argument, pkg) !== undefined) return false;
  const name = cast.function.child('name')?.text ?? '';
  pass.report({
    at: argument,
    file: fn.file,
    message:
      `Does \`C.${callee}\` keep \`${short(argument)}\`? \`${name}\` takes a Go \`${cast.type.name}\` back from C, ` +
      `and this is the address of one that is not pinned: ${memory.why}`,
    severity: 'info',
    confidence: 'question',
    steps: [
      {
        location: pass.location(cast.file, cast.conversion),
        message: `\`${name}\`, which C calls, takes it back`,
      },
    ],
  });
  return true;
}

/** Where the address of such a value is put into a struct that C is given. */
function givenInStruct(pass: Pass, cast: ExportedCast): { fn: GoFunction; pointer: Node } | undefined {
  const { package: pkg } = pass;
  for (const fn of pkg.functions()) {
    if (!usesCgo(fn.file)) continue;
    for (const given of givenContainers(fn, pkg)) {
      for (const { pointer } of heldPointers(given, pkg)) {
        const type = pkg.types.ofExpression(unconverted(pointer, pkg));
        if (goStructBehind(type, pkg) !== cast.type || pinIn(fn, pointer, pkg) !== undefined) continue;
        return { fn, pointer };
      }
    }
  }
  return undefined;
}
