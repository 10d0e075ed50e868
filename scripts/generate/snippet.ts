import { GenerateError } from './error.ts';

const start = /^[ \t]*\/\/ snippet:start[ \t]*$/;
const end = /^[ \t]*\/\/ snippet:end[ \t]*$/;

/**
 * What a page shows of a program, the good program of a rule or a remedy: its lines between `// snippet:start` and
 * `// snippet:end`, without their common indentation. Several such parts are joined by a blank line.
 * @param file how the program is named in the message
 * @throws GenerateError where there is none, or one does not end
 */
export function snippet(program: string, file = 'evidence/good/main.go'): string {
  const parts: string[] = [];
  let part: string[] | undefined;
  for (const line of program.split('\n')) {
    if (start.test(line)) {
      if (part !== undefined) throw new GenerateError(`${file}: // snippet:start inside a snippet`);
      part = [];
    } else if (end.test(line)) {
      if (part === undefined) throw new GenerateError(`${file}: // snippet:end without a start`);
      parts.push(dedent(part));
      part = undefined;
    } else {
      part?.push(line);
    }
  }
  if (part !== undefined) throw new GenerateError(`${file}: // snippet:end is missing`);
  if (parts.every((text) => text === '')) {
    throw new GenerateError(`${file}: no code between // snippet:start and // snippet:end`);
  }
  return parts.join('\n\n');
}

function dedent(lines: readonly string[]): string {
  const text = lines.filter((line) => line.trim() !== '');
  const indents = text.map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  const indent = Math.min(...indents);
  return lines
    .map((line) => line.slice(indent).trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}
