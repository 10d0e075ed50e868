import { GenerateError } from './error.ts';

/**
 * Replaces what stands between `<!-- NAME:start -->` and `<!-- NAME:end -->` for each section.
 * @throws GenerateError where a section's markers are missing
 */
export function readme(text: string, sections: Readonly<Record<string, string>>): string {
  return Object.entries(sections).reduce((result, [name, content]) => {
    const start = `<!-- ${name}:start -->`;
    const end = `<!-- ${name}:end -->`;
    const from = result.indexOf(start);
    const to = result.indexOf(end, from);
    if (from === -1 || to === -1) throw new GenerateError(`README.md: ${start} … ${end} is missing`);
    return `${result.slice(0, from)}${start}\n\n${content}\n\n${result.slice(to)}`;
  }, text);
}
