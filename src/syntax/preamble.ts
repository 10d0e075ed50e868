/**
 * The C text of a preamble comment with every character at its own offset in the Go file: what is not C
 * (the rest of the file, comment markers, `#cgo` lines) becomes blanks, so that a position in the C tree is
 * the position in the Go file.
 */
export function blankCgoComment(goText: string, start: number, end: number): string {
  const before = blank(goText.slice(0, start));
  const body = goText
    .slice(start, end)
    .replace(/\/\*|\*\//g, '  ')
    .replace(/^([ \t]*)\/\//gm, '$1  ')
    .replace(/^[ \t]*#[ \t]*cgo\b.*$/gm, blank);
  return before + body;
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
