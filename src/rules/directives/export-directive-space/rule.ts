import type { SuggestedFix } from '../../../engine/diagnostic.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import type { SpacedExport } from '../../../syntax/directives.ts';
import type { GoFile } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'export-directive-space',
  code: 'CGO801',
  category: 'directive',
  severity: 'warning',
  confidence: 'likely',
  docs,
  requires: [],
  run(pass) {
    for (const file of pass.package.files) {
      for (const spaced of file.directives.spacedExports) check(pass, file, spaced);
      pass.trace(() => {
        clearOthers(pass, file);
      });
    }
  },
});

function check(pass: Pass, file: GoFile, spaced: SpacedExport): void {
  const { comment, declaration } = spaced;
  const at = declaration.child('name') ?? declaration;
  const name = at.text;
  const inC = pass.package.c.function(name);
  if (inC !== undefined && inC.bodies.length > 0) {
    pass.clear(() => ({ at, file, reason: `the C code of the package has a \`${name}\` of its own` }));
    return;
  }
  const isExpected = inC !== undefined;
  const fix = isExpected ? directiveFix(file, spaced) : undefined;
  pass.report({
    at,
    file,
    message: isExpected
      ? `\`${name}\` is not exported to C, which declares it: the space in \`// export\` makes that a plain comment`
      : `\`${name}\` is not exported to C: the space in \`// export\` makes that a plain comment`,
    ...(isExpected ? { severity: 'error' as const, confidence: 'certain' as const } : {}),
    steps: [{ location: pass.location(file, comment), message: 'a directive has no space behind `//`' }],
    ...(fix === undefined ? {} : { fix }),
  });
}

/** Takes the space out where gofmt leaves the directive where it then stands: at the end of the documentation. */
function directiveFix(file: GoFile, { comment, declaration }: SpacedExport): SuggestedFix | undefined {
  const { index } = file.tree;
  const lineAbove = index.lineText(comment.line - 1);
  const isLast = declaration.line === comment.line + 1;
  // Files with other exports may not define anything in their preamble: this one may not be ready for it.
  if (!isLast || file.preambles.some(({ tree }) => tree.root.all('function_definition').some(isExternal)))
    return undefined;
  const name = declaration.child('name')?.text ?? '';
  const above = lineAbove.startsWith('//') && !/^\/\/(\s*$|\w)/.test(lineAbove) ? '//\n' : '';
  const newText = `${above}//export ${name}`;
  return {
    message: `Write \`//export ${name}\``,
    edits: [{ path: file.path, span: comment.span, newText }],
  };
}

function isExternal(definition: Node): boolean {
  return !definition.children.some(
    ({ kind, text }) => kind === 'storage_class_specifier' && /^(static|inline|extern)$/.test(text),
  );
}

/** What else speaks of an export: real directives, and comments that only look like one. */
function clearOthers(pass: Pass, file: GoFile): void {
  const spaced = new Set(file.directives.spacedExports.map(({ comment }) => comment));
  for (const at of file.tree.root.all('comment')) {
    if (spaced.has(at) || !/^\/\/[ \t]*export\b/.test(at.text)) continue;
    const reason = at.text.startsWith('//export ')
      ? 'it is written as the directive'
      : 'it documents no function of the name that it gives in a file that imports "C"';
    pass.clear(() => ({ at, file, reason }));
  }
}
