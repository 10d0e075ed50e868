import { argumentsOf, calleeOf, isCall, unparen } from '../../../semantic/callee.ts';
import type { Package } from '../../../semantic/package.ts';
import { repeatedConstant } from '../../../semantic/type-constants.ts';
import type { Node } from '../../../syntax/tree.ts';

/** Named constants in named constants are followed this deep. */
const deepest = 6;

/**
 * What is known of a string, with `\0` for a NUL, `x` for another byte, and `?` for what may be anything; undefined
 * where nothing is.
 */
export function knownText(node: Node, pkg: Package, depth = 0): string | undefined {
  const expression = unparen(node);
  switch (expression.kind) {
    case 'interpreted_string_literal':
      return bytesOf(expression.text.slice(1, -1));
    case 'raw_string_literal':
      return 'x'.repeat(expression.text.length - 2);
    case 'identifier': {
      const [symbol, ...others] = pkg.symbolsOf(expression);
      if (symbol?.kind !== 'constant' || others.length > 0 || depth >= deepest) return undefined;
      const { value } = repeatedConstant(symbol);
      return value === undefined ? undefined : knownText(value, pkg, depth + 1);
    }
    case 'binary_expression': {
      const [left, right] = [expression.child('left'), expression.child('right')];
      if (left === undefined || right === undefined || expression.child('operator')?.kind !== '+')
        return undefined;
      return `${knownText(left, pkg, depth) ?? '?'}${knownText(right, pkg, depth) ?? '?'}`;
    }
    default:
      return isCall(expression) ? ofJoin(expression, pkg, depth) : undefined;
  }
}

/** `strings.Join(parts, "\x00")`. */
function ofJoin(call: Node, pkg: Package, depth: number): string | undefined {
  const callee = calleeOf(call, pkg);
  const separator = argumentsOf(call)[1];
  if (callee.kind !== 'package' || callee.path !== 'strings' || callee.name !== 'Join') return undefined;
  const text = separator === undefined ? undefined : knownText(separator, pkg, depth);
  return text === undefined ? undefined : `?${text}?`;
}

/** The escapes of https://go.dev/ref/spec#String_literals. */
function bytesOf(literal: string): string {
  return literal.replace(
    /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|.)|[^\\]/gsu,
    (one) => (/^\\(?:x00|000|u0000|U00000000)$/.test(one) ? '\0' : 'x'),
  );
}
