import { unparen } from '../../semantic/callee.ts';
import type { Node } from '../../syntax/tree.ts';
import { unknownAt } from './origin.ts';
import type { Origin, OriginQuery } from './origin.ts';

/** Where the address of an operand leads: `&x`, `&x.f`, `&b[0]`, `&T{}`, `&*p`. */
export function addressOrigins(operand: Node, at: Node, query: OriginQuery): readonly Origin[] {
  const { package: pkg } = query;
  switch (operand.kind) {
    case 'composite_literal':
      return [{ kind: 'go-heap', at }];
    case 'identifier': {
      const symbol = pkg.symbolOf(operand);
      return symbol?.kind === 'variable' ? [{ kind: 'go-variable', at, symbol }] : unknownAt(at);
    }
    case 'unary_expression': {
      const pointer = operand.text.startsWith('*') ? operand.child('operand') : undefined;
      return pointer === undefined ? unknownAt(at) : query.allOf(pointer);
    }
    case 'selector_expression': {
      const inner = operand.child('operand');
      if (inner === undefined) return unknownAt(at);
      const root = unparen(inner);
      const type = pkg.types.ofExpression(root);
      // A field behind a pointer is where the pointer points.
      if (type.kind === 'pointer') return query.allOf(root);
      const isStruct = type.kind === 'composite' && type.form === 'struct_type';
      const byValue =
        isStruct || type.kind === 'c' || (type.kind === 'named' && type.symbol?.type?.kind === 'struct_type');
      return byValue ? addressOrigins(root, at, query) : unknownAt(at);
    }
    case 'index_expression': {
      const container = operand.child('operand');
      if (container === undefined) return unknownAt(at);
      const isArray = pkg.types.ofExpression(container).kind === 'array';
      return isArray ? addressOrigins(unparen(container), at, query) : query.allOf(container);
    }
    default:
      return unknownAt(at);
  }
}
