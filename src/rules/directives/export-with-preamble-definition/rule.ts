import type { SuggestedFix } from '../../../engine/diagnostic.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { externalDefinitionsIn, mayRepeatDefinitions } from '../../../semantic/c-external-definitions.ts';
import type { ExternalDefinition } from '../../../semantic/c-external-definitions.ts';
import { isReadable } from '../../../syntax/go-file.ts';
import type { GoFile, Preamble } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'export-with-preamble-definition',
  code: 'CGO804',
  category: 'directive',
  severity: 'error',
  confidence: 'likely',
  docs,
  requires: [],
  run(pass) {
    const isLenient = mayRepeatDefinitions(pass.package.files);
    for (const file of pass.package.files) {
      const exported = isLenient ? undefined : firstExport(file);
      for (const preamble of file.preambles) {
        if (exported !== undefined) check(pass, file, preamble, exported);
        pass.trace(() => {
          clearOthers(pass, file, preamble, exported !== undefined);
        });
      }
    }
  },
});

function firstExport(file: GoFile): Node | undefined {
  return file.directives.exports.find(
    ({ declaration }) => declaration !== undefined && isReadable(file, declaration),
  )?.declaration;
}

function check(pass: Pass, file: GoFile, preamble: Preamble, exported: Node): void {
  for (const definition of externalDefinitionsIn(preamble)) {
    const { node: at, name, kind } = definition;
    if (isWeak(file, at)) {
      pass.clear(() => ({ at, file, reason: `\`${name}\` is a weak symbol: there may be two` }));
      continue;
    }
    const fix = staticFix(pass, file, definition);
    pass.report({
      at: nameIn(at, name),
      file,
      message: `The ${kind} \`${name}\` is defined twice: a file with \`//export\` has its preamble in two C files`,
      steps: [
        {
          location: pass.location(file, nameIn(at, name)),
          message: `the preamble defines \`${name}\` for the whole program`,
        },
        {
          location: pass.location(file, exported.child('name') ?? exported),
          message: 'this export of the same file makes cgo copy the preamble',
        },
      ],
      ...(fix === undefined ? {} : { fix }),
    });
  }
}

/** `__attribute__((weak))` and its kin; attributes are blank in the tree, and stand in the Go file. */
function isWeak(file: GoFile, definition: Node): boolean {
  const { text } = file.tree;
  const end = definition.child('body')?.start ?? definition.end;
  return /\bweak|selectany|__WEAK/i.test(text.slice(definition.start, end));
}

/** A function that nothing else in C speaks of can be each copy's own. */
function staticFix(
  pass: Pass,
  file: GoFile,
  { node, name, kind }: ExternalDefinition,
): SuggestedFix | undefined {
  const sources = [...pass.package.files.flatMap(({ preambles }) => preambles), ...pass.package.cFiles];
  const isUsedElsewhere = sources.some(
    ({ tree }) =>
      tree.text.includes(name) &&
      tree.root.all('identifier').some((one) => one.text === name && !node.contains(one)),
  );
  const lineStart = file.tree.index.lineStart(node.line);
  if (kind !== 'function' || isUsedElsewhere || file.tree.text.slice(lineStart, node.start).trim() !== '')
    return undefined;
  const { start } = node.span;
  return {
    message: `Make \`${name}\` \`static inline\`, so that each copy has its own`,
    edits: [{ path: file.path, span: { start, end: start }, newText: 'static inline ' }],
  };
}

function nameIn(definition: Node, name: string): Node {
  return definition.all('identifier').find(({ text }) => text === name) ?? definition;
}

/** The definitions that may stand in a preamble all the same. */
function clearOthers(pass: Pass, file: GoFile, preamble: Preamble, isExporting: boolean): void {
  const external = new Set(externalDefinitionsIn(preamble).map(({ node }) => node));
  for (const at of preamble.tree.root.all('function_definition', 'declaration')) {
    if (at.ancestor('function_definition') !== undefined || (isExporting && external.has(at))) continue;
    const reason = !external.has(at)
      ? 'it is `static`, `inline` or a declaration, or a condition of the preprocessor may leave it out'
      : 'the file exports no function, or the linker is told to take the first of several definitions';
    pass.clear(() => ({ at, file, reason }));
  }
}
