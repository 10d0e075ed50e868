#!/usr/bin/env node
import { createRequire as createBundleRequire } from 'node:module';
const require = createBundleRequire(import.meta.url);
import {
  ConfigurationError,
  auditTree,
  clip,
  counted,
  defaultPolicyPath,
  diffLines,
  docsUrl,
  excludedSentence,
  failThresholds,
  fullStop,
  headline,
  hiddenSentence,
  inDirectory,
  issuesUrl,
  lastLine,
  lineChanges,
  loadWasmModules,
  narrowed,
  nearest,
  oneLine,
  openGitRepository,
  parserSentence,
  readPolicy,
  registry,
  renderJson,
  renderSarif,
  reviewChange,
  rulePage,
  scopeSentence,
  selectParser,
  severityLabel,
  unreadFiles,
  utf16Offset,
  version,
  visible
} from "./shared.js";

// src/entry/cli.ts
import { isAbsolute, relative, resolve, sep } from "node:path";

// src/report/ansi.ts
function paint(color) {
  const style = (on, off) => (text) => color && text !== "" ? `\x1B[${on}m${text}\x1B[${off}m` : text;
  return {
    bold: style(1, 22),
    dim: style(2, 22),
    red: style(31, 39),
    green: style(32, 39),
    yellow: style(33, 39),
    blue: style(34, 39),
    cyan: style(36, 39)
  };
}
function displayWidth(text) {
  let width = 0;
  for (const character of text.replace(/\u001b\[\d+m/g, "")) {
    if (new RegExp("\\p{Mn}|\\p{Cf}", "u").test(character)) continue;
    width += isWide(character.codePointAt(0) ?? 0) ? 2 : 1;
  }
  return width;
}
function isWide(point) {
  return point >= 4352 && point <= 4447 || point >= 11904 && point <= 42191 || point >= 44032 && point <= 55203 || point >= 63744 && point <= 64255 || point >= 65072 && point <= 65135 || point >= 65280 && point <= 65376 || point >= 65504 && point <= 65510 || point >= 127744 && point <= 129791 || point >= 131072 && point <= 262141;
}

// src/report/text.ts
var maxLineWidth = 200;
function renderText(report, options2) {
  const style = paint(options2.color);
  const blocks = report.findings.map((finding) => findingBlock(finding, report, options2, style));
  return `${[...blocks, footer(report, style)].join("\n\n")}
`;
}
function findingBlock(finding, report, options2, style) {
  const { path, span } = finding.location;
  const where = style.bold(oneLine(`${path}:${span.start.line}:${span.start.column}:`));
  const label = tint(finding.severity, style)(`${severityLabel(finding)}:`);
  const rule = report.rules.get(finding.ruleId);
  const lines = [
    `${where} ${label} ${oneLine(finding.message)} ${style.dim(`[${oneLine(finding.ruleId)}]`)}`,
    ...frame(finding, options2.source, style),
    ...steps(finding, style),
    ...fix(finding, options2.source, style)
  ];
  if (rule !== void 0) lines.push(`  ${style.cyan("help:")} ${rulePage(options2.links, rule.id)}`);
  return lines.join("\n");
}
function frame(finding, source, style) {
  const { path, span } = finding.location;
  const line = source(path)?.[span.start.line - 1];
  if (line === void 0) return [];
  const from = utf16Offset(line, span.start.column);
  const to = span.end.line === span.start.line ? utf16Offset(line, span.end.column) : line.trimEnd().length;
  if (from > maxLineWidth) return [];
  const shown = clip(line, maxLineWidth);
  const number = String(span.start.line);
  const gutter = style.dim(`${" ".repeat(number.length)} |`);
  const pad = shownPrefix(line.slice(0, from));
  const marked = visible(line.slice(from, Math.min(to, shown.length)));
  const carets = `^${"~".repeat(Math.max(0, displayWidth(marked) - 1))}`;
  const rest = lastLine(span) - span.start.line;
  const more = rest > 0 ? style.dim(` (and ${counted(rest, "more line")})`) : "";
  return [
    gutter,
    `${style.dim(`${number} |`)} ${visible(shown)}`,
    `${gutter} ${pad}${tint(finding.severity, style)(carets)}${more}`
  ];
}
function shownPrefix(text) {
  return visible(text).split("	").map((part) => " ".repeat(displayWidth(part))).join("	");
}
function steps(finding, style) {
  return finding.steps.map(({ location, message }, index) => {
    const where = oneLine(`${location.path}:${location.span.start.line}:${location.span.start.column}`);
    return `  ${style.blue(`${index + 1}.`)} ${where}: ${oneLine(message)}`;
  });
}
function fix(finding, source, style) {
  if (finding.fix === void 0) return [];
  const title = `  ${style.cyan("fix:")} ${oneLine(fullStop(finding.fix.message))}`;
  const changes = lineChanges(finding.fix.edits, source) ?? [];
  const several = changes.length > 1 || changes.some((change) => change.path !== finding.location.path);
  const lines = changes.flatMap((change) => [
    ...several ? [`--- ${oneLine(change.path)}`] : [],
    ...diffLines(change, source).slice(1)
  ]);
  return [
    title,
    ...lines.map((line) => {
      const text = `    ${visible(line)}`;
      return line.startsWith("+") ? style.green(text) : line.startsWith("-") ? style.red(text) : text;
    })
  ];
}
function footer(report, style) {
  const unread = unreadFiles(report);
  const lines = [style.bold(fullStop(headline(report)))];
  if (unread.length > 0) {
    lines.push(style.yellow("Not analysed:"));
    for (const file of unread) lines.push(`  ${oneLine(file.path)}: ${oneLine(file.reason)}`);
  }
  if (report.notes.length > 0) {
    lines.push(style.yellow("Notes:"));
    for (const note of report.notes) lines.push(`  ${oneLine(note)}`);
  }
  const sentences = [
    excludedSentence(report),
    hiddenSentence(report),
    scopeSentence(report),
    parserSentence(report.parser)
  ];
  for (const text of sentences) if (text !== void 0) lines.push(style.dim(text));
  return lines.join("\n");
}
function tint(severity, style) {
  switch (severity) {
    case "error":
      return style.red;
    case "warning":
      return style.yellow;
    case "info":
      return style.blue;
  }
}

// src/entry/cli-arguments.ts
import { parseArgs } from "node:util";
var help = `cgo-review: reviews Go code that crosses into C or uses unsafe

Usage:
  cgo-review review [--base REF] [--head REF] [options] [PATH]   findings that a change caused
  cgo-review audit [--head REF] [options] [PATH]                 all findings of a tree
  cgo-review rules [ID]                                          the rules; one rule's documentation

  Without --head the work tree is looked at, untracked files included. Without --base a review starts from
  the merge base with the default branch. PATH is a directory of the repository (default: .).

Options:
  --format text|json|sarif      what is printed on standard output (default: text)
  --fail-on SEVERITY            ${failThresholds.join("|")}: the least severity that gives exit status 1
                                (default: error, or what the configuration says)
  --config FILE                 configuration, relative to the repository (default: .github/cgo-review.yml)
  --parser wasm|native          (default: wasm)
  --version, --help

Exit status: 0 clean; 1 findings at or above --fail-on; 2 usage or configuration; 3 something could not be
analysed and nothing reached the threshold; 70 a bug of cgo-review.
`;
var commands = ["review", "audit", "rules"];
function parseCommand(args) {
  const { values, positionals } = parse(args);
  if (values.help === true) return { kind: "help" };
  if (values.version === true) return { kind: "version" };
  const [name, ...rest] = positionals;
  if (name === void 0)
    throw new ConfigurationError("No command is given: use review, audit or rules, or see --help.");
  if (!commands.includes(name)) {
    const near = nearest(name, commands);
    const advice = near === void 0 ? "use review, audit or rules" : `the nearest is ${near}`;
    throw new ConfigurationError(`${JSON.stringify(name)} is no command; ${advice}. See --help.`);
  }
  if (rest.length > 1)
    throw new ConfigurationError(`${name} takes one argument; ${JSON.stringify(rest[1])} is a second one.`);
  if (name === "rules") return { kind: "rules", rule: rest[0] };
  const options2 = {
    head: values.head,
    path: rest[0] ?? ".",
    format: oneOf("--format", values.format ?? "text", ["text", "json", "sarif"]),
    failOn: values["fail-on"] === void 0 ? void 0 : oneOf("--fail-on", values["fail-on"], failThresholds),
    config: values.config ?? defaultPolicyPath,
    parser: oneOf("--parser", values.parser ?? "wasm", ["wasm", "native"])
  };
  if (name === "review") return { kind: "review", base: values.base, ...options2 };
  if (values.base !== void 0)
    throw new ConfigurationError("audit looks at one tree and takes no --base; review compares two.");
  return { kind: "audit", ...options2 };
}
var options = {
  base: { type: "string" },
  head: { type: "string" },
  format: { type: "string" },
  "fail-on": { type: "string" },
  config: { type: "string" },
  parser: { type: "string" },
  version: { type: "boolean" },
  help: { type: "boolean", short: "h" }
};
function parse(args) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [first = error.message] = error.message.split(/\.\s/);
    throw new ConfigurationError(`${first.replace(/\.$/, "")}. See --help.`);
  }
}
function oneOf(name, text, values) {
  const value = values.find((candidate) => candidate === text);
  if (value !== void 0) return value;
  throw new ConfigurationError(
    `${name} is ${JSON.stringify(text)}, and must be one of ${values.join(", ")}.`
  );
}

// src/entry/cli-rules.ts
function renderRuleList(registry2) {
  const width = Math.max(...registry2.map(({ rule }) => rule.id.length));
  return registry2.map(
    ({ rule }) => `${rule.code}  ${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${rule.docs.title}
`
  ).join("");
}
function renderRule(registry2, name) {
  const found = registry2.find(({ rule: rule2 }) => rule2.id === name || rule2.code === name);
  if (found === void 0) {
    const known = registry2.flatMap(({ rule: rule2 }) => [rule2.id, rule2.code]);
    const near = nearest(name, known);
    const advice = near === void 0 ? "`cgo-review rules` lists them" : `the nearest is ${near}`;
    throw new ConfigurationError(`${JSON.stringify(name)} is no rule; ${advice}.`);
  }
  const { rule, remediation } = found;
  const { docs } = rule;
  const sections = [
    ["What it does", docs.what],
    ["Why is this bad?", docs.why],
    ["The contract", `${docs.contract.text}
${docs.contract.url}`],
    ["Example", docs.example],
    ["Write it instead", `${docs.remediation}

${remediation}`],
    ["What the dynamic tools show", docs.dynamic],
    ["Known limits", docs.limits]
  ];
  const head = `${rule.id} (${rule.code}) · ${rule.severity} · ${docs.title}
`;
  return head + sections.map(([title, text]) => `
${title}

${indent(text.trimEnd())}
`).join("");
}
function indent(text) {
  return text.replace(/^(?=.)/gm, "  ");
}

// src/entry/cli.ts
var exitStatus = { pass: 0, fail: 1, incomplete: 3 };
async function main(args) {
  const command = parseCommand(args);
  switch (command.kind) {
    case "help":
      process.stdout.write(help);
      return 0;
    case "version":
      process.stdout.write(`cgo-review ${version}
`);
      return 0;
    case "rules":
      process.stdout.write(
        command.rule === void 0 ? renderRuleList(registry) : renderRule(registry, command.rule)
      );
      return 0;
    default:
      return run(command);
  }
}
async function run(command) {
  const repository = expect(await openGitRepository(resolve(command.path), process.env));
  try {
    const head = command.head === void 0 ? { kind: "work-tree" } : { kind: "commit", id: expect(await repository.resolve(command.head)) };
    const config = await readPolicy(
      repository,
      { kind: "work-tree" },
      configPath(repository, command.config),
      registry.map(({ rule }) => rule),
      { failOn: command.failOn }
    );
    const context = {
      config,
      parser: await selectParser(command.parser, await loadWasmModules(), (name) => import(name)),
      registry,
      version,
      today: (/* @__PURE__ */ new Date()).toISOString().slice(0, 10)
    };
    const result = await analyse(command, repository, head, context);
    process.stdout.write(render(command, result));
    return config.reportOnly ? 0 : exitStatus[result.report.verdict];
  } finally {
    repository.close();
  }
}
function configPath(repository, path) {
  if (!isAbsolute(path)) return path;
  const inside = relative(repository.root, path).split(sep).join("/");
  if (inside.startsWith("../")) {
    throw new ConfigurationError(`The configuration ${path} is outside the repository ${repository.root}.`);
  }
  return inside;
}
async function analyse(command, repository, head, context) {
  const directory = relative(repository.root, resolve(command.path)).split(sep).join("/");
  const isInScope = inDirectory(directory);
  if (command.kind === "audit") return auditTree(repository, head, isInScope, context);
  const base = command.base ?? await defaultBase(repository);
  const change = expect(await repository.change({ base: expect(await repository.resolve(base)), head }));
  return reviewChange(repository, narrowed(change, isInScope), context);
}
async function defaultBase(repository) {
  const branch = await repository.defaultBranch();
  if (branch === void 0) {
    throw new ConfigurationError(
      "The repository has no default branch that could be found: say with --base what to compare with."
    );
  }
  process.stderr.write(`Compared with the merge base of ${branch}.
`);
  return branch;
}
function render(command, { report, lines }) {
  const links = { docs: docsUrl({}) };
  switch (command.format) {
    case "json":
      return renderJson(report, links);
    case "sarif":
      return renderSarif(report, links, lines);
    case "text":
      return renderText(report, { color: usesColor(), links, source: lines });
  }
}
function usesColor() {
  return process.stdout.isTTY && (process.env["NO_COLOR"] ?? "") === "";
}
function expect(result) {
  if (result.ok) return result.value;
  throw new ConfigurationError(result.error);
}
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof ConfigurationError) {
    process.stderr.write(`cgo-review: ${error.message}
`);
    process.exitCode = 2;
  } else {
    const stack = error instanceof Error ? error.stack ?? error.message : String(error);
    process.stderr.write(
      `cgo-review: this is a bug; please report it at ${issuesUrl} with this stack:
${stack}
`
    );
    process.exitCode = 70;
  }
}
