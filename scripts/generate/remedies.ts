import path from 'node:path';
import { findRemedies } from '../programs/remedies.ts';
import type { Remedy } from '../programs/remedies.ts';
import { GenerateError } from './error.ts';
import { markdownPage } from './notice.ts';
import { snippet } from './snippet.ts';

const introduction = `# Remedies to copy

Each remedy is a small program that \`npm run evidence\` formats, vets, builds and runs. What is shown is the program's own
text; the rest of it, with the C that it calls and a \`main\` that checks it, is behind the link. "Clean under" names the
tools that have nothing to say of the program, and the sentence after that the part without which a tool does: the
tests run both.

For a leak check the programs call \`debug.FreeOSMemory()\` twice before they end, since stale copies of a pointer hide a
leak from it; your code needs that in tests at most. How to run the tools yourself: [diagnosing](diagnosing.md).`;

/** How a tool is called in a sentence. */
const toolNames: Readonly<Record<string, string>> = {
  asan: 'AddressSanitizer',
  lsan: 'AddressSanitizer with its leak check',
  race: 'the race detector',
  run: 'a plain run',
};

/**
 * `docs/remedies.md`, from the programs' own text.
 * @param ruleIds the rules that there are
 * @throws GenerateError where a program has no text, or is for a rule that is not there
 */
export async function remediesPage(root: string, ruleIds: ReadonlySet<string>): Promise<string> {
  const remedies = (await findRemedies(root)).map((remedy) => ({ remedy, ...textOf(remedy) }));
  const contents = remedies.map(({ title }) => `- [${title}](#${anchor(title)})`);
  const sections = remedies.map(({ remedy, title, text }) =>
    [
      `## ${title}`,
      text,
      `\`\`\`go\n${snippet(remedy.program, `examples/remedies/${remedy.name}/main.go`)}\n\`\`\``,
      factsOf(remedy, ruleIds, path.posix.join('..', 'examples', 'remedies', remedy.name, 'main.go')),
    ].join('\n\n'),
  );
  return markdownPage([introduction, contents.join('\n'), ...sections].join('\n\n'));
}

/** The comment above `package main`: its first line is the title, what follows the text. */
function textOf({ name, program }: Remedy): { readonly title: string; readonly text: string } {
  const lines = program.slice(0, program.indexOf('\npackage main\n')).split('\n');
  const [title = '', empty, ...rest] = lines.map((line) => line.replace(/^\/\/ ?/, ''));
  if (!lines.every((line) => line.startsWith('//')) || title === '' || empty !== '' || rest.length === 0) {
    throw new GenerateError(
      `examples/remedies/${name}/main.go must begin with a comment: title, empty line, text`,
    );
  }
  return { title, text: rest.join('\n') };
}

function factsOf(remedy: Remedy, ruleIds: ReadonlySet<string>, program: string): string {
  const { name, tools, without, rules, go } = remedy;
  const gone = rules.filter((id) => !ruleIds.has(id));
  if (gone.length > 0) throw new GenerateError(`examples/remedies/${name}: no rule ${gone.join(', ')}`);
  const clean = ['`go vet`', 'a plain run', ...tools.map(toolName)];
  const facts = [
    `[The whole program](${program})${go === undefined ? '' : `, for Go ${go} and later`}.`,
    `Clean under ${clean.slice(0, -1).join(', ')} and ${clean.at(-1) ?? ''}.`,
    `Without ${without.part}, ${toolName(without.tool)} ${without.tool === 'run' ? 'fails' : 'convicts it'}.`,
  ];
  if (rules.length > 0) facts.push(`Rules: ${rules.map((id) => `[\`${id}\`](rules/${id}.md)`).join(', ')}.`);
  return facts.join(' ');
}

function toolName(tool: string): string {
  return toolNames[tool] ?? tool;
}

/** The fragment that GitHub gives a heading. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}
