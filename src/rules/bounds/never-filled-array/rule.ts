import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { typeText } from '../../../semantic/type.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import docs from './docs.ts';
import { filledTwice, isNeverFilled, madeLists } from './filled-twice.ts';

export default defineRule({
  id: 'never-filled-array',
  code: 'CGO223',
  category: 'bounds',
  severity: 'info',
  confidence: 'question',
  cwe: 665,
  docs,
  requires: [],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!usesCgo(fn.file) || !fn.body.text.includes('make([]*')) continue;
      check(pass, fn);
    }
  },
});

function check(pass: Pass, fn: GoFunction): void {
  const { package: pkg } = pass;
  const lists = madeLists(fn, pkg);
  if (lists.length < 2) return;
  for (const list of lists) {
    const twice = filledTwice(list, pkg);
    const type = typeText(pkg.types.ofSymbol(list));
    const others = lists.filter((other) => other !== list && typeText(pkg.types.ofSymbol(other)) === type);
    const [empty, ...more] = others.filter((other) => isNeverFilled(other, pkg));
    if (twice === undefined || empty === undefined || more.length > 0) {
      const reason =
        twice === undefined
          ? `\`${list.name}\` is not filled twice by two loops one behind the other`
          : 'no other array, or more than one, is left without elements';
      pass.clear(() => ({ at: list.declaration, file: fn.file, reason }));
      continue;
    }
    const [first, second] = twice;
    pass.report({
      at: second.place,
      file: fn.file,
      message:
        `Is \`${empty.name}\` meant here? This loop fills \`${list.name}\` for the second time, and nothing fills ` +
        `\`${empty.name}\`, whose address is taken as well`,
      steps: [
        {
          location: pass.location(fn.file, empty.declaration),
          message: `\`${empty.name}\` is made, and holds nil`,
        },
        { location: pass.location(fn.file, first.place), message: `\`${list.name}\` is filled here` },
      ],
    });
  }
}
