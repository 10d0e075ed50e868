import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { localsOf } from '../../../semantic/c-locals.ts';
import { cCallsIn, cFunctionsIn, ownCCode } from '../../../semantic/own-c-code.ts';
import type { OwnCFunction } from '../../../semantic/own-c-code.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';
import { roomOf } from './room.ts';
import type { Room } from './room.ts';

export default defineRule({
  id: 'c-heap-oob-const',
  code: 'CGO704',
  category: 'bounds',
  severity: 'error',
  confidence: 'certain',
  cwe: 787,
  docs,
  requires: [],
  run(pass) {
    for (const code of ownCCode(pass.package)) {
      const functions = cFunctionsIn(code);
      // A program of its own, and not part of the Go program.
      if (functions.some(({ name }) => name === 'main')) continue;
      for (const fn of functions) check(pass, fn);
    }
  },
});

function check(pass: Pass, fn: OwnCFunction): void {
  const rooms = new Map<string, Room>();
  for (const local of localsOf(fn).values()) {
    const room = roomOf(local, pass.package.c);
    if (room !== undefined) rooms.set(local.name, room);
  }
  const look = (): void => {
    for (const at of fn.body.all('subscript_expression')) checkIndex(pass, fn, at, rooms);
    for (const { node: at, name, arguments: args } of cCallsIn(fn.body)) {
      const place = lengthAt[name];
      const [target, length] = [args[0], place === undefined ? undefined : args[place]];
      if (target?.kind === 'identifier' && length !== undefined)
        checkLength(pass, fn, at, name, length, rooms.get(target.text));
    }
  };
  if (rooms.size > 0) look();
  else pass.trace(look);
}

function checkIndex(pass: Pass, fn: OwnCFunction, at: Node, rooms: ReadonlyMap<string, Room>): void {
  const [base, index] = [at.child('argument'), at.child('index')];
  if (base === undefined || index === undefined) return;
  const clear = (reason: string): void => {
    pass.clear(() => ({ at, file: fn.file, reason }));
  };
  const room = rooms.get(base.text);
  const elements = room?.elements;
  const value = pass.package.c.integer(index.text);
  if (room === undefined || elements === undefined) {
    clear(`how many elements \`${base.text}\` has does not show here`);
  } else if (value === undefined) {
    clear(`the index \`${index.text}\` is not constant`);
  } else if (value >= 0n && value < elements) {
    clear(`\`${base.text}\` has ${counted(elements)}`);
  } else if (isUnread(at)) {
    clear(`\`${at.text}\` is a place that is neither read nor written here`);
  } else if (isGuardedBySize(at, fn)) {
    clear('a condition over `sizeof` decides whether the code runs');
  } else {
    const side = value < 0n ? 'in front of the beginning' : 'behind the end';
    report(
      pass,
      fn,
      at,
      `\`${at.text}\` is ${side} of \`${base.text}\`, which has ${counted(elements)}`,
      room,
    );
  }
}

/** The argument that says how many bytes are written to the first one. */
const lengthAt: Readonly<Record<string, number>> = {
  memset: 2,
  memcpy: 2,
  memmove: 2,
  strncpy: 2,
  snprintf: 1,
  fgets: 1,
};

function checkLength(
  pass: Pass,
  fn: OwnCFunction,
  at: Node,
  name: string,
  length: Node,
  room: Room | undefined,
): void {
  const value = pass.package.c.integer(length.text);
  if (room?.bytes === undefined || value === undefined || value <= room.bytes || isGuardedBySize(at, fn)) {
    const reason = 'the length is not known to be more than there is room for';
    pass.clear(() => ({ at, file: fn.file, reason }));
    return;
  }
  const message =
    `\`${name}\` is told that \`${room.name}\` has room for ${String(value)} bytes, ` +
    `and it has ${String(room.bytes)}`;
  report(pass, fn, at, message, room);
}

function report(
  pass: Pass,
  fn: OwnCFunction,
  at: Node,
  message: string,
  room: Pick<Room, 'name' | 'declared'>,
): void {
  pass.report({
    at,
    file: fn.file,
    message,
    steps: [
      {
        location: pass.location(fn.file, room.declared),
        message: `the room of \`${room.name}\` is fixed here`,
      },
      { location: pass.location(fn.file, at), message: 'and passed over here' },
    ],
  });
}

function counted(elements: bigint): string {
  return `${String(elements)} ${elements === 1n ? 'element' : 'elements'}`;
}

/** `&a[8]` and `sizeof a[8]` touch no memory. */
function isUnread(at: Node): boolean {
  let around = at.parent;
  while (around?.kind === 'parenthesized_expression') around = around.parent;
  return (
    around?.kind === 'sizeof_expression' ||
    (around?.kind === 'pointer_expression' && around.text.startsWith('&'))
  );
}

/** Under a condition over `sizeof` the code may be for another system. */
function isGuardedBySize(at: Node, fn: OwnCFunction): boolean {
  for (let node = at.parent; node !== undefined && node !== fn.body; node = node.parent)
    if (node.child('condition')?.text.includes('sizeof') === true) return true;
  return false;
}
