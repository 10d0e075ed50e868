/** The page of a rule, from the rule's own documentation and its evidence. */
import { bugClasses, sampledBugs } from '../knowledge/bug-classes.ts';
import { code, fence, link, ownMarkdown } from './markdown.ts';
import { visible } from './plain.ts';
import type { RuleInfo } from './report.ts';
import { fullStop, silencer } from './wording.ts';

/** The two programs of a rule's evidence, and what the tool said. */
export interface RuleEvidence {
  /** The program that breaks the rule. */
  readonly bad: string;
  /** The program that does the same job soundly. */
  readonly good: string;
  /** The dynamic tool that convicts the first and clears the second, or `none`. */
  readonly tool: string;
  /** The tool's recorded report on the bad program. */
  readonly output?: string;
  /** Why no tool shows the defect, or what the tool needs. */
  readonly reason?: string;
}

const toolNames: Readonly<Record<string, string>> = {
  asan: 'AddressSanitizer (`go build -asan`)',
  lsan: 'LeakSanitizer (`go build -asan`)',
  msan: 'MemorySanitizer (`go build -msan`)',
  race: 'the race detector (`go build -race`)',
  cgocheck: "the runtime's check of cgo's pointer passing rules",
  cgocheck2: '`GOEXPERIMENT=cgocheck2`',
  checkptr: '`-gcflags=all=-d=checkptr`',
  valgrind: 'Valgrind',
  vet: '`go vet`',
  run: 'a plain run',
  run386: 'a plain run of a 32-bit build (`GOARCH=386`)',
  build: '`go build`',
};

/** `docs/rules/ID.md` without the notice of a generated file, which its writer puts first. */
export function renderRulePage(rule: RuleInfo, evidence: RuleEvidence): string {
  const { docs } = rule;
  const sections: readonly (readonly [string, string])[] = [
    ['What it does', ownMarkdown(docs.what)],
    ['Why is this bad?', ownMarkdown(docs.why)],
    ['The contract', `${ownMarkdown(docs.contract.text)}\n\nSource: <${docs.contract.url}>`],
    ['Example', fence('go', docs.example)],
    ['Write it instead', instead(rule)],
    ['What the dynamic tools show', ownMarkdown(docs.dynamic)],
    ['Real bugs', classesText(rule)],
    ['Evidence', evidenceText(rule, evidence)],
    ['Known limits', ownMarkdown(docs.limits)],
    ['How to silence it', silence(rule)],
  ];
  const body = sections.map(([title, text]) => `## ${title}\n\n${text}`);
  return `${[`# ${rule.id}`, fullStop(docs.title), facts(rule), ...body].join('\n\n')}\n`;
}

function facts(rule: RuleInfo): string {
  const parts = [
    code(rule.code),
    `category: ${rule.category}`,
    `severity: ${rule.severity}`,
    `confidence: ${rule.confidence}`,
  ];
  if (rule.preview === true) parts.push('preview: off until the configuration turns it on');
  if (rule.cwe !== undefined) {
    parts.push(link(`CWE-${rule.cwe}`, `https://cwe.mitre.org/data/definitions/${rule.cwe}.html`));
  }
  return parts.join(' · ');
}

/** The classes of real bugs that the rule is for. */
function classesText({ docs }: RuleInfo): string {
  if (docs.classes.length === 0) return 'None of the sampled bugs is of this kind.';
  return docs.classes
    .map((name) => {
      const { text, count } = bugClasses[name];
      return `- ${code(name)}: ${text} (${String(count)} of ${String(sampledBugs)} sampled bugs)`;
    })
    .join('\n');
}

function instead(rule: RuleInfo): string {
  const program = `${rule.folder}/evidence/good/main.go`;
  return [
    ownMarkdown(rule.docs.remediation),
    fence('go', rule.remediation),
    `These lines are part of ${link(code(program), `../../${program}`)}.`,
  ].join('\n\n');
}

function evidenceText(rule: RuleInfo, evidence: RuleEvidence): string {
  const reason = evidence.reason === undefined ? '' : fullStop(ownMarkdown(evidence.reason));
  const parts: string[] = [];
  if (evidence.tool === 'none') {
    parts.push(['No dynamic tool shows this defect.', reason].filter((text) => text !== '').join(' '));
  } else {
    const tool = toolNames[evidence.tool] ?? code(evidence.tool);
    parts.push(
      `Shown by ${tool}: the program that breaks the rule fails under it, and the sound one passes.`,
    );
    if (reason !== '') parts.push(reason);
  }
  if (evidence.output !== undefined) {
    parts.push('The recorded report on the program that breaks the rule:', fence('text', evidence.output));
  }
  parts.push(
    program('The program that breaks the rule', `${rule.folder}/evidence/bad/main.go`, evidence.bad),
    program('The sound program', `${rule.folder}/evidence/good/main.go`, evidence.good),
  );
  return parts.join('\n\n');
}

function program(title: string, path: string, text: string): string {
  const file = link(code(path), `../../${path}`);
  return `<details>\n<summary>${title}</summary>\n\n${file}\n\n${fence('go', visible(text))}\n\n</details>`;
}

function silence(rule: RuleInfo): string {
  return [
    'On the line itself, or on the line above it; the reason is required:',
    fence('go', silencer(rule)),
    'With a date it ends by itself:',
    fence('go', `//cgoreview:ignore ${rule.id} until=YYYY-MM-DD -- reason`),
  ].join('\n\n');
}
