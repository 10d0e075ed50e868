import fc from 'fast-check';

/** Lines that texts draw from: few, so that two texts share many, and some that trip careless splitting. */
const line = fc.constantFrom(
  'a',
  'b',
  'c',
  '}',
  '',
  '\tx',
  'a\r',
  '\r',
  'lone\rcr',
  'é 日本 \u{1f600}',
  'u\u2028v',
  '\f',
  '-- x',
  '++ x',
  '\\ x',
);

type Edit = 'keep' | 'drop' | 'replace' | 'insert';
const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Edit>('keep') },
  { weight: 1, arbitrary: fc.constantFrom<Edit>('drop', 'replace', 'insert') },
);

/**
 * Two versions of a text: the second edits the first, or has nothing to do with it; with and without a
 * last newline.
 */
export const filePair: fc.Arbitrary<readonly [string, string]> = fc
  .tuple(
    fc.array(fc.tuple(line, edit, line), { maxLength: 40 }),
    fc.option(fc.array(line, { maxLength: 15 }), { freq: 6 }),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([steps, other, oldNewline, newNewline]) => {
    const before = steps.map(([text]) => text);
    const edited = steps.flatMap(([text, change, extra]) =>
      change === 'keep' ? [text] : change === 'drop' ? [] : change === 'replace' ? [extra] : [extra, text],
    );
    return [join(before, oldNewline), join(other ?? edited, newNewline)] as const;
  });

function join(lines: readonly string[], newline: boolean): string {
  return lines.join('\n') + (newline && lines.length > 0 ? '\n' : '');
}

/** The lines of a text without their `\n`. */
export function splitLines(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
