import type { RelatedInformation } from '../../../engine/diagnostic.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { definitionsOf } from '../../../flow/definitions.ts';
import { cKeeping } from '../../../flow/go-pointers/c-keeping.ts';
import type { Keeping } from '../../../flow/go-pointers/c-keeping.ts';
import { cMemoryStoresIn } from '../../../flow/go-pointers/c-memory-stores.ts';
import type { CMemoryStore } from '../../../flow/go-pointers/c-memory-stores.ts';
import { exportedCasts } from '../../../flow/go-pointers/exported-casts.ts';
import { goMemoryOf } from '../../../flow/go-pointers/go-memory.ts';
import type { GoMemory } from '../../../flow/go-pointers/go-memory.ts';
import { holderIn, keepAliveIn, pinIn } from '../../../flow/go-pointers/pins-in-function.ts';
import { isBuffer, isUserData } from '../../../flow/go-pointers/user-data.ts';
import { origins } from '../../../flow/origin/pointer-origins.ts';
import { unconverted } from '../../../flow/value-use.ts';
import { argumentsOf } from '../../../semantic/callee.ts';
import { cCallsOf } from '../../../semantic/calls.ts';
import type { CCall } from '../../../semantic/calls.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { nameOf } from '../../../semantic/type.ts';
import type { Type } from '../../../semantic/types.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import { checkCallbacks, isTakenBack } from './callbacks.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'go-memory-retained-by-c',
  code: 'CGO204',
  category: 'pointer-passing',
  severity: 'error',
  confidence: 'certain',
  docs,
  yieldsTo: ['go-func-to-c'],
  requires: [cKeeping, origins],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!usesCgo(fn.file)) continue;
      for (const store of cMemoryStoresIn(fn, pass.use(origins))) {
        if (isUserData(store.target, store.pointer, pass.package)) checkStore(pass, fn, store);
      }
      for (const call of cCallsOf(fn, pass.package)) checkCall(pass, fn, call);
    }
    checkCallbacks(pass);
  },
});

function checkCall(pass: Pass, fn: GoFunction, { call, callee }: CCall): void {
  argumentsOf(call).forEach((argument, index) => {
    if (!isPointer(pass.package.types.ofExpression(argument))) return;
    const keeping = pass.use(cKeeping).ofArgument(call, callee.name, index);
    if (keeping !== undefined) {
      checkArgument(pass, fn, { call, name: callee.name, argument, keeping });
      return;
    }
    if (isTakenBack(pass, fn, { call, name: callee.name, argument })) return;
    pass.clear(() => ({
      at: argument,
      file: fn.file,
      reason: `nothing says that \`C.${callee.name}\` keeps \`${short(argument)}\``,
    }));
  });
}

interface KeptArgument {
  readonly call: Node;
  readonly name: string;
  readonly argument: Node;
  readonly keeping: Keeping;
}

function checkArgument(pass: Pass, fn: GoFunction, kept: KeptArgument): void {
  const { name, argument, keeping } = kept;
  if (keeping.kind === 'name' && !isData(pass, kept)) return;
  const memory = unprotected(pass, fn, argument);
  if (memory === undefined) return;
  const storedIn = goHolderOf(pass, kept);
  if (storedIn !== undefined) {
    const reason = `C stores \`${short(argument)}\` in \`${short(storedIn)}\`, which is Go memory itself`;
    pass.clear(() => ({ at: argument, file: fn.file, reason }));
    return;
  }
  if (isForgotten(fn, keeping) && isUsedBehind(pass, fn, kept)) {
    const reason = `\`${short(argument)}\` is used behind the call, in the function that ends what C keeps`;
    pass.clear(() => ({ at: argument, file: fn.file, reason }));
    return;
  }
  const holder = holderIn(fn, argument, pass.package);
  const held = holder === undefined ? '' : `; only \`${short(holder)}\` keeps it from being freed`;
  const isNamed = keeping.kind === 'name';
  const what = `\`C.${name}\` ${isNamed ? 'keep' : 'still has'} \`${short(argument)}\` when it has returned`;
  const claim = isNamed
    ? `does ${what}, as its name says? It is the address of Go memory that is not pinned: ${memory.why}${held}`
    : `${what}, and that is the address of Go memory that is not pinned: ${memory.why}${held}`;
  pass.report({
    at: argument,
    file: fn.file,
    message: claim,
    ...degree(fn, keeping, memory, holder !== undefined),
    steps: [...storedAt(pass, keeping), ...takenBack(pass, argument)],
  });
}

/** What else the call is given, where C only puts the pointer into that and it is Go memory: C keeps nothing. */
function goHolderOf(pass: Pass, { call, keeping }: KeptArgument): Node | undefined {
  const index = keeping.kind === 'body' ? keeping.holder : undefined;
  const holder = index === undefined ? undefined : argumentsOf(call)[index];
  return holder !== undefined && leadsToGo(pass, holder) ? holder : undefined;
}

/** A result's variable may be set by a deferred function as well: here what the function itself puts into it counts. */
function leadsToGo(pass: Pass, pointer: Node): boolean {
  const isGo = (one: Node): boolean => goMemoryOf(one, pass.use(origins)) !== undefined;
  if (isGo(pointer)) return true;
  const symbol = pass.package.symbolOf(unconverted(pointer, pass.package));
  if (symbol?.kind !== 'variable' || symbol.role !== 'result') return false;
  const definitions = definitionsOf(symbol, pass.package);
  return definitions.length > 0 && definitions.every(({ value }) => value !== undefined && isGo(value));
}

/** Memory that Go itself still has is a question: it is not freed, though the contract is broken. */
function degree(
  fn: GoFunction,
  keeping: Keeping,
  { isCertain }: GoMemory,
  isHeld: boolean,
): { confidence?: 'likely' | 'question'; severity?: 'warning' | 'info' } {
  if (keeping.kind === 'name' || isHeld) return { confidence: 'question', severity: 'info' };
  return {
    ...(isCertain ? {} : { confidence: 'likely' as const }),
    ...(isForgotten(fn, keeping) ? { severity: 'warning' as const } : {}),
  };
}

/** Whether the function itself makes C forget it: the memory must live until there. */
function isForgotten(fn: GoFunction, keeping: Keeping): boolean {
  if (keeping.kind !== 'table' || keeping.until.length === 0) return false;
  const called = fn.body.all('call_expression').map((call) => call.child('function')?.text ?? '');
  return keeping.until.some((name) => called.includes(`C.${name}`));
}

/** Whether the function still has use for a variable of the argument behind the call: it keeps the memory until there. */
function isUsedBehind(pass: Pass, fn: GoFunction, { call, argument }: KeptArgument): boolean {
  return argument.all('identifier').some((identifier) => {
    const symbol = pass.package.symbolOf(identifier);
    if (symbol?.kind !== 'variable') return false;
    return pass.package.bindings
      .usesOf(symbol)
      .some((use) => use.start > call.end && use.tree === call.tree && fn.body.contains(use));
  });
}

/** Data that a name speaks of: a `void *` behind other arguments, and no buffer. */
function isData(pass: Pass, { call, argument }: KeptArgument): boolean {
  const list = argumentsOf(call);
  if (list.length > 1 && list[0] === argument) return false;
  return (
    pass.package.types.ofExpression(argument).kind === 'unsafe-pointer' && !isBuffer(argument, pass.package)
  );
}

/** A struct of C keeps the address of a value of Go for its callbacks. */
function checkStore(pass: Pass, fn: GoFunction, { target, pointer, memory }: CMemoryStore): void {
  const found = unprotected(pass, fn, pointer);
  if (found === undefined) return;
  const home = pass.package.files.find(({ tree }) => tree === memory.at.tree) ?? fn.file;
  pass.report({
    at: target,
    file: fn.file,
    message: `\`${short(target)}\`, in memory of C, keeps the address of Go memory that is not pinned: ${found.why}`,
    ...(found.isCertain ? {} : { confidence: 'likely' as const }),
    steps: [
      { location: pass.location(home, memory.at), message: 'the memory of C is from here' },
      ...takenBack(pass, pointer),
    ],
  });
}

/** The Go memory that C keeps, unless it is pinned, kept alive, or lives as long as the process. */
function unprotected(pass: Pass, fn: GoFunction, pointer: Node): GoMemory | undefined {
  const memory = goMemoryOf(pointer, pass.use(origins));
  const reason = whyHarmless(pass, fn, pointer, memory);
  if (reason === undefined) return memory;
  pass.clear(() => ({ at: pointer, file: fn.file, reason }));
  return undefined;
}

function whyHarmless(
  pass: Pass,
  fn: GoFunction,
  pointer: Node,
  memory: GoMemory | undefined,
): string | undefined {
  const name = `\`${short(pointer)}\``;
  if (memory === undefined) return `nothing shows that ${name} leads to Go memory`;
  if (memory.variable?.role === 'package-level')
    return `\`${memory.variable.name}\` is a variable of the package, which stays where it is`;
  // The address of a handle is cgo-handle-as-pointer's.
  if (isHandleAddress(pass, pointer)) return `${name} is the address of a \`cgo.Handle\``;
  const pin = pinIn(fn, pointer, pass.package);
  if (pin !== undefined) return `\`${short(pin)}\` may pin what ${name} leads to`;
  const alive = keepAliveIn(fn, pointer, pass.package);
  return alive === undefined ? undefined : `\`${short(alive)}\` keeps what ${name} leads to`;
}

function isHandleAddress(pass: Pass, pointer: Node): boolean {
  const expression = unconverted(pointer, pass.package);
  const type = pass.package.types.ofExpression(expression);
  const name = nameOf(type.kind === 'pointer' && type.declared === undefined ? type.element : type);
  return name?.path === 'runtime/cgo' && name.name === 'Handle';
}

function isPointer({ kind }: Type): boolean {
  return kind === 'pointer' || kind === 'unsafe-pointer';
}

/** Where the body stores it, in a preamble. */
function storedAt(pass: Pass, keeping: Keeping): RelatedInformation[] {
  if (keeping.kind !== 'body') return [];
  const file = pass.package.files.find(({ preambles }) =>
    preambles.some(({ tree }) => tree === keeping.tree),
  );
  if (file === undefined) return [];
  return [
    { location: pass.location(file, keeping.place), message: `C stores it in \`${short(keeping.place)}\`` },
  ];
}

/** Where a function that C calls takes such a pointer back. */
function takenBack(pass: Pass, pointer: Node): RelatedInformation[] {
  const type = pass.package.types.ofExpression(unconverted(pointer, pass.package));
  const name = nameOf(type.kind === 'pointer' ? type.element : type);
  const cast = exportedCasts(pass.package).find((one) => one.type === name?.symbol);
  if (cast === undefined) return [];
  return [
    {
      location: pass.location(cast.file, cast.conversion),
      message: `\`${cast.function.child('name')?.text ?? ''}\`, which C calls, takes it back here`,
    },
  ];
}
