import type { Node } from '../../syntax/tree.ts';
import type { FunctionParts } from './function-parts.ts';
import type { Shape } from './package-types.ts';
import type { Values } from './values.ts';

/** The C types of which some value is compared with nil, or set to it: they are pointers, whatever their headers say. */
export function nilTypesIn(functions: readonly FunctionParts[], values: Values): Set<string> {
  const found = new Set<string>();
  const add = (node: Node | undefined): void => {
    const shape: Shape | undefined = node === undefined ? undefined : values.shapeOf(node);
    if (shape?.kind === 'c') found.add(shape.name);
  };
  for (const parts of functions) {
    for (const node of parts.comparisons) {
      if (node.child('right')?.kind === 'nil') add(node.child('left'));
      else if (node.child('left')?.kind === 'nil') add(node.child('right'));
    }
    for (const assignment of parts.assignments) {
      const given = assignment.child('right')?.children ?? [];
      const targets = assignment.child('left')?.children ?? [];
      for (const [index, value] of given.entries()) if (value.kind === 'nil') add(targets[index]);
    }
  }
  return found;
}
