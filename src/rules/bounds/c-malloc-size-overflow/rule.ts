import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { argumentsOf } from '../../../semantic/callee.ts';
import { cCallsOf } from '../../../semantic/calls.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { typeText } from '../../../semantic/type.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';
import { isBounded, narrowProduct } from './narrow-product.ts';

/** Functions that allocate, each with the number of the parameter that is a size in bytes. */
const sizes: ReadonlyMap<string, number> = new Map([
  ['malloc', 0],
  ['realloc', 1],
  ['g_malloc', 0],
  ['g_malloc0', 0],
  ['aligned_alloc', 1],
  ['av_malloc', 0],
  ['sqlite3_malloc64', 0],
]);

export default defineRule({
  id: 'c-malloc-size-overflow',
  code: 'CGO212',
  category: 'bounds',
  severity: 'warning',
  confidence: 'likely',
  cwe: 190,
  docs,
  requires: [],
  run(pass) {
    for (const fn of pass.functions()) {
      for (const { call, callee } of cCallsOf(fn, pass.package)) {
        const index = sizes.get(callee.name);
        const size = index === undefined ? undefined : argumentsOf(call)[index];
        if (size !== undefined) check(pass, fn, size, callee.name);
      }
    }
  },
});

function check(pass: Pass, fn: GoFunction, size: Node, name: string): void {
  const { package: pkg } = pass;
  const product = narrowProduct(size, pkg);
  const clear = (reason: string): void => {
    pass.clear(() => ({ at: size, file: fn.file, reason }));
  };
  if (product === undefined) {
    if (size.text.includes('*')) clear('no product in it is computed in 32 bits and then widened');
    return;
  }
  const text = `\`${short(product.at)}\``;
  if (product.largest <= product.limit) {
    clear(`${text} fits into \`${typeText(product.type)}\`, as narrow as its factors are`);
    return;
  }
  if (isBounded(product, fn, pkg)) {
    clear(`a factor of ${text} is compared with a limit`);
    return;
  }
  pass.report({
    at: product.at,
    file: fn.file,
    message:
      `${text} is computed as a \`${typeText(product.type)}\` and overflows at ${String(product.limit)}: ` +
      `\`C.${name}\` then gets another size than is used`,
  });
}
