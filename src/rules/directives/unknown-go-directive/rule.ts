import type { SuggestedFix } from '../../../engine/diagnostic.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import {
  isKnownGoDirective,
  isWishedForDirective,
  misspeltGoDirective,
} from '../../../knowledge/go-directives.ts';
import type { OtherGoDirective } from '../../../syntax/directives.ts';
import type { GoFile } from '../../../syntax/go-file.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'unknown-go-directive',
  code: 'CGO802',
  category: 'directive',
  severity: 'warning',
  confidence: 'likely',
  docs,
  requires: [],
  run(pass) {
    for (const file of pass.package.files) {
      for (const directive of file.directives.others) check(pass, file, directive);
    }
  },
});

function check(pass: Pass, file: GoFile, directive: OtherGoDirective): void {
  const { comment: at } = directive;
  const name = directive.word.slice('//go:'.length);
  // It stands between backticks in every sentence.
  const word = directive.word.replace(/`/g, "'");
  const clear = (reason: string): void => {
    pass.clear(() => ({ at, file, reason }));
  };
  if (isKnownGoDirective(name)) {
    clear(`\`${word}\` is a directive that a Go compiler or tool reads`);
    return;
  }
  const meant = misspeltGoDirective(name);
  if (meant === undefined && !isWishedForDirective(name)) {
    clear(`the Go tools do not read \`${word}\`, but another tool may`);
    return;
  }
  const fix = meant === undefined ? deletion(file, directive) : undefined;
  pass.report({
    at,
    file,
    message:
      meant === undefined
        ? `\`${word}\` is no directive of Go: the compiler takes it for a comment, and nothing changes`
        : `\`${word}\` is no directive of Go and has no effect: is \`//go:${meant}\` meant?`,
    ...(fix === undefined ? {} : { fix }),
  });
}

/** Takes the line out, and the empty line of documentation above it that only parted it from the text. */
function deletion(file: GoFile, { word, comment }: OtherGoDirective): SuggestedFix | undefined {
  const { index, text } = file.tree;
  const { line } = comment;
  const start = index.lineStart(line);
  if (text.slice(start, comment.start).trim() !== '' || line >= index.lineCount) return undefined;
  const below = index.lineText(line + 1).trim();
  const partsOnly = index.lineText(line - 1).trim() === '//' && !below.startsWith('//');
  const first = partsOnly ? index.lineStart(line - 1) : start;
  // A line that is free on both sides would leave two free lines, which gofmt makes one.
  if (!partsOnly && below === '' && index.lineText(line - 1).trim() === '') return undefined;
  return {
    message: `Delete \`${word}\`, which does nothing`,
    edits: [
      {
        path: file.path,
        span: { start: index.position(first), end: index.position(index.lineStart(line + 1)) },
        newText: '',
      },
    ],
  };
}
