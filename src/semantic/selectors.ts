import { onceFor } from '../base/once-for.ts';
import type { Node } from '../syntax/tree.ts';
import type { Package } from './package.ts';

/** Every `x.field` of a package, whatever `x` is, in the order of the files. */
export function selectorsOf(field: string, pkg: Package): readonly Node[] {
  return selectorsByField(pkg).get(field) ?? [];
}

const selectorsByField = onceFor((pkg: Package): ReadonlyMap<string, readonly Node[]> => {
  const found = new Map<string, Node[]>();
  for (const file of pkg.files) {
    for (const selector of file.tree.root.all('selector_expression')) {
      const field = selector.child('field')?.text ?? '';
      const known = found.get(field);
      if (known === undefined) found.set(field, [selector]);
      else known.push(selector);
    }
  }
  return found;
});
