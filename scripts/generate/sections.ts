import { GenerateError } from './error.ts';

/**
 * Replaces what stands between `<!-- NAME:start -->` and `<!-- NAME:end -->` for each section.
 * @param file how the document is named in the message
 * @throws GenerateError where a section's markers are missing
 */
export function withSections(file: string, text: string, sections: Readonly<Record<string, string>>): string {
  return Object.entries(sections).reduce((result, [name, content]) => {
    const start = `<!-- ${name}:start -->`;
    const end = `<!-- ${name}:end -->`;
    const from = result.indexOf(start);
    const to = result.indexOf(end, from);
    if (from === -1 || to === -1) throw new GenerateError(`${file}: ${start} … ${end} is missing`);
    return `${result.slice(0, from)}${start}\n\n${content}\n\n${result.slice(to)}`;
  }, text);
}
