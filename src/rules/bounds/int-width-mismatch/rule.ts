import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { integerConstant } from '../../../flow/origin/integer-constant.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { typeText } from '../../../semantic/type.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';
import { isCountedWith, seenNumbers } from './seen-numbers.ts';
import type { SeenNumbers } from './seen-numbers.ts';
import { claimOf, isBytes } from './width-claim.ts';

export default defineRule({
  id: 'int-width-mismatch',
  code: 'CGO211',
  category: 'bounds',
  severity: 'error',
  confidence: 'likely',
  cwe: 704,
  docs,
  requires: [],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!usesCgo(fn.file) || !fn.body.text.includes('unsafe.Pointer(')) continue;
      for (const node of fn.body.allOutside(
        'func_literal',
        'call_expression',
        'type_conversion_expression',
      )) {
        const numbers = seenNumbers(node, pass.package);
        if (numbers !== undefined) check(pass, fn, node, numbers);
      }
    }
  },
});

function check(pass: Pass, fn: GoFunction, at: Node, numbers: SeenNumbers): void {
  const { file } = fn;
  const { package: pkg } = pass;
  const seen = `\`${typeText(numbers.seenAs)}\``;
  const clear = (reason: string): void => {
    pass.clear(() => ({ at, file, reason }));
  };
  if (isBytes(numbers, pkg)) {
    clear(`\`${short(numbers.place)}\` is shown to C as bytes, or is made of bytes`);
    return;
  }
  const claim = claimOf(numbers, isCountedWith(at, numbers, pkg), file, pkg);
  if (claim === undefined)
    clear(`${seen} is as wide as \`${typeText(numbers.own)}\` wherever the file is built`);
  else if (claim === 'view') clear(`nothing shows that ${seen} is not meant as a view of parts`);
  else if (claim !== 'half') pass.report({ at, file, ...claim });
  else checkHalf(pass, fn, at, numbers);
}

/** A variable of which C sets the lower half: on the usual systems that is right for what is not negative. */
function checkHalf(pass: Pass, fn: GoFunction, at: Node, { place, own, seenAs }: SeenNumbers): void {
  const { file } = fn;
  const name = `\`${short(place)}\``;
  const test = testOfSign(place, fn, pass);
  if (test === undefined) {
    const reason = `C sets the lower half of ${name}, and nothing here asks whether it is negative`;
    pass.clear(() => ({ at, file, reason }));
    return;
  }
  pass.report({
    at,
    file,
    message:
      `\`${short(test)}\` does not see what C stores: \`${typeText(seenAs)}\` is narrower than ` +
      `\`${typeText(own)}\`, and a negative number in the first bytes of ${name} is a large positive one`,
    steps: [
      { location: pass.location(file, at), message: `C sets the first bytes of ${name}` },
      { location: pass.location(file, test), message: 'all of it is compared here' },
    ],
  });
}

/** A comparison with a negative number, or whether it is below 0. */
function testOfSign(place: Node, fn: GoFunction, { package: pkg }: Pass): Node | undefined {
  const symbol = pkg.symbolOf(place);
  return fn.body.all('binary_expression').find((test) => {
    const [left, right] = [test.child('left'), test.child('right')];
    if (left?.kind !== 'identifier' || right === undefined || pkg.symbolOf(left) !== symbol) return false;
    const value = integerConstant(right, pkg);
    const operator = test.child('operator')?.kind ?? '';
    if (value === undefined) return false;
    return value < 0n ? /^(?:==|!=|<=?)$/.test(operator) : value === 0n && operator === '<';
  });
}
