import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { isOpenRuntimeName } from '../../../knowledge/runtime-linknames.ts';
import { areCompatible } from '../../../source/build-constraint.ts';
import { all, not, tag } from '../../../source/build-constraint-expression.ts';
import type { LinknameDirective } from '../../../syntax/directives.ts';
import type { GoFile } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'linkname-runtime-internal',
  code: 'CGO805',
  category: 'directive',
  severity: 'warning',
  confidence: 'likely',
  docs,
  requires: [],
  run(pass) {
    for (const file of pass.package.files) {
      for (const linkname of file.directives.linknames) check(pass, file, linkname);
    }
  },
});

/** The builds whose linker checks the name: those of Go itself, from Go 1.23 on. */
const checkingBuilds = {
  expression: all([tag('go1.23'), not(tag('gccgo')), not(tag('tinygo'))]),
  isTest: false,
};

function check(pass: Pass, file: GoFile, { local, remote, declaration }: LinknameDirective): void {
  const name = /^runtime\.(\w+)$/.exec(remote ?? '')?.[1];
  if (declaration === undefined || name === undefined) return;
  const at = declaration.childrenOf('name').find(({ text }) => text === local) ?? declaration;
  const silence = reasonForSilence(pass, file, name, at, declaration);
  if (silence !== undefined) {
    pass.clear(() => ({ at, file, reason: silence }));
    return;
  }
  pass.report({
    at,
    file,
    message: `The linker of Go 1.23 and later refuses \`${local}\`: the runtime does not open \`runtime.${name}\` to other packages`,
  });
}

function reasonForSilence(
  pass: Pass,
  file: GoFile,
  name: string,
  at: Node,
  declaration: Node,
): string | undefined {
  if (isOpenRuntimeName(name)) return `the runtime opens \`runtime.${name}\` to other packages`;
  const isDefined = declaration.child('body') !== undefined || declaration.child('value') !== undefined;
  if (isDefined) return `it is defined here, and given to the runtime under the name \`runtime.${name}\``;
  if (pass.package.name === 'runtime') return 'this is the runtime itself';
  if (!areCompatible(file.constraint, checkingBuilds)) return 'the file is in no build of Go 1.23 or later';
  const symbol = pass.package.symbolOf(at);
  const isUsed =
    symbol === undefined ||
    pass.package.bindings.usesOf(symbol).some((use) => use.start !== at.start || use.tree !== at.tree);
  const isExported = /^\p{Lu}/u.test(at.text);
  return isUsed || isExported
    ? undefined
    : `nothing uses \`${at.text}\`, so that the linker does not look for it`;
}
