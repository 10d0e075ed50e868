import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { isForeign, isOfGo } from '../../../flow/origin/origin.ts';
import { origins } from '../../../flow/origin/pointer-origins.ts';
import { argumentsOf, calleeOf, isCall, unparen } from '../../../semantic/callee.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { Type } from '../../../semantic/type.ts';
import { nameOf } from '../../../semantic/type.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'epoll-data-go-pointer',
  code: 'CGO314',
  category: 'lifetime',
  severity: 'error',
  confidence: 'likely',
  docs,
  requires: [origins],
  run(pass) {
    const files = new Set(pass.package.files.filter(({ tree }) => /epoll_?event/i.test(tree.text)));
    for (const fn of pass.functions()) {
      if (!files.has(fn.file)) continue;
      for (const statement of fn.body.allOutside('func_literal', 'assignment_statement')) {
        const [target, others] = statement.child('left')?.children ?? [];
        const value = statement.child('right')?.children[0];
        if (target === undefined || value === undefined || others !== undefined) continue;
        const field = eventField(unparen(target), pass);
        if (field !== undefined) check(pass, fn, statement, field, value);
      }
    }
  },
});

/** The field of an event that an assignment writes to: by itself, or through a pointer to it of another type. */
function eventField(target: Node, pass: Pass): Node | undefined {
  if (target.kind === 'selector_expression') return isEventData(target, pass) ? target : undefined;
  if (target.kind !== 'unary_expression' || !target.text.startsWith('*')) return undefined;
  let inner: Node | undefined = target.child('operand');
  while (inner !== undefined && isCall(unparen(inner))) inner = argumentsOf(unparen(inner))[0];
  const address = inner === undefined ? undefined : unparen(inner);
  if (address?.kind !== 'unary_expression' || !address.text.startsWith('&')) return undefined;
  const place = unparen(address.child('operand') ?? address);
  const field = place.kind === 'index_expression' ? unparen(place.child('operand') ?? place) : place;
  return field.kind === 'selector_expression' && isEventData(field, pass) ? field : undefined;
}

function isEventData(field: Node, pass: Pass): boolean {
  if (!/^(Fd|Pad|[dD]ata)$/.test(field.child('field')?.text ?? '')) return false;
  const operand = field.child('operand');
  if (operand === undefined) return false;
  const type = pass.package.types.ofExpression(operand);
  return isEpollEvent(type.kind === 'pointer' ? type.element : type);
}

function isEpollEvent(type: Type): boolean {
  const name = type.kind === 'c' ? type.name : nameOf(type)?.name;
  return name !== undefined && /^(struct_)?epoll_?event$/i.test(name);
}

function check(pass: Pass, fn: GoFunction, statement: Node, field: Node, value: Node): void {
  const pointer = pointerIn(value, pass);
  const clear = (reason: string): void => {
    pass.clear(() => ({ at: statement, file: fn.file, reason }));
  };
  if (pointer === undefined) {
    clear(`\`${value.text}\` is not known to be a pointer`);
    return;
  }
  const memory = pass.use(origins).of(pointer);
  if (isForeign(memory) || memory.kind === 'nil' || memory.kind === 'handle') {
    clear(`\`${pointer.text}\` leads to no memory of Go`);
    return;
  }
  const isSure = isOfGo(memory) && isHeldByNothingElse(pointer, pass);
  pass.report({
    at: statement,
    file: fn.file,
    message: isSure
      ? `\`${field.text}\` hides \`${pointer.text}\` from the collector: nothing else keeps it until the event comes`
      : `Does something else keep \`${pointer.text}\` until the event comes? In \`${field.text}\` the collector does not see it`,
    ...(isSure ? {} : { severity: 'info' as const, confidence: 'question' as const }),
  });
}

/** The pointer that is stored: by itself, or as a number. */
function pointerIn(value: Node, pass: Pass): Node | undefined {
  let expression = unparen(value);
  while (isCall(expression)) {
    const [argument] = argumentsOf(expression);
    if (argument === undefined || calleeOf(expression, pass.package).kind !== 'conversion') break;
    expression = unparen(argument);
  }
  const { kind } = pass.package.types.ofExpression(expression);
  return kind === 'pointer' || kind === 'unsafe-pointer' ? expression : undefined;
}

/** Whether a pointer is made on the spot, or in a variable that is only read through and stored here. */
function isHeldByNothingElse(pointer: Node, pass: Pass): boolean {
  if (pointer.kind === 'unary_expression')
    return unparen(pointer.child('operand') ?? pointer).kind === 'composite_literal';
  const symbol = pointer.kind === 'identifier' ? pass.package.symbolOf(pointer) : undefined;
  if (symbol?.role !== 'local') return false;
  return pass.package.bindings.usesOf(symbol).every((use) => {
    if (use.start === pointer.start && use.tree === pointer.tree) return true;
    const { parent } = use;
    return (
      (parent?.kind === 'expression_list' && parent.field === 'left') ||
      (parent?.kind === 'var_spec' && use.field === 'name') ||
      (parent?.kind === 'selector_expression' && parent.parent?.kind !== 'call_expression')
    );
  });
}
