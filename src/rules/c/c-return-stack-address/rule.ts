import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { localsOf } from '../../../semantic/c-locals.ts';
import type { CLocal } from '../../../semantic/c-locals.ts';
import { cFunctionsIn, ownCCode } from '../../../semantic/own-c-code.ts';
import type { OwnCFunction } from '../../../semantic/own-c-code.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'c-return-stack-address',
  code: 'CGO703',
  category: 'lifetime',
  severity: 'error',
  confidence: 'certain',
  cwe: 562,
  docs,
  requires: [],
  run(pass) {
    for (const code of ownCCode(pass.package)) {
      for (const fn of cFunctionsIn(code)) {
        // Only a pointer leads anywhere: `return &x != 0` gives a number.
        if (fn.node.child('declarator')?.kind === 'pointer_declarator') check(pass, fn);
      }
    }
  },
});

function check(pass: Pass, fn: OwnCFunction): void {
  const returns = fn.body.all('return_statement');
  if (returns.length === 0) return;
  const locals = localsOf(fn);
  for (const at of returns) {
    const value = at.children[0];
    if (value === undefined) continue;
    const [reached] = alternatives(value).flatMap((one) => stackMemory(one, locals) ?? []);
    if (reached === undefined) {
      pass.trace(() => {
        clear(pass, fn, at, value, locals);
      });
      continue;
    }
    const { local, through } = reached;
    pass.report({
      at,
      file: fn.file,
      message: `\`${fn.name}\` returns the address of its own \`${local.name}\`, which is gone when the caller gets it`,
      steps: [
        {
          location: pass.location(fn.file, local.node),
          message: `\`${local.name}\` lives on the stack of \`${fn.name}\``,
        },
        ...(through === undefined
          ? []
          : [{ location: pass.location(fn.file, through.node), message: `\`${through.name}\` leads to it` }]),
        { location: pass.location(fn.file, at), message: 'its address is returned here' },
      ],
    });
  }
}

function alternatives(value: Node): Node[] {
  const plain = stripped(value);
  if (plain.kind !== 'conditional_expression') return [plain];
  return [plain.child('consequence'), plain.child('alternative')].flatMap((one) =>
    one === undefined ? [] : alternatives(one),
  );
}

/** The expression inside parentheses and casts. */
function stripped(value: Node): Node {
  const inner =
    value.kind === 'parenthesized_expression'
      ? value.children[0]
      : value.kind === 'cast_expression'
        ? value.child('value')
        : undefined;
  return inner === undefined ? value : stripped(inner);
}

interface Reached {
  readonly local: CLocal;
  /** The pointer that holds the address, where it is not written in the return itself. */
  readonly through?: CLocal;
}

type Locals = ReadonlyMap<string, CLocal>;

function stackMemory(value: Node, locals: Locals): Reached | undefined {
  const direct = addressed(value, locals);
  if (direct !== undefined) return { local: direct };
  const through = value.kind === 'identifier' ? locals.get(value.text) : undefined;
  if (through?.only === undefined) return undefined;
  const local = addressed(stripped(through.only), locals);
  return local === undefined ? undefined : { local, through };
}

/** The local whose memory an expression gives the address of: an array by its name, or `&x`, and what is inside it. */
function addressed(value: Node, locals: Locals): CLocal | undefined {
  if (value.kind === 'identifier') {
    const local = locals.get(value.text);
    return local?.shape === 'array' ? local : undefined;
  }
  if (value.kind === 'binary_expression' && /^[+-]$/.test(value.child('operator')?.text ?? '')) {
    const left = value.child('left');
    return left === undefined ? undefined : addressed(stripped(left), locals);
  }
  if (value.kind !== 'pointer_expression' || !value.text.startsWith('&')) return undefined;
  const operand = value.child('argument');
  return operand === undefined ? undefined : holder(stripped(operand), locals);
}

/** The local that a place is a part of; none behind a pointer. */
function holder(place: Node, locals: Locals): CLocal | undefined {
  const argument = place.child('argument');
  switch (place.kind) {
    case 'identifier':
      return locals.get(place.text);
    case 'field_expression':
      return argument === undefined || /->\s*\w+$/.test(place.text)
        ? undefined
        : holder(stripped(argument), locals);
    case 'subscript_expression': {
      const local = argument === undefined ? undefined : holder(stripped(argument), locals);
      // What an index of a field leads to may be behind a pointer.
      return local?.shape === 'array' && argument?.kind === 'identifier' ? local : undefined;
    }
    default:
      return undefined;
  }
}

function clear(pass: Pass, fn: OwnCFunction, at: Node, value: Node, locals: Locals): void {
  const plain = stripped(value);
  const local = plain.kind === 'identifier' ? locals.get(plain.text) : undefined;
  const reason =
    local === undefined
      ? `\`${value.text.replace(/\s+/g, ' ')}\` is no address of a variable of the function that is gone with it`
      : `what \`${local.name}\` points to is not known to be a variable of the function`;
  pass.clear(() => ({ at, file: fn.file, reason }));
}
