/** The offsets of one comment in its file. */
export interface CommentRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The C text of a preamble's comments with every character at its own offset in the Go file: what is not C (the rest
 * of the file, the markers of the comments, `#cgo` lines) becomes blanks, so that a position in the C tree is the
 * position in the Go file.
 */
export function blankCgoComment(goText: string, comments: readonly CommentRange[]): string {
  let text = '';
  for (const { start, end } of comments) {
    text += blank(goText.slice(text.length, start));
    const isBlock = goText.startsWith('/*', start);
    // The markers are two characters each; inside them everything is C, its own comments too.
    text += `  ${goText.slice(start + 2, isBlock ? end - 2 : end)}${isBlock ? '  ' : ''}`;
  }
  return text.replace(/^[ \t]*#[ \t]*cgo\b.*$/gm, blank);
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
