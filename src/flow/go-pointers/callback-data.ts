import { argumentsOf } from '../../semantic/callee.ts';
import type { Node } from '../../syntax/tree.ts';

/**
 * `C.scan(C.callback(C.onMatch), unsafe.Pointer(&matches))`: beside a C function the address is data for its callback,
 * which turns it back into what it was.
 */
export function isCallbackData(call: Node, address: Node): boolean {
  return argumentsOf(call).some(
    (argument) =>
      !argument.contains(address) &&
      argument
        .all('selector_expression')
        .some((node) => node.field !== 'function' && /^C\.\w*[a-z]/.test(node.text) && isFunctionValue(node)),
  );
}

/** `C.name` as a value of its own or converted, not part of arithmetic. */
function isFunctionValue(node: Node): boolean {
  return node.parent?.is('argument_list') === true;
}
