#!/usr/bin/env node
import { createRequire as createBundleRequire } from 'node:module';
const require = createBundleRequire(import.meta.url);
import {
  ConfigurationError,
  DiffReader,
  Exclusion,
  MalformedDiff,
  SourceReader,
  analyseDirectories,
  apartHeading,
  auditTree,
  beforeTheChange,
  clip,
  compareSeverity,
  compareText,
  computeHunks,
  counted,
  decodeSource,
  defaultFixtureFolder,
  defaultPolicyPath,
  describeRevision,
  diffLines,
  directoryOf,
  docsUrl,
  duration,
  enabledRules,
  entryName,
  err,
  everyRule,
  evidenceSentence,
  excludedFiles,
  excludedSentence,
  failThresholds,
  findByFingerprint,
  findingsOfChange,
  fixtureFor,
  fullStop,
  generatedReason,
  headline,
  hiddenSentence,
  inDirectory,
  isSilentTest,
  isSubmodule,
  issuesUrl,
  knownLibraries,
  lastLine,
  lineChanges,
  linesOf,
  linkReason,
  lintersOf,
  loadWasmModules,
  movedPaths,
  narrowed,
  nearest,
  obstacles,
  offReason,
  ok,
  oldRange,
  oneLine,
  openGitRepository,
  outcomeText,
  parsePolicy,
  parserSentence,
  reaches,
  readHeaders,
  readHunk,
  readPolicy,
  readQuotedPath,
  readSanitizeReport,
  registry,
  remediationPage,
  renderAnnotations,
  renderJson,
  renderSarif,
  replacementOf,
  reviewChange,
  ruleInfos,
  rulePage,
  sanitizeChoices,
  sanitizedRun,
  sanitizerSentence,
  scopeSentence,
  selectParser,
  settings,
  severityLabel,
  silenceSentence,
  silencer,
  skipBinaryPatch,
  sourceKind,
  sourceUrl,
  splitLines,
  statusOf,
  summaryOf,
  suppressionOf,
  toldSentences,
  touchedDirectories,
  tracePackage,
  unquotePath,
  unreadFiles,
  utf16Offset,
  verdictSentence,
  version,
  visible,
  withFingerprints,
  withOnlyRules,
  writeRunFile
} from "./shared.js";

// src/entry/cli/arguments.ts
import { parseArgs } from "node:util";
var formats = ["text", "json", "sarif", "rdjson", "github", "checkstyle", "html"];
var help = `cgo-review: reviews Go code that crosses into C or uses unsafe

Usage:
  cgo-review review [--base REF] [--head REF] [PATH…]    findings that a change caused
  cgo-review review --staged [PATH…]                     … that the staged change causes
  cgo-review review --patch FILE|- [PATH…]               … that a patch causes
  cgo-review audit [--head REF] [PATH…]                  all findings of a tree
  cgo-review explain FINGERPRINT|FILE:LINE               why a finding was reported, or why none was
  cgo-review rules [ID]                                  the rules; one rule's documentation
  cgo-review sanitize --sanitize-report FILE             run what a change reaches, for a later review
  cgo-review fixture FINGERPRINT|FILE:LINE               the beginnings of a program that drives a finding

What is reviewed:
  --base REF          start from the merge base with this revision (default: the branch of origin/HEAD, else
                      main or master)
  --head REF          look at this revision (default: the work tree, untracked files included)
  --staged            look at the index, compared with HEAD or with the merge base of --base
  --patch FILE|-      a patch and the work tree; the patch may already be applied to it
  PATH…               only these files and directories (default: the current directory)

What is run (it builds and runs the code; the default is off, or what the configuration says):
  --sanitize TOOL          ${sanitizeChoices.join(", ")}: run the tests under it
  --sanitize-fixtures DIR  a folder of the repository with programs that drive its code
  --sanitize-report FILE   what an earlier run gave; \`sanitize\` writes it
  --linters NAME|FILE,…    vet, staticcheck, golangci-lint and gosec are run; a file is their report, or SARIF

What is reported:
  --format FORMAT[=FILE]   ${formats.join(", ")}; may be given several times,
                           each to a file of its own, one to standard output (default: text)
  --fail-on SEVERITY       ${failThresholds.join(", ")}: the least severity that gives exit status 1
                           (default: error, or what the configuration says)
  --rules ID[,ID…]         only these rules
  --config FILE            configuration (default: ${defaultPolicyPath} of the repository)
  --quiet, --verbose       less, or more, than findings and counts
  --no-color               no colours; so does the variable NO_COLOR
  --parser wasm|native     (default: wasm)
  --version, --help

Exit status: 0 clean; 1 findings at or above --fail-on; 2 usage or configuration; 3 something could not be
analysed and nothing reached the threshold; 70 a bug of cgo-review.
`;
var commands = ["review", "audit", "explain", "rules", "sanitize", "fixture"];
function parseCommand(args) {
  const { values, positionals } = parse(args);
  if (values.help === true) return { kind: "help" };
  if (values.version === true) return { kind: "version" };
  const [name, ...rest] = positionals;
  if (name === "help" || name === "version") return { kind: name };
  switch (commandNamed(name)) {
    case "rules":
      refuse("rules", values, ["format"]);
      return { kind: "rules", rule: atMostOne("rules", rest), format: textOrJson("rules", values.format) };
    case "sanitize":
      refuse("sanitize", values, [
        ...quietRunOptions,
        ...comparisonOptions,
        "sanitize",
        "sanitize-fixtures",
        "sanitize-report"
      ]);
      if (values.sanitize === "off")
        throw new ConfigurationError("sanitize runs a tool: leave --sanitize off out, or name another one.");
      return {
        kind: "sanitize",
        comparison: comparison(values),
        report: reportFile(values["sanitize-report"]),
        ...options(values, rest)
      };
    case "fixture":
      refuse("fixture", values, [...quietRunOptions, ...comparisonOptions, "sanitize-fixtures", "rules"]);
      return {
        kind: "fixture",
        target: targetOf("fixture", rest),
        comparison: comparison(values),
        ...options(values, [])
      };
    case "explain":
      refuse("explain", values, [...runOptions, ...comparisonOptions]);
      return {
        kind: "explain",
        target: targetOf("explain", rest),
        comparison: comparison(values),
        format: textOrJson("explain", values.format),
        ...options(values, [])
      };
    case "audit":
      refuse("audit", values, [...runOptions, ...dynamicOptions, "head"]);
      return {
        kind: "audit",
        head: values.head,
        outputs: outputs(values.format),
        sanitizeReport: values["sanitize-report"],
        ...options(values, rest)
      };
    case "review":
      return {
        kind: "review",
        sanitizeReport: values["sanitize-report"],
        comparison: comparison(values),
        outputs: outputs(values.format),
        ...options(values, rest)
      };
  }
}
var known = {
  base: { type: "string" },
  head: { type: "string" },
  staged: { type: "boolean" },
  patch: { type: "string" },
  format: { type: "string", multiple: true },
  "fail-on": { type: "string" },
  rules: { type: "string", multiple: true },
  config: { type: "string" },
  quiet: { type: "boolean", short: "q" },
  verbose: { type: "boolean", short: "v" },
  "no-color": { type: "boolean" },
  parser: { type: "string" },
  sanitize: { type: "string" },
  "sanitize-fixtures": { type: "string" },
  "sanitize-report": { type: "string" },
  linters: { type: "string", multiple: true },
  version: { type: "boolean" },
  help: { type: "boolean", short: "h" }
};
var runOptions = [
  "format",
  "fail-on",
  "rules",
  "config",
  "quiet",
  "verbose",
  "no-color",
  "parser"
];
var comparisonOptions = ["base", "head", "staged", "patch"];
var dynamicOptions = ["sanitize", "sanitize-fixtures", "sanitize-report", "linters"];
var quietRunOptions = ["config", "quiet", "verbose", "no-color", "parser"];
function parse(args) {
  try {
    return parseArgs({ args: [...args], options: known, allowPositionals: true });
  } catch (error2) {
    if (!isParseProblem(error2)) throw error2;
    throw new ConfigurationError(parseProblem(error2.message));
  }
}
function isParseProblem(error2) {
  return typeof error2 === "object" && error2 !== null && "code" in error2 && String(error2.code).startsWith("ERR_PARSE_ARGS_");
}
function parseProblem(message2) {
  const option = /^Unknown option '--([^']+)'/.exec(message2)?.[1];
  if (option !== void 0) {
    const near = nearest(option, Object.keys(known));
    return `There is no option --${option}${near === void 0 ? "" : `; the nearest is --${near}`}. See --help.`;
  }
  const missing = /^Option '(?:-\w, )?(--[\w-]+) <value>' argument missing/.exec(message2)?.[1];
  if (missing !== void 0) return `${missing} needs a value. See --help.`;
  const [first = message2] = message2.split(/\.\s/);
  return `${first.replace(/\.$/, "")}. See --help.`;
}
function commandNamed(name) {
  const choice = "use review, audit, explain, rules, sanitize or fixture";
  if (name === void 0) throw new ConfigurationError(`No command is given: ${choice}, or see --help.`);
  const command2 = commands.find((candidate) => candidate === name);
  if (command2 !== void 0) return command2;
  const near = nearest(name, commands);
  const advice = near === void 0 ? choice : `the nearest is ${near}`;
  throw new ConfigurationError(`${JSON.stringify(name)} is no command; ${advice}. See --help.`);
}
function refuse(command2, values, allowed) {
  const names = allowed;
  const extra = Object.keys(values).find((name) => !names.includes(name));
  if (extra === void 0) return;
  const reason2 = command2 === "audit" && extra !== "head" ? ": it looks at one tree, review compares two" : "";
  throw new ConfigurationError(`${command2} takes no --${extra}${reason2}. See --help.`);
}
function comparison(values) {
  const { base, head, staged: staged2, patch } = values;
  if (patch !== void 0) {
    if (base !== void 0 || head !== void 0 || staged2 === true) {
      throw new ConfigurationError(
        "--patch says by itself what is compared: leave --base, --head and --staged out."
      );
    }
    if (patch === "") throw new ConfigurationError("--patch needs a file, or - for standard input.");
    return { kind: "patch", file: patch };
  }
  if (staged2 !== true) return { kind: "revisions", base, head };
  if (head !== void 0) {
    throw new ConfigurationError("--staged looks at the index and --head at a revision: give one of them.");
  }
  return { kind: "staged", base };
}
function options(values, paths) {
  if (values.quiet === true && values.verbose === true) {
    throw new ConfigurationError("--quiet and --verbose contradict each other: give one of them.");
  }
  const failOn = values["fail-on"];
  return {
    paths,
    failOn: failOn === void 0 ? void 0 : oneOf("--fail-on", failOn, failThresholds),
    config: values.config,
    rules: values.rules?.flatMap((list2) => listedNames("--rules", list2, "ids or codes")),
    detail: values.quiet === true ? "quiet" : values.verbose === true ? "verbose" : "normal",
    color: values["no-color"] !== true,
    sanitize: values.sanitize === void 0 ? void 0 : oneOf("--sanitize", values.sanitize, sanitizeChoices),
    linters: values.linters?.flatMap((list2) => listedNames("--linters", list2, "names or files")),
    fixtures: fixtureFolder(values["sanitize-fixtures"]),
    parser: oneOf("--parser", values.parser ?? "wasm", ["wasm", "native"])
  };
}
function fixtureFolder(text) {
  if (text === void 0) return void 0;
  const folder = settings["sanitize-fixtures"].safeParse(text);
  if (folder.success) return folder.data;
  throw new ConfigurationError(
    `--sanitize-fixtures is ${JSON.stringify(text)}, and must be ${folder.error.issues[0]?.message ?? "a folder"}.`
  );
}
function listedNames(option, list2, what) {
  const names = list2.split(",").map((name) => name.trim());
  if (names.includes("")) {
    throw new ConfigurationError(
      `${option} is ${JSON.stringify(list2)}, and must be ${what} parted by commas.`
    );
  }
  return names;
}
function outputs(asked) {
  const found = (asked ?? ["text"]).map((text) => {
    const [name = "", ...rest] = text.split("=");
    const format = oneOf("--format", name, formats);
    if (rest.length === 0) return { format, file: void 0 };
    const file = rest.join("=");
    if (file === "") throw new ConfigurationError(`--format ${text} names no file behind the equals sign.`);
    return { format, file };
  });
  const [first, second] = found.filter(({ file }) => file === void 0);
  if (first !== void 0 && second !== void 0) {
    throw new ConfigurationError(
      `--format ${first.format} and --format ${second.format} both go to standard output: give one a file, --format ${second.format}=FILE.`
    );
  }
  const files = found.flatMap(({ file }) => file ?? []);
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== void 0) throw new ConfigurationError(`Two reports would be written to ${twice}.`);
  return found;
}
function textOrJson(command2, asked) {
  const [format = "text", ...more] = asked ?? [];
  if (more.length > 0) throw new ConfigurationError(`${command2} prints one format: give --format once.`);
  return oneOf("--format", format, ["text", "json"], ` for ${command2}`);
}
function atMostOne(command2, rest) {
  if (rest.length > 1) {
    throw new ConfigurationError(
      `${command2} takes one argument; ${JSON.stringify(rest[1])} is a second one.`
    );
  }
  return rest[0];
}
function targetOf(command2, rest) {
  const target = atMostOne(command2, rest);
  if (target !== void 0) return target;
  throw new ConfigurationError(
    `${command2} needs a fingerprint or FILE:LINE, e.g. \`cgo-review ${command2} db.go:42\`.`
  );
}
function reportFile(file) {
  if (file !== void 0 && file !== "") return file;
  throw new ConfigurationError(
    "sanitize needs a file for what it finds, e.g. `cgo-review sanitize --sanitize-report run.json`."
  );
}
function oneOf(name, text, values, where = "") {
  const value = values.find((candidate) => candidate === text);
  if (value !== void 0) return value;
  const near = nearest(text, values);
  const hint = near === void 0 ? "" : `; the nearest is ${near}`;
  throw new ConfigurationError(
    `${name} is ${JSON.stringify(text)}, and must be one of ${values.join(", ")}${where}${hint}.`
  );
}

// src/entry/cli/fixture.ts
import { mkdir, writeFile as writeFile2 } from "node:fs/promises";
import { dirname as dirname2, join as join2 } from "node:path";

// src/entry/cli/comparison.ts
import { readFile } from "node:fs/promises";
import { text as readAll } from "node:stream/consumers";

// src/app/patched-repository.ts
import { createHash } from "node:crypto";

// src/diff/patch-paths.ts
function parseLabel(text) {
  const quoted = text.startsWith('"') ? readQuotedPath(text) : void 0;
  if (text.startsWith('"') && quoted === void 0) return void 0;
  const tab = text.indexOf("	");
  const name = quoted?.path ?? (tab === -1 ? text : text.slice(0, tab));
  const stamp = quoted === void 0 ? tab === -1 ? "" : text.slice(tab + 1) : quoted.rest.trim();
  return { path: name === "/dev/null" ? void 0 : name.replace(/^(?:\.\/)+/, ""), stamp };
}
function isEpoch(stamp) {
  return /^(?:1970-01-01|1969-12-31) \d\d:\d\d:00(?:\.0+)? [+-]\d{4}$/.test(stamp);
}
function gitLineNames(names) {
  if (names.startsWith('"')) {
    const quoted = readQuotedPath(names);
    const second = quoted?.rest.startsWith(" ") ? unquotePath(quoted.rest.slice(1)) : void 0;
    return quoted === void 0 || second === void 0 ? void 0 : { old: quoted.path, new: second };
  }
  for (let space = names.indexOf(" "); space !== -1; space = names.indexOf(" ", space + 1)) {
    const pair = { old: names.slice(0, space), new: names.slice(space + 1) };
    if (samePath(pair) !== void 0) return pair;
  }
  return void 0;
}
function samePath({ old, new: current }) {
  if (old === current) return old;
  const [oldRest, newRest] = [withoutFirst(old), withoutFirst(current)];
  return oldRest === newRest ? oldRest : void 0;
}
function labelledPath(names, exists) {
  const [first, second] = names;
  const candidates = [];
  if (first !== void 0 && second !== void 0) {
    const common = samePath({ old: first, new: second }) ?? commonEnd(first, second);
    if (common !== void 0) candidates.push(common);
  } else if (first !== void 0 && /^[abciow]\//.test(first)) {
    candidates.push(first.slice(2));
  }
  for (const name of names) {
    for (let rest = name; rest !== void 0; rest = withoutFirst(rest))
      candidates.push(rest);
  }
  return candidates.find(exists) ?? candidates[0];
}
function pathProblem(path3) {
  const parts = path3.split("/");
  if (path3.startsWith("/") || /^[A-Za-z]:[\\/]/.test(path3)) return "is absolute";
  if (parts.includes("..")) return "leaves the repository";
  if (parts.some((part) => part.toLowerCase() === ".git")) return "is in git's own directory";
  if (path3.includes("\0") || parts.some((part) => part === "" || part === ".")) return "is no path of a file";
  return void 0;
}
function withoutFirst(path3) {
  const slash = path3.indexOf("/");
  return slash === -1 || slash === path3.length - 1 ? void 0 : path3.slice(slash + 1);
}
function commonEnd(a, b) {
  const [left, right] = [a.split("/"), b.split("/")];
  let count = 0;
  while (count < Math.min(left.length, right.length) && left.at(-1 - count) === right.at(-1 - count)) count++;
  return count === 0 ? void 0 : left.slice(left.length - count).join("/");
}

// src/diff/patch-sections.ts
var noHeaders = /* @__PURE__ */ new Map();
function readSections(reader) {
  const steps3 = [[]];
  const onlyIn = [];
  let afterHunk = false;
  while (reader.line !== void 0) {
    const section2 = readSection(reader);
    if (section2 !== void 0) {
      steps3.at(-1)?.push(section2);
      afterHunk = section2.hunks.length > 0;
      continue;
    }
    const line = reader.line;
    if (afterHunk && /^(?:[ +]|-(?!- ?$))/.test(line)) {
      throw reader.malformed("the hunk before it has more lines than its header announces");
    }
    if (/^@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@/.test(line)) {
      throw reader.malformed("the names of the hunk’s file (`--- a/…` and `+++ b/…`) are missing");
    }
    if (/^From [0-9a-f]{40,64} /.test(line)) steps3.push([]);
    const name = /^Only in (.+)$/.exec(line)?.[1];
    if (name !== void 0) onlyIn.push(name.replace(": ", "/"));
    afterHunk = false;
    reader.advance();
  }
  return { steps: steps3.filter((step) => step.length > 0), onlyIn };
}
function readSection(reader) {
  const { line = "" } = reader;
  if (/^diff --(?:cc|combined) /.test(line) || line.startsWith("* Unmerged path ")) {
    throw reader.malformed(
      "the combined diff of a merge or conflict cannot be applied; compare two revisions"
    );
  }
  if (line.startsWith("diff --git ")) return readGitSection(reader);
  const start = { line: reader.lineNumber, names: void 0, headers: noHeaders };
  if (line.startsWith("--- ") && reader.ahead(1)?.startsWith("+++ ") && reader.ahead(2)?.startsWith("@@ ")) {
    return { ...start, labels: readLabels(reader), isBinary: false, hunks: readAllHunks(reader) };
  }
  const binary = /^Binary files (.+) and (.+) differ$/.exec(line);
  if (binary !== null) {
    const [old, current] = [parseLabel(binary[1] ?? ""), parseLabel(binary[2] ?? "")];
    if (old === void 0 || current === void 0) throw reader.malformed("its names are malformed");
    reader.advance();
    return { ...start, labels: { old, new: current }, isBinary: true, hunks: [] };
  }
  const submodule = /^Submodule (.+) ([0-9a-f]{7,64})\.{2,3}([0-9a-f]{7,64})(?:[: ]|$)/.exec(line);
  if (submodule === null) return void 0;
  const [, path3 = ""] = submodule;
  reader.advance();
  const headers = /* @__PURE__ */ new Map([["index", " 160000"]]);
  return {
    ...start,
    names: { old: path3, new: path3 },
    headers,
    labels: void 0,
    isBinary: false,
    hunks: []
  };
}
function readGitSection(reader) {
  const line = reader.lineNumber;
  const names = gitLineNames(reader.take("diff --git ") ?? "");
  const headers = readHeaders(reader);
  const start = { line, names, headers, labels: void 0, hunks: [] };
  if (reader.take("Binary files ") !== void 0) return { ...start, isBinary: true };
  if (reader.take("GIT binary patch") !== void 0) {
    skipBinaryPatch(reader);
    return { ...start, isBinary: true };
  }
  if (!reader.line?.startsWith("--- ")) return { ...start, isBinary: false };
  return { ...start, isBinary: false, labels: readLabels(reader), hunks: readAllHunks(reader) };
}
function readLabels(reader) {
  const old = parseLabel(reader.take("--- ") ?? '"');
  if (old === void 0) throw reader.malformed("its name is malformed", reader.lineNumber - 1);
  const current = parseLabel(reader.take("+++ ") ?? '"');
  if (current === void 0) throw reader.malformed("`+++` and a name were expected");
  return { old, new: current };
}
function readAllHunks(reader) {
  const hunks = [];
  do {
    hunks.push(readHunk(reader));
  } while (reader.line?.startsWith("@@ "));
  return hunks;
}

// src/diff/patch.ts
function parsePatch(text, exists) {
  if (text.trim() === "") return ok({ steps: [], isWithoutContext: false, omitted: void 0 });
  const unreadable = encodingProblem(text);
  if (unreadable !== void 0) return err(unreadable);
  try {
    const sections = readSections(new DiffReader(withUnixLineEndings(text.replace(/^\ufeff/, ""))));
    return sections.steps.length === 0 ? err(emptyPatch(sections)) : resolve(sections, exists);
  } catch (error2) {
    if (error2 instanceof MalformedDiff) return err(`The patch is malformed at ${error2.message}.`);
    throw error2;
  }
}
function encodingProblem(text) {
  if (/^.?\0|^\ufffd\ufffd/.test(text)) {
    return "The patch is not UTF-8: write it anew, e.g. with `git diff --output=FILE`.";
  }
  if (/^(?:\x1b\[[0-9;]*m)+(?:diff |--- )/m.test(text)) {
    return "The patch holds the colours of a terminal: make it with `git diff --no-color`.";
  }
  const start = text.search(/^(?:diff |--- )/m);
  const head = start === -1 ? text : text.slice(0, start);
  const encoding = /^Content-Transfer-Encoding: *(base64|quoted-printable)\s*$/im.exec(head)?.[1];
  return encoding === void 0 ? void 0 : `The patch is a mail in ${encoding.toLowerCase()}: save its decoded text, e.g. with \`git mailinfo\`.`;
}
function withUnixLineEndings(text) {
  const header2 = /^(?:diff --git [^\n]*|--- [^\n]*\n\+\+\+ [^\n]*)/m.exec(text)?.[0];
  return header2?.endsWith("\r") ? text.replaceAll("\r\n", "\n") : text;
}
function emptyPatch({ onlyIn }) {
  return onlyIn.length > 0 ? "The patch leaves out the files that are on one side only: make it with `diff -ruN`." : "The text is no patch: no line starts with `diff --git` or `---`; make one with `git diff` or `diff -ruN`.";
}
function resolve({ steps: steps3, onlyIn }, exists) {
  const isWithoutContext = lacksContext(steps3);
  const resolved = [];
  for (const step of steps3) {
    const files = [];
    const touched = /* @__PURE__ */ new Set();
    for (const section2 of step) {
      const file = filePatch(section2, exists, isWithoutContext);
      if (!file.ok) return file;
      const { oldPath, newPath, isCopy } = file.value;
      for (const path3 of [oldPath, newPath]) {
        const problem = path3 === void 0 ? void 0 : pathProblem(path3);
        if (path3 !== void 0 && problem !== void 0) {
          return err(`The patch is refused: ${JSON.stringify(path3)} at line ${section2.line} ${problem}.`);
        }
      }
      const uses = [
        isCopy || oldPath === void 0 ? [] : `- ${oldPath}`,
        newPath === void 0 ? [] : `+ ${newPath}`
      ];
      const twice = uses.flat().find((use) => touched.has(use));
      if (twice !== void 0) {
        return err(
          `The patch has \`${twice.slice(2)}\` a second time at line ${section2.line}: make one diff of all commits (\`git diff BASE HEAD\`).`
        );
      }
      for (const use of uses.flat()) touched.add(use);
      files.push(file.value);
    }
    resolved.push(files);
  }
  return ok({ steps: resolved, isWithoutContext, omitted: omittedFiles(onlyIn) });
}
function omittedFiles(onlyIn) {
  if (onlyIn.length === 0) return void 0;
  const [first = ""] = onlyIn;
  const others = onlyIn.length === 1 ? "" : ` and ${onlyIn.length - 1} more`;
  return `the patch leaves out the files that are on one side only (${first}${others}): make it with \`diff -ruN\``;
}
function lacksContext(steps3) {
  const hunks = steps3.flat().flatMap((section2) => section2.hunks);
  return hunks.some(({ oldStart, newStart }) => oldStart > 1 || newStart > 1) && hunks.every((hunk) => hunk.lines.every((line) => line.kind !== "context"));
}
function filePatch(section2, exists, isWithoutContext) {
  const { headers, hunks } = section2;
  const status = section2.names === void 0 && headers.size === 0 ? labelStatus(section2, isWithoutContext) : statusOf(headers);
  const paths = pathsOf(section2, status, exists);
  if (paths === void 0) {
    return err(`The patch is malformed at line ${section2.line}: the two paths of the file cannot be told.`);
  }
  const oldMode = headers.get("deleted file mode") ?? headers.get("old mode") ?? modeOfIndex(section2);
  const newMode = headers.get("new file mode") ?? headers.get("new mode") ?? modeOfIndex(section2);
  return ok({
    oldPath: status === "added" ? void 0 : paths.old,
    newPath: status === "removed" ? void 0 : paths.new,
    isCopy: status === "copied",
    oldMode,
    newMode,
    content: isSubmodule(headers) ? { kind: "submodule", old: commitOf(hunks, "deleted"), new: commitOf(hunks, "added") } : section2.isBinary ? { kind: "binary" } : status === "removed" && hunks.length === 0 && !removesEmptyFile(section2) ? { kind: "omitted" } : { kind: "text", hunks }
  });
}
function pathsOf(section2, status, exists) {
  if (status === "renamed" || status === "copied") return movedPaths(section2.headers);
  const same = section2.names && samePath(section2.names);
  if (same !== void 0) return { old: same, new: same };
  const labels = [section2.labels?.new.path, section2.labels?.old.path].filter((path4) => path4 !== void 0);
  const outside = labels.find((path4) => pathProblem(path4) !== void 0);
  const path3 = outside ?? labelledPath(labels, exists);
  return path3 === void 0 ? void 0 : { old: path3, new: path3 };
}
function labelStatus({ labels, hunks }, isWithoutContext) {
  const [hunk] = hunks;
  const isAbsent = (label2, start) => {
    if (label2?.path === void 0) return true;
    if (start !== 0) return false;
    return label2.stamp === "" ? !isWithoutContext : isEpoch(label2.stamp);
  };
  if (isAbsent(labels?.old, hunk?.oldStart)) return "added";
  return isAbsent(labels?.new, hunk?.newStart) ? "removed" : "modified";
}
function modeOfIndex({ headers }) {
  return /^\S* (\d{6})$/.exec(headers.get("index") ?? "")?.[1];
}
function removesEmptyFile({ headers }) {
  return /^(?:e69de29|473a0f4)/.test(headers.get("index") ?? "e69de29");
}
function commitOf(hunks, kind) {
  const lines = hunks.flatMap((hunk) => hunk.lines).filter((line) => line.kind === kind);
  return /^Subproject commit ([0-9a-f]{40,64})/.exec(lines[0]?.text ?? "")?.[1];
}

// src/app/patch-change.ts
function patchChanges(base, head, patch) {
  const moves = movesOf(patch);
  const left = new Set([...moves.values()].filter(({ isCopy }) => !isCopy).map(({ from }) => from));
  const changedModes = new Set(
    patch.steps.flat().filter(changesMode).map((file) => file.newPath)
  );
  const paths = [.../* @__PURE__ */ new Set([...base.keys(), ...head.keys()])].sort(compareText);
  return paths.flatMap((path3) => {
    const after = head.get(path3);
    const move = after && moves.get(path3);
    const source = move && base.get(move.from);
    if (move !== void 0 && source !== void 0 && move.from !== path3) {
      const status2 = move.isCopy ? "copied" : "renamed";
      return [{ path: path3, previousPath: move.from, status: status2, diff: diffOf(source, after) }];
    }
    const before = base.get(path3);
    const status = statusOf2(before, after);
    if (status === "removed" && left.has(path3)) return [];
    if (status === "modified" && before !== void 0 && isSame(before, after) && !changedModes.has(path3))
      return [];
    return [{ path: path3, status, diff: diffOf(before, after) }];
  });
}
function movesOf(patch) {
  let moves = /* @__PURE__ */ new Map();
  for (const step of patch.steps) {
    const next = new Map(moves);
    for (const { oldPath, isCopy } of step) if (oldPath !== void 0 && !isCopy) next.delete(oldPath);
    for (const { oldPath, newPath, isCopy } of step) {
      if (oldPath === void 0 || newPath === void 0) continue;
      const earlier = moves.get(oldPath);
      if (oldPath === newPath && earlier === void 0) continue;
      next.set(newPath, { from: earlier?.from ?? oldPath, isCopy: isCopy || (earlier?.isCopy ?? false) });
    }
    moves = next;
  }
  return moves;
}
function changesMode({ oldMode, newMode }) {
  return oldMode !== void 0 && newMode !== void 0 && oldMode !== newMode;
}
function statusOf2(before, after) {
  if (before === void 0) return "added";
  if (after === void 0) return "removed";
  return before.kind === after.kind ? "modified" : "type-changed";
}
function isSame(before, after) {
  const [a, b] = [before.content, after?.content];
  if (a.kind === "text") return b?.kind === "text" && a.text === b.text;
  return a === b;
}
function diffOf(before, after) {
  const contents = [before?.content, after?.content].filter((content) => content !== void 0);
  if (contents.some(({ kind }) => kind === "submodule")) return { kind: "submodule" };
  const opaque = contents.filter((content) => content.kind === "opaque");
  if (opaque.some(({ isBinary }) => isBinary)) return { kind: "binary" };
  const [problem] = opaque.map((content) => content.problem);
  if (problem !== void 0 && before?.content !== after?.content)
    return { kind: "unavailable", reason: problem };
  const hunks = computeHunks(textOf(before), textOf(after));
  if (!hunks.ok) return { kind: "unavailable", reason: hunks.error };
  return { kind: "text", hunks: hunks.value, shown: before?.kind === after?.kind || !before || !after };
}
function textOf(file) {
  return file?.content.kind === "text" ? file.content.text : "";
}

// src/diff/apply.ts
function applyHunks(text, hunks, exactly) {
  const applied = applyTo(splitLines(text), hunks, exactly);
  if (applied.ok || !hasWindowsLineEndings(text) || hunks.some(hasCarriageReturn)) return applied;
  const converted = applyTo(splitLines(text.replaceAll("\r\n", "\n")), hunks, exactly);
  return converted.ok ? ok(converted.value.replaceAll("\n", "\r\n")) : converted;
}
function invertHunk(hunk) {
  const kinds = { context: "context", added: "deleted", deleted: "added" };
  return {
    oldStart: hunk.newStart,
    oldLines: hunk.newLines,
    newStart: hunk.oldStart,
    newLines: hunk.oldLines,
    lines: hunk.lines.map((line) => ({ ...line, kind: kinds[line.kind] }))
  };
}
function applyTo(lines, hunks, exactly) {
  const image = lines.map((text) => ({ text, isPatched: false }));
  let moved = 0;
  for (const hunk of hunks) {
    const [old, replacement] = [sideOf(hunk, "added"), sideOf(hunk, "deleted")];
    const expected = oldRange(hunk).start - 1;
    const place = exactly ? placeOf(image, old, expected + moved, {}) : findPlace(image, old, expected + moved, hunk);
    if (place === void 0) return err(firstDifference(lines, old, expected));
    image.splice(place, old.length, ...replacement.map((text) => ({ text, isPatched: true })));
    moved += replacement.length - old.length;
  }
  return ok(image.map((line) => line.text).join(""));
}
function sideOf(hunk, without) {
  return hunk.lines.filter((line) => line.kind !== without).map((line) => line.terminated ? `${line.text}
` : line.text);
}
function findPlace(image, old, expected, hunk) {
  const anchors = { atStart: hunk.oldStart <= 1, atEnd: hunk.lines.at(-1)?.kind !== "context" };
  if (anchors.atStart) return placeOf(image, old, 0, anchors);
  if (anchors.atEnd) return placeOf(image, old, image.length - old.length, anchors);
  const start = Math.min(expected, image.length);
  for (let distance = 0; distance <= image.length; distance++) {
    for (const place of distance === 0 ? [start] : [start + distance, start - distance]) {
      if (placeOf(image, old, place, anchors) !== void 0) return place;
    }
  }
  return void 0;
}
function placeOf(image, old, place, { atEnd = false }) {
  const end = place + old.length;
  if (place < 0 || end > image.length || atEnd && end !== image.length) return void 0;
  const stands = old.every((text, index) => {
    const line = image[place + index];
    return line !== void 0 && !line.isPatched && line.text === text;
  });
  return stands ? place : void 0;
}
function firstDifference(lines, old, expected) {
  let same = 0;
  while (same < old.length && lines[expected + same] === old[same]) same++;
  return Math.min(expected + same, lines.length) + 1;
}
function hasWindowsLineEndings(text) {
  return text.includes("\r\n") && !/(?:^|[^\r])\n/.test(text);
}
function hasCarriageReturn(hunk) {
  return hunk.lines.some((line) => line.text.endsWith("\r"));
}

// src/app/patched-files.ts
function applyPatch(files, patch, direction) {
  const steps3 = patch.steps.map((step) => step.map(direction === "forward" ? forwardEdit : reverseEdit));
  if (direction === "reverse") steps3.reverse();
  let current = files;
  let fitting = 0;
  for (const edits of steps3) {
    const next = new Map(current);
    const written = /* @__PURE__ */ new Map();
    for (const edit of edits) {
      const result = editFile(current, edit, patch.isWithoutContext);
      if (!result.ok) return err({ problem: result.error, fitting });
      if (edit.from !== void 0 && !edit.keepsSource) next.delete(edit.from);
      if (edit.to !== void 0 && result.value !== void 0) written.set(edit.to, result.value);
      fitting++;
    }
    for (const [path3, file] of written) {
      if (next.has(path3))
        return err({ problem: `\`${path3}\` is there already`, fitting: fitting - edits.length });
      next.set(path3, file);
    }
    current = next;
  }
  return ok(current);
}
function forwardEdit(patch) {
  return {
    from: patch.oldPath,
    to: patch.newPath,
    keepsSource: patch.isCopy,
    removesAll: true,
    fromMode: patch.oldMode,
    toMode: patch.newMode,
    content: patch.content
  };
}
function reverseEdit(patch) {
  return {
    from: patch.newPath,
    to: patch.isCopy ? void 0 : patch.oldPath,
    keepsSource: false,
    removesAll: !patch.isCopy,
    fromMode: patch.newMode,
    toMode: patch.oldMode,
    content: inverse(patch.content)
  };
}
function inverse(content) {
  switch (content.kind) {
    case "text":
      return { kind: "text", hunks: content.hunks.map(invertHunk) };
    case "submodule":
      return { kind: "submodule", old: content.new, new: content.old };
    case "binary":
    case "omitted":
      return content;
  }
}
function editFile(files, edit, exactly) {
  const { from, to, content } = edit;
  const source = from === void 0 ? void 0 : files.get(from);
  if (from !== void 0 && source === void 0) return err(`\`${from}\` is not there`);
  const kind = expectedKind(edit);
  if (source !== void 0 && kind !== void 0 && source.kind !== kind) {
    return err(`\`${from ?? ""}\` is a ${kindNames[source.kind]} and not a ${kindNames[kind]}`);
  }
  const edited = editContent(source?.content, content, exactly);
  if (!edited.ok) return err(`\`${from ?? to ?? ""}\` differs from it at line ${edited.error}`);
  if (to === void 0) {
    const isLeft = edit.removesAll && content.kind === "text" && edited.value.kind === "text" && edited.value.text !== "";
    return isLeft ? err(`\`${from ?? ""}\` has more lines than it removes`) : ok(void 0);
  }
  return ok({ kind: kindOf(edit.toMode) ?? source?.kind ?? "file", content: edited.value });
}
function expectedKind({ content, fromMode }) {
  if (content.kind === "submodule") return "submodule";
  if (fromMode !== void 0) return kindOf(fromMode);
  return content.kind === "text" && content.hunks.length > 0 ? "file" : void 0;
}
var kindNames = {
  file: "file",
  symlink: "symbolic link",
  submodule: "submodule"
};
function kindOf(mode) {
  if (mode === void 0) return void 0;
  return mode.startsWith("160") ? "submodule" : mode.startsWith("120") ? "symlink" : "file";
}
function editContent(source, patch, exactly) {
  switch (patch.kind) {
    case "binary":
      return ok({ kind: "opaque", problem: "is binary in the patch", isBinary: true });
    case "omitted":
      return ok({ kind: "opaque", problem: "is removed by the patch without its text", isBinary: false });
    case "submodule": {
      const before = source?.kind === "submodule" ? source.commit : "";
      return ok({ kind: "submodule", commit: patch.new ?? before });
    }
    case "text": {
      if (patch.hunks.length === 0) return ok(source ?? { kind: "text", text: "" });
      if (source?.kind === "opaque") {
        return ok({ kind: "opaque", problem: source.problem, isBinary: source.isBinary });
      }
      const text = source?.kind === "text" ? source.text : "";
      const applied = applyHunks(text, patch.hunks, exactly);
      return applied.ok ? ok({ kind: "text", text: applied.value }) : applied;
    }
  }
}

// src/app/patched-repository.ts
var workTree = { kind: "work-tree" };
async function withPatch(repository, text, directory = "") {
  const fromRoot = await patchedFrom(repository, text, "");
  if (fromRoot.ok || directory === "") return fromRoot;
  const relative2 = await patchedFrom(repository, text, `${directory}/`);
  return relative2.ok ? relative2 : fromRoot;
}
async function patchedFrom(repository, text, prefix) {
  const tree = await repository.tree(workTree);
  const entries = new Map(tree.map((entry) => [entry.path, entry]));
  const read = parsePatch(text, (path3) => entries.has(`${prefix}${path3}`));
  if (!read.ok) return read;
  const patch = prefix === "" ? read.value : below(prefix, read.value);
  const files = await readFiles(repository, entries, patch);
  const reverse = applyPatch(files, patch, "reverse");
  const forward = reverse.ok ? reverse : applyPatch(files, patch, "forward");
  if (!reverse.ok && !forward.ok) {
    const { problem } = reverse.error.fitting > forward.error.fitting ? reverse.error : forward.error;
    return err(
      `The patch does not apply to the work tree: ${problem}; check out what it was made from, or update it.`
    );
  }
  const direction = reverse.ok ? "reverse" : "forward";
  const patched2 = reverse.ok ? reverse.value : forward.ok ? forward.value : files;
  const side = { kind: direction === "forward" ? "patched" : "unpatched" };
  const overlay = new PatchedRepository(repository, side, tree, patched2, touchedPaths(patch));
  const conflict = pathConflict(await overlay.tree(side));
  if (conflict !== void 0) return err(`The patch does not apply to the work tree: ${conflict}.`);
  const [base, head] = direction === "forward" ? [files, patched2] : [patched2, files];
  return ok({
    repository: overlay,
    change: {
      base: direction === "forward" ? workTree : side,
      head: direction === "forward" ? side : workTree,
      files: patchChanges(base, head, patch),
      source: "patch",
      ...patch.omitted === void 0 ? {} : { truncated: patch.omitted }
    },
    direction
  });
}
function below(prefix, patch) {
  const moved = (path3) => path3 === void 0 ? void 0 : `${prefix}${path3}`;
  const steps3 = patch.steps.map(
    (step) => step.map((file) => ({ ...file, oldPath: moved(file.oldPath), newPath: moved(file.newPath) }))
  );
  return { ...patch, steps: steps3 };
}
var PatchedRepository = class {
  repository;
  side;
  entries;
  /** The contents of the patched files, by path and blob. */
  contents = /* @__PURE__ */ new Map();
  constructor(repository, side, tree, patched2, touched) {
    this.repository = repository;
    this.side = side;
    const algorithm = tree[0]?.blob.length === 64 ? "sha256" : "sha1";
    const entries = tree.filter((entry) => !touched.has(entry.path));
    for (const [path3, file] of patched2) {
      const { entry, content } = patchedEntry(path3, file, algorithm);
      entries.push(entry);
      this.contents.set(contentKey(entry), content);
    }
    this.entries = entries.sort((a, b) => compareText(a.path, b.path));
  }
  async tree(revision) {
    return revision.kind === this.side.kind ? this.entries : this.repository.tree(revision);
  }
  async blob(entry) {
    const content = this.contents.get(contentKey(entry));
    if (content === void 0) return this.repository.blob(entry);
    if (content instanceof Uint8Array) return content;
    if (content.kind !== "opaque") throw new Error("is a submodule");
    if (content.entry !== void 0) return this.repository.blob(content.entry);
    throw new Error(content.problem);
  }
  async file(revision, path3) {
    if (revision.kind !== this.side.kind) return this.repository.file(revision, path3);
    const entry = this.entries.find((candidate) => candidate.path === path3);
    if (entry === void 0 || entry.kind === "submodule") return void 0;
    if (entry.kind === "symlink") throw new Error("is a symbolic link, which is not followed");
    return this.blob(entry);
  }
};
function contentKey({ path: path3, blob }) {
  return `${blob} ${path3}`;
}
function patchedEntry(path3, { kind, content }, algorithm) {
  const id = (bytes, type) => createHash(algorithm).update(`${type} ${bytes.length}\0`).update(bytes).digest("hex");
  switch (content.kind) {
    case "text": {
      const bytes = new TextEncoder().encode(content.text);
      return { entry: { path: path3, kind, blob: id(bytes, "blob"), size: bytes.length }, content: bytes };
    }
    case "submodule":
      return { entry: { path: path3, kind, blob: content.commit }, content };
    case "opaque": {
      if (content.entry !== void 0) return { entry: { ...content.entry, path: path3, kind }, content };
      const blob = id(new TextEncoder().encode(`${path3}\0${content.problem}`), "unknown");
      return { entry: { path: path3, kind, blob }, content };
    }
  }
}
function touchedPaths(patch) {
  const paths = patch.steps.flat().flatMap(({ oldPath, newPath }) => [oldPath, newPath]);
  return new Set(paths.filter((path3) => path3 !== void 0));
}
async function readFiles(repository, entries, patch) {
  const files = /* @__PURE__ */ new Map();
  for (const path3 of touchedPaths(patch)) {
    const entry = entries.get(path3);
    if (entry !== void 0)
      files.set(path3, { kind: entry.kind, content: await readContent(repository, entry) });
  }
  return files;
}
async function readContent(repository, entry) {
  if (entry.kind === "submodule") return { kind: "submodule", commit: entry.blob };
  let bytes;
  try {
    bytes = await repository.blob(entry);
  } catch (error2) {
    const problem = error2 instanceof Error ? error2.message : String(error2);
    return { kind: "opaque", problem, isBinary: false, entry };
  }
  const text = decodeSource(bytes);
  if (!text.ok)
    return { kind: "opaque", problem: text.error, isBinary: bytes.subarray(0, 8e3).includes(0), entry };
  return { kind: "text", text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) };
}
function pathConflict(entries) {
  const files = new Set(entries.map((entry) => entry.path));
  for (const path3 of files) {
    for (let slash = path3.indexOf("/"); slash !== -1; slash = path3.indexOf("/", slash + 1)) {
      const directory = path3.slice(0, slash);
      if (files.has(directory)) return `\`${directory}\` would be a file and the directory of \`${path3}\``;
    }
  }
  return void 0;
}

// src/entry/cli/workspace.ts
import { lstat, realpath, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve as resolve2, sep } from "node:path";
async function openWorkspace(paths) {
  const named2 = await Promise.all((paths.length === 0 ? ["."] : paths).map(physicalPath));
  const opened = await openGitRepository(await nearestDirectory(named2[0] ?? "."), process.env);
  if (!opened.ok) throw new ConfigurationError(opened.error);
  const repository = opened.value;
  const root = await realpath(repository.root);
  const inside = named2.map((path3, index) => pathInside(root, path3, paths[index] ?? path3));
  const scopes = inside.map(inDirectory);
  return { repository, paths: inside, isInScope: (path3) => scopes.some((isIn) => isIn(path3)) };
}
async function pathInRepository(repository, path3) {
  return pathInside(await realpath(repository.root), await physicalPath(path3), path3);
}
async function requirePaths({ repository, paths }, given, revisions2) {
  for (const [index, name] of given.entries()) {
    const path3 = paths[index] ?? "";
    if (await existsIn(repository, path3)) continue;
    const isIn = inDirectory(path3);
    const trees = await Promise.all(
      revisions2.map(async (revision) => (await repository.tree(revision)).some((entry) => isIn(entry.path)))
    );
    if (!trees.includes(true)) {
      throw new ConfigurationError(`${name} is neither a file nor a directory of what is looked at.`);
    }
  }
}
async function existsIn(repository, path3) {
  try {
    await lstat(join(repository.root, path3));
    return true;
  } catch (error2) {
    if (!isMissing(error2)) throw error2;
    return false;
  }
}
function pathInside(root, path3, asGiven) {
  const inside = relative(root, path3);
  if (inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    throw new ConfigurationError(`${asGiven} is outside the repository ${root}: name a path in it.`);
  }
  return inside.split(sep).join("/");
}
async function physicalPath(path3) {
  const absolute = resolve2(path3);
  const parent = dirname(absolute);
  if (parent === absolute) return absolute;
  try {
    return join(await realpath(parent), basename(absolute));
  } catch (error2) {
    if (!isMissing(error2)) throw error2;
    return join(await physicalPath(parent), basename(absolute));
  }
}
async function nearestDirectory(path3) {
  for (let current = path3; ; current = dirname(current)) {
    try {
      if ((await stat(current)).isDirectory()) return current;
    } catch (error2) {
      if (!isMissing(error2)) throw error2;
    }
    if (dirname(current) === current) return current;
  }
}
function isMissing(error2) {
  const code = error2 instanceof Error && "code" in error2 ? error2.code : void 0;
  return code === "ENOENT" || code === "ENOTDIR" || code === "ELOOP" || code === "EACCES";
}

// src/entry/cli/comparison.ts
async function compare(repository, comparison2, tell) {
  switch (comparison2.kind) {
    case "patch":
      return patched(repository, comparison2.file, tell);
    case "staged":
      return { repository, change: await staged(repository, comparison2.base) };
    case "revisions":
      return { repository, change: await revisions(repository, comparison2, tell) };
  }
}
async function compareIfPossible(repository, comparison2, tell) {
  if (comparison2.kind === "revisions" && comparison2.base === void 0) {
    const hasBase = await repository.hasCommits() && await repository.defaultBranch() !== void 0;
    if (!hasBase) return { repository, head: await headOf(repository, comparison2.head) };
  }
  try {
    const compared = await compare(repository, comparison2, tell);
    return { ...compared, head: compared.change.head };
  } catch (error2) {
    const isAsked = comparison2.kind !== "revisions" || comparison2.base !== void 0;
    if (!(error2 instanceof ConfigurationError) || isAsked) throw error2;
    tell(`Not compared with the default branch: ${error2.message}`);
    return { repository, head: await headOf(repository, comparison2.head) };
  }
}
async function headOf(repository, head) {
  return head === void 0 ? { kind: "work-tree" } : { kind: "commit", id: valueOf(await repository.resolve(head)) };
}
async function patched(repository, file, tell) {
  const found = valueOf(
    await withPatch(repository, await patchText(file), await pathInRepository(repository, "."))
  );
  if (found.change.files.length === 0) {
    tell("The patch changes no file.");
    return found;
  }
  tell(
    found.direction === "forward" ? "The patch is reviewed on top of the work tree." : "The patch is in the work tree already: compared with the work tree without it."
  );
  return found;
}
async function patchText(file) {
  if (file === "-") return readAll(process.stdin);
  try {
    return await readFile(file, "utf8");
  } catch (error2) {
    const code = error2 instanceof Error && "code" in error2 ? String(error2.code) : void 0;
    if (code === void 0) throw error2;
    const reasons = {
      ENOENT: "it does not exist",
      EACCES: "permission denied",
      EISDIR: "it is a folder"
    };
    throw new ConfigurationError(`The patch ${file} cannot be read: ${reasons[code] ?? code}.`);
  }
}
async function staged(repository, base) {
  const from = base ?? (await repository.hasCommits() ? "HEAD" : void 0);
  return valueOf(await repository.change({ base: from, head: { kind: "index" } }));
}
async function revisions(repository, { base, head }, tell) {
  const named2 = base === void 0 ? void 0 : repository.resolve(base);
  const to = await headOf(repository, head);
  const from = named2 === void 0 ? await defaultBase(repository, tell) : valueOf(await named2);
  return valueOf(await repository.change({ base: from, head: to }));
}
async function defaultBase(repository, tell) {
  if (!await repository.hasCommits()) {
    tell("The repository has no commit yet: all of its files are new.");
    return void 0;
  }
  const branch = await repository.defaultBranch();
  if (branch === void 0) {
    throw new ConfigurationError(
      "The repository has no default branch that could be found: say with --base what to compare with."
    );
  }
  tell(`Compared with the merge base of ${branch}.`);
  return branch;
}
function valueOf(result) {
  if (result.ok) return result.value;
  throw new ConfigurationError(result.error);
}

// src/entry/cli/explain-target.ts
import { isAbsolute as isAbsolute2, normalize, sep as sep2 } from "node:path";
function fileOfTarget(text) {
  return placeOf2(text)?.[1];
}
async function explainTarget(repository, text) {
  const place = placeOf2(text);
  if (place !== void 0) {
    const [, file = "", line, column] = place;
    return {
      kind: "place",
      path: await filePath(repository, file),
      line: Number(line),
      ...column === void 0 ? {} : { column: Number(column) }
    };
  }
  if (/^(?:v1:)?[0-9a-f]{6,32}$/.test(text)) return { kind: "fingerprint", text };
  throw new ConfigurationError(
    `${JSON.stringify(text)} is neither a fingerprint nor FILE:LINE: take one from a report, or name a line, e.g. db.go:42.`
  );
}
function placeOf2(text) {
  if (text.startsWith("v1:")) return void 0;
  return /^(.+?):(\d{1,9})(?::(\d{1,9}))?:?$/.exec(text) ?? void 0;
}
async function filePath(repository, file) {
  const here = await pathInRepository(repository, file);
  if (isAbsolute2(file) || await existsIn(repository, here)) return here;
  const named2 = normalize(file).split(sep2).join("/");
  return await existsIn(repository, named2) ? named2 : here;
}

// src/entry/cli/policy.ts
import { readFile as readFile2 } from "node:fs/promises";

// src/report/rule-list.ts
function renderRulesJson(rules, links2) {
  const document = { schemaVersion: 1, rules: Array.from(rules, (rule) => ruleJson(rule, links2)) };
  return `${JSON.stringify(document, void 0, 2)}
`;
}
function ruleJson(rule, links2) {
  const { docs } = rule;
  return {
    id: rule.id,
    code: rule.code,
    severity: rule.severity,
    confidence: rule.confidence,
    category: rule.category,
    preview: rule.preview === true,
    classes: docs.classes,
    ...rule.cwe === void 0 ? {} : { cwe: rule.cwe },
    title: docs.title,
    what: docs.what,
    why: docs.why,
    contract: { text: docs.contract.text, url: docs.contract.url },
    example: docs.example,
    remediation: { text: docs.remediation, code: rule.remediation },
    dynamic: docs.dynamic,
    limits: docs.limits,
    url: rulePage(links2, rule.id)
  };
}

// src/entry/cli/rules.ts
var links = { docs: docsUrl({}) };
function renderRuleList(registry2, format) {
  if (format === "json") return renderRulesJson(ruleInfos(registry2).values(), links);
  const width = Math.max(...registry2.map(({ rule }) => rule.id.length));
  return registry2.map(
    ({ rule }) => `${rule.code}  ${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${rule.docs.title}${rule.preview === true ? " (preview: off until it is turned on)" : ""}
`
  ).join("");
}
function renderRule(registry2, name, format) {
  const found = findRule(registry2, name);
  if (format === "json") return renderRulesJson(ruleInfos([found]).values(), links);
  const { rule, remediation: remediation2 } = found;
  const { docs } = rule;
  const sections = [
    ["What it does", docs.what],
    ["Why is this bad?", docs.why],
    ["The contract", `${docs.contract.text}
${docs.contract.url}`],
    ["Example", docs.example],
    ["Write it instead", `${docs.remediation}

${remediation2}`],
    ["What the dynamic tools show", docs.dynamic],
    ["Known limits", docs.limits]
  ];
  const preview = rule.preview === true ? " · preview: off until the configuration turns it on" : "";
  const head = `${rule.id} (${rule.code}) · ${rule.severity}${preview} · ${docs.title}
`;
  return head + sections.map(([title, text]) => `
${title}

${indent(text.trimEnd())}
`).join("");
}
function findRule(registry2, name) {
  const found = registry2.find(({ rule }) => rule.id === name || rule.code === name);
  if (found !== void 0) return found;
  const near = nearest(
    name,
    registry2.flatMap(({ rule }) => [rule.id, rule.code])
  );
  const advice = near === void 0 ? "`cgo-review rules` lists them" : `the nearest is ${near}`;
  throw new ConfigurationError(`${JSON.stringify(name)} is no rule; ${advice}.`);
}
function indent(text) {
  return text.replace(/^(?=.)/gm, "  ");
}

// src/entry/cli/policy.ts
async function localPolicy(repository, options2) {
  const rules = registry.map(({ rule }) => rule);
  const overrides = {
    failOn: options2.failOn,
    sanitize: options2.sanitize,
    sanitizeFixtures: options2.fixtures,
    linters: options2.linters
  };
  const config = options2.config === void 0 ? await readPolicy(repository, { kind: "work-tree" }, defaultPolicyPath, rules, overrides) : parsePolicy(await configurationBytes(options2.config), options2.config, rules, overrides);
  if (options2.rules === void 0) return config;
  const only = new Set(options2.rules.map((name) => findRule(registry, name).rule.id));
  return withOnlyRules(
    config,
    rules.map(({ id }) => id),
    only
  );
}
async function configurationBytes(file) {
  try {
    return await readFile2(file);
  } catch (error2) {
    const code = error2 instanceof Error && "code" in error2 ? String(error2.code) : void 0;
    if (code === void 0) throw error2;
    const reason2 = code === "ENOENT" ? "it does not exist" : code === "EISDIR" ? "it is a folder" : code;
    throw new ConfigurationError(`The configuration ${file} cannot be read: ${reason2}.`);
  }
}

// src/entry/cli/run-context.ts
async function runContext(workspace, options2, progress) {
  const [config, parser] = await Promise.all([
    localPolicy(workspace.repository, options2),
    loadWasmModules().then((modules) => selectParser(options2.parser, modules, (name) => import(name)))
  ]);
  return {
    config,
    parser,
    registry,
    version,
    today: (/* @__PURE__ */ new Date()).toISOString().slice(0, 10),
    ...progress.update === void 0 ? {} : { onProgress: progress.update }
  };
}

// src/entry/cli/streams.ts
import { rm, stat as stat2, writeFile } from "node:fs/promises";
async function writeStandardOutput(text) {
  try {
    await new Promise((done, fail) => {
      process.stdout.once("error", fail);
      process.stdout.write(text, (error2) => {
        if (error2 === null || error2 === void 0) done();
        else fail(error2);
      });
    });
    return "delivered";
  } catch (error2) {
    if (codeOf(error2) === "EPIPE") return "closed";
    throw new ConfigurationError(`The report could not be written to standard output: ${reason(error2)}.`);
  }
}
async function writeReportFile(file, text) {
  try {
    await writeFile(file, text);
  } catch (error2) {
    await removePart(file, error2);
    throw new ConfigurationError(`The report could not be written to ${file}: ${reason(error2)}.`);
  }
}
async function removePart(file, error2) {
  if (!["ENOSPC", "EDQUOT", "EIO", "EFBIG"].includes(codeOf(error2) ?? "")) return;
  if ((await stat2(file)).isFile()) await rm(file);
}
function writeStandardError(text) {
  process.stderr.write(text);
}
function codeOf(error2) {
  return error2 instanceof Error && "code" in error2 ? String(error2.code) : void 0;
}
function reason(error2) {
  switch (codeOf(error2)) {
    case "ENOSPC":
    case "EDQUOT":
      return "no space is left on the device";
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "EROFS":
      return "the file system is read-only";
    case "ENOENT":
      return "its folder does not exist";
    case "EISDIR":
      return "it is a folder";
    case void 0:
      throw error2;
    default:
      return error2 instanceof Error ? error2.message : String(error2);
  }
}

// src/entry/cli/terminal.ts
function takesColor(asked) {
  const { NO_COLOR } = process.env;
  return asked && process.stdout.isTTY && (NO_COLOR ?? "") === "" && !isDumb();
}
function isDumb() {
  return process.env["TERM"] === "dumb";
}
var redrawInterval = 100;
var ProgressLine = class {
  update;
  drawnAt = 0;
  constructor(isWanted) {
    this.update = isWanted && process.stderr.isTTY && !isDumb() ? (progress) => this.draw(progress) : void 0;
  }
  draw({ done, total }) {
    const now = Date.now();
    if (now - this.drawnAt < redrawInterval) return;
    this.drawnAt = now;
    writeStandardError(`\r\x1B[KAnalysing folders: ${String(done)} of ${String(total)}`);
  }
  clear() {
    if (this.drawnAt > 0) writeStandardError("\r\x1B[K");
    this.drawnAt = 0;
  }
};

// src/entry/cli/fixture.ts
async function runFixture(command2) {
  const file = fileOfTarget(command2.target);
  const workspace = await openWorkspace(file === void 0 ? [] : [file]);
  try {
    const context = await runContext(workspace, command2, new ProgressLine(false));
    const target = await explainTarget(workspace.repository, command2.target);
    const { repository, head, change } = await compareIfPossible(
      workspace.repository,
      command2.comparison,
      (sentence) => {
        if (command2.detail !== "quiet") writeStandardError(`${sentence}
`);
      }
    );
    const folder = folderOf(command2.fixtures ?? context.config.sanitizeFixtures ?? defaultFixtureFolder);
    const found = await fixtureFor(repository, head, target, context, folder, change);
    if (!found.ok) throw new ConfigurationError(found.error);
    await writeNew(workspace.repository, found.value);
    await writeStandardOutput(account(found.value));
    return 0;
  } finally {
    workspace.repository.close();
  }
}
function folderOf(given) {
  return given.split("/").filter((part) => part !== "" && part !== ".").join("/");
}
async function writeNew(repository, { path: path3, text }) {
  const file = join2(repository.root, path3);
  await pathInRepository(repository, file);
  try {
    await mkdir(dirname2(file), { recursive: true });
    await writeFile2(file, text, { flag: "wx" });
  } catch (error2) {
    const code = error2 instanceof Error && "code" in error2 ? String(error2.code) : void 0;
    if (code === void 0) throw error2;
    if (code === "EEXIST") {
      throw new ConfigurationError(
        `${path3} is there already, and may hold somebody's work: remove it, or complete it by hand.`
      );
    }
    throw new ConfigurationError(`${path3} could not be written: ${code}.`);
  }
}
function account({ path: path3, notes: notes2, command: command2 }) {
  const sentences = [`Wrote ${path3}. Complete it, and run it:`, `  ${command2}`, ...notes2];
  return `${sentences.join("\n")}
`;
}

// src/app/place-search.ts
var mostLooked = 6;
function lookAtPlace(place, trace, exclusion, revision) {
  if (trace.tree.loader.entry(place.path) === void 0) {
    return err(`There is no file ${place.path} in ${revision}: name one that is there.`);
  }
  const beyond = beyondTheEnd(place, trace);
  if (beyond !== void 0) return err(beyond);
  const findings2 = narrowed2(
    trace.findings.filter(
      ({ finding }) => [finding.location, ...finding.steps.map((step) => step.location)].some((one) => touches(one, place))
    ),
    place,
    ({ finding }) => finding.location
  );
  const cleared = narrowed2(clearedAt(place, trace.cleared), place, ({ location: location2 }) => location2);
  if (findings2.length > 0) return ok({ findings: findings2, cleared });
  const leftOut2 = leftOutReason(place.path, trace, exclusion);
  if (leftOut2 !== void 0) return ok({ findings: findings2, cleared, silence: { reason: leftOut2, looked: [] } });
  if (cleared.length > 0) return ok({ findings: findings2, cleared });
  return ok({ findings: findings2, cleared, silence: silenceOf(place, trace) });
}
function beyondTheEnd({ path: path3, line }, { tree }) {
  const text = tree.snapshot.files.get(path3)?.text;
  if (text === void 0) return void 0;
  const count = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
  if (line >= 1 && line <= count) return void 0;
  return `${path3} has ${String(count)} lines, and none with the number ${String(line)}: give one that is there.`;
}
function clearedAt(place, cleared) {
  const own = cleared.filter(({ location: location2 }) => touches(location2, place));
  const starting = own.filter(({ location: location2 }) => location2.span.start.line === place.line);
  if (starting.length > 0) return starting;
  if (own.length > 0) return own;
  return cleared.filter(({ states }) => states.some(({ location: location2 }) => touches(location2, place)));
}
function touches({ path: path3, span }, place) {
  return path3 === place.path && span.start.line <= place.line && place.line <= lastLine(span);
}
function narrowed2(all, place, at) {
  const { column, line } = place;
  if (column === void 0) return all;
  const holding = all.filter((one) => {
    const { start, end } = at(one).span;
    const behindStart = start.line < line || start.line === line && start.column <= column;
    const beforeEnd = line < end.line || line === end.line && column < end.column;
    return touches(at(one), place) && behindStart && beforeEnd;
  });
  return holding.length > 0 ? holding : all;
}
function silenceOf(place, trace) {
  const reason2 = reasonForFile(place, trace);
  if (reason2 !== void 0) return { reason: reason2, looked: [] };
  const looked = lookedNearby(place, trace);
  return { reason: "no rule looks at anything on this line", looked };
}
function leftOutReason(path3, { tree }, exclusion) {
  if (tree.loader.entry(path3) === void 0) return void 0;
  const reason2 = linkReason(tree, path3) ?? exclusion.reason(path3) ?? generatedReason(tree, path3);
  return reason2 === void 0 ? void 0 : `\`${path3}\` ${reason2}`;
}
function reasonForFile({ path: path3, line }, { tree }) {
  const name = `\`${path3}\``;
  const known2 = (reason2) => reason2 === void 0 ? void 0 : `${name} ${reason2}`;
  const kind = sourceKind(path3);
  if (kind === "c" || kind === "header") {
    return `${name} is C code: it is read for what its functions do, and most findings stand in Go files`;
  }
  if (kind !== "go") return known2("is not a Go file");
  const unreadable = tree.snapshot.unreadable.get(path3);
  if (unreadable !== void 0) return known2(unreadable);
  const file = tree.goFiles.find((one) => one.path === path3);
  const broken = file?.broken;
  const isBroken = broken?.lines.some(({ first, last }) => first <= line && line <= last) === true;
  if (isBroken) return known2(broken.reason);
  const source = tree.snapshot.files.get(path3);
  if (source !== void 0 && isSilentTest(source))
    return known2("is a test file without cgo, `unsafe` or a header of `reflect`: no rule speaks of it");
  if (!tree.modelledPaths.has(path3)) {
    return `no file of the package of ${name} imports "C" or \`unsafe\`, or names a header of \`reflect\`: no rule speaks of it`;
  }
  return void 0;
}
function lookedNearby(place, { cleared, findings: findings2 }) {
  const rulesByLine = /* @__PURE__ */ new Map();
  const all = [...cleared, ...findings2.map(({ finding }) => finding)];
  for (const { ruleId, location: location2, scope } of all) {
    if (!touches(scope, place)) continue;
    const { line } = location2.span.start;
    const rules = rulesByLine.get(line) ?? /* @__PURE__ */ new Set();
    rulesByLine.set(line, rules.add(ruleId));
  }
  return [...rulesByLine].sort(([a], [b]) => Math.abs(a - place.line) - Math.abs(b - place.line) || a - b).slice(0, mostLooked).map(([line, rules]) => ({ line, rules: [...rules].sort() })).sort((a, b) => a.line - b.line);
}

// src/app/standing.ts
var StandingOf = class {
  trace;
  tracing;
  context;
  change;
  constructor(trace, tracing, context, change) {
    this.trace = trace;
    this.tracing = tracing;
    this.context = context;
    this.change = change;
  }
  async explain(findings2) {
    const causes = findings2.length === 0 ? /* @__PURE__ */ new Map() : await this.causes();
    return findings2.map(({ finding, states }) => {
      const cause3 = this.causeOf(finding, causes);
      return {
        finding,
        states,
        standing: this.standing(finding, cause3),
        failOn: this.context.config.failOn,
        ...cause3 === void 0 ? {} : { cause: cause3 }
      };
    });
  }
  standing(finding, cause3) {
    const { path: path3 } = finding.location;
    const rule = this.context.registry.find((one) => one.rule.id === finding.ruleId)?.rule;
    const off = rule === void 0 ? void 0 : offReason(rule, this.context.config);
    if (off !== void 0) return { kind: "off", by: off };
    const excluded = this.tracing.exclusion.reason(path3) ?? generatedReason(this.trace.tree, path3);
    if (excluded !== void 0) return { kind: "excluded", reason: excluded };
    const codes = new Map(this.context.registry.map(({ rule: rule2 }) => [rule2.id, rule2.code]));
    const { goFiles, silencedC } = this.trace.tree;
    const file = [...goFiles, ...silencedC].find((one) => one.path === path3);
    const silenced2 = suppressionOf(finding, file, codes, this.context.today);
    if (silenced2 !== void 0) {
      const { commentLine, reason: reason2, until } = silenced2;
      return { kind: "silenced", line: commentLine, reason: reason2, ...until === void 0 ? {} : { until } };
    }
    if (cause3 === "at-base" || cause3 === "untouched") return { kind: "not-caused" };
    if (this.change !== void 0 && cause3 === void 0) {
      return { kind: "excluded", reason: "has no diff that could be read" };
    }
    return { kind: "reported" };
  }
  causeOf(finding, causes) {
    if (this.change === void 0) return void 0;
    const touched = touchedDirectories(this.change, this.tracing.exclusion);
    return touched.has(directoryOf(finding.location.path)) ? causes.get(finding.fingerprint) : "untouched";
  }
  /** By fingerprint, what the change caused of the packages that it touches, with all rules on. */
  async causes() {
    if (this.change === void 0) return /* @__PURE__ */ new Map();
    const { repository, rules, exclusion, reader } = this.tracing;
    const { selection } = await findingsOfChange(repository, this.change, rules, exclusion, reader);
    return new Map([
      ...selection.caused.map(({ fingerprint }) => [fingerprint, "caused"]),
      ...selection.atBase.map(({ fingerprint }) => [fingerprint, "at-base"])
    ]);
  }
};

// src/app/trace.ts
async function traceDirectory(directory, tracing) {
  const { repository, revision, rules, reader } = tracing;
  const traces = [];
  const tree = await analyseDirectories(repository, revision, () => [directory], [], reader, {
    onSources: ({ packages }) => traces.push(...packages.map((pkg) => tracePackage(pkg, rules)))
  });
  const diagnostics = traces.flatMap((trace) => trace.diagnostics);
  const isGenerated = ({ diagnostic: diagnostic2 }) => generatedReason(tree, diagnostic2.location.path) !== void 0;
  return {
    tree,
    // Reports number the findings of generated files neither among the others nor at all.
    findings: [
      ...named(diagnostics.filter((one) => !isGenerated(one))),
      ...named(diagnostics.filter(isGenerated))
    ],
    cleared: traces.flatMap((trace) => trace.cleared)
  };
}
function named(traced) {
  const findings2 = withFingerprints(traced.map(({ diagnostic: diagnostic2 }) => diagnostic2));
  return findings2.map((finding, index) => ({ finding, states: traced[index]?.states ?? finding.steps }));
}

// src/app/explain.ts
async function explain(repository, revision, target, context, change) {
  const { config, parser, registry: registry2 } = context;
  const tracing = {
    repository,
    revision,
    rules: everyRule(registry2, config),
    reader: new SourceReader(parser, knownLibraries(config.libraries)),
    exclusion: new Exclusion(config)
  };
  const found = target.kind === "fingerprint" ? await findByFingerprint(target.text, tracing, change) : ok(directoryOf(target.path));
  if (!found.ok) return found;
  const directory = typeof found.value === "string" ? found.value : directoryOf(found.value.location.path);
  const trace = await traceDirectory(directory, tracing);
  const off = new Set(
    registry2.filter(({ rule }) => offReason(rule, config) !== void 0).map(({ rule }) => rule.id)
  );
  const standing = new StandingOf(trace, tracing, context, change);
  const frame2 = {
    tool: { name: "cgo-review", version: context.version },
    head: revision,
    ...change?.base === void 0 ? {} : { base: change.base },
    rules: ruleInfos(registry2)
  };
  const lines = linesOf(trace.tree);
  if (target.kind === "fingerprint") {
    const fingerprint = typeof found.value === "string" ? found.value : found.value.fingerprint;
    const own = trace.findings.filter(({ finding }) => finding.fingerprint === fingerprint);
    const shown = { kind: "fingerprint", fingerprint };
    const findings3 = await standing.explain(own);
    return ok({ explanation: { ...frame2, target: shown, findings: findings3, cleared: [] }, lines });
  }
  const looked = lookAtPlace(target, trace, tracing.exclusion, describeRevision(revision));
  if (!looked.ok) return looked;
  const { findings: findings2, cleared, silence } = looked.value;
  return ok({
    explanation: {
      ...frame2,
      target,
      findings: await standing.explain(findings2),
      cleared: cleared.map(({ ruleId, location: location2, reason: reason2, states }) => ({
        ruleId,
        location: location2,
        reason: reason2,
        states,
        isRuleOff: off.has(ruleId)
      })),
      ...silence === void 0 ? {} : { silence }
    },
    lines
  });
}

// src/report/ansi.ts
function paint(color) {
  const style2 = (on, off) => (text) => color && text !== "" ? `\x1B[${on}m${text}\x1B[${off}m` : text;
  return {
    bold: style2(1, 22),
    dim: style2(2, 22),
    red: style2(31, 39),
    green: style2(32, 39),
    yellow: style2(33, 39),
    blue: style2(34, 39),
    cyan: style2(36, 39)
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

// src/report/explanation.ts
var codeWidth = 44;
var textWidth = 100;
function renderExplanation(explanation, options2) {
  const view = { ...options2, style: paint(options2.color), explanation };
  const { findings: findings2, cleared, silence } = explanation;
  const first = findings2.length > 0 || silence !== void 0 ? void 0 : withStates(cleared)[0] ?? cleared[0];
  const told = cleared.filter((one) => one === first || one.states.length > 0);
  const others = cleared.filter((one) => !told.includes(one));
  const blocks = [
    ...findings2.map((one) => findingBlock(one, view)),
    ...silence === void 0 ? [] : [silenceBlock(silence, view)],
    ...told.map((one) => clearanceBlock(one, view)),
    ...others.length === 0 ? [] : [["Looked at as well:", ...others.map((one) => clearanceLine(one, view))]]
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}
`;
}
function findingBlock(explained, view) {
  const { finding, states, standing } = explained;
  const { style: style2, links: links2 } = view;
  const rule = view.explanation.rules.get(finding.ruleId);
  const lines = [
    ...verdict(explained, view),
    ...wrapped(facts(explained).join("; "), "", style2.dim),
    "",
    ...path(states, finding.location.path, view)
  ];
  if (rule === void 0) return lines;
  const { contract, remediation: remediation2 } = rule.docs;
  lines.push(
    "",
    ...wrapped(contract.text, label("Contract", style2)),
    `${" ".repeat(labelWidth)}${style2.cyan(contract.url)}`,
    ...wrapped(fullStop(finding.fix?.message ?? remediation2), label("Fix", style2)),
    `${" ".repeat(labelWidth)}${style2.cyan(remediationPage(links2, rule.id))}`
  );
  if (standing.kind === "reported") lines.push(`${label("Silence", style2)}${silencer(rule)}`);
  return lines;
}
function verdict({ finding, standing }, { style: style2 }) {
  const name = oneLine(finding.ruleId);
  const claim = `${oneLine(finding.message)} ${style2.dim(`[${name}]`)}`;
  const reason2 = standingReason(finding, standing);
  if (reason2 === void 0) return [`${style2.bold(style2.red("Reported:"))} ${claim}`];
  const word = standing.kind === "silenced" ? "Silenced:" : standing.kind === "not-caused" ? "Reported by an audit only:" : "Not reported:";
  return [`${style2.bold(style2.yellow(word))} ${oneLine(reason2)}`, claim];
}
function standingReason(finding, standing) {
  switch (standing.kind) {
    case "reported":
      return void 0;
    case "silenced": {
      const until = standing.until === void 0 ? "" : `, until ${standing.until}`;
      return `the comment on line ${String(standing.line)} says "${standing.reason}"${until}`;
    }
    case "off":
      return standing.by === "preview" ? `\`${finding.ruleId}\` is a preview, and the configuration does not turn it on` : `the configuration switches \`${finding.ruleId}\` off`;
    case "excluded":
      return `\`${finding.location.path}\` ${standing.reason}`;
    case "not-caused":
      return "the change did not cause it";
  }
}
function facts({ finding, failOn, standing, cause: cause3 }) {
  const { path: file, span } = finding.location;
  const place = `${file}:${String(span.start.line)}:${String(span.start.column)}`;
  const grade = finding.confidence === "question" ? "" : `, ${finding.confidence}`;
  const fails = failOn === "never" ? "findings do not fail a run" : reaches(finding.severity, failOn) ? `fails a run at \`${failOn}\`` : `is below \`${failOn}\` and fails no run`;
  return [
    place,
    `${severityLabel(finding)}${grade}`,
    ...standing.kind === "reported" ? [fails] : [],
    ...cause3 === void 0 ? [] : [causeClause(cause3)],
    finding.fingerprint
  ].map(oneLine);
}
function causeClause(cause3) {
  switch (cause3) {
    case "caused":
      return "the change caused it";
    case "at-base":
      return "it was there at the base";
    case "untouched":
      return "the change leaves its package alone";
  }
}
function clearanceBlock(cleared, view) {
  const { style: style2 } = view;
  const { location: location2, reason: reason2, ruleId, isRuleOff } = cleared;
  const { line, column } = location2.span.start;
  const off = isRuleOff ? "; the configuration switches the rule off" : "";
  return [
    `${style2.bold(style2.green("Not reported:"))} ${oneLine(reason2)} ${style2.dim(`[${oneLine(ruleId)}]`)}`,
    style2.dim(oneLine(`${location2.path}:${String(line)}:${String(column)}${off}`)),
    "",
    ...path([{ location: location2, message: "" }, ...cleared.states], location2.path, view)
  ];
}
function withStates(cleared) {
  return cleared.filter(({ states }) => states.length > 0);
}
function clearanceLine({ location: location2, reason: reason2, ruleId, isRuleOff }, { style: style2 }) {
  const { line, column } = location2.span.start;
  const place = style2.dim(`${String(line)}:${String(column)}`.padStart(7));
  const off = isRuleOff ? ", switched off" : "";
  return `${place}  ${oneLine(reason2)} ${style2.dim(`[${oneLine(ruleId)}${off}]`)}`;
}
function silenceBlock({ reason: reason2, looked }, { style: style2, explanation }) {
  const { target } = explanation;
  const place = target.kind === "place" ? `${target.path}:${String(target.line)}` : target.fingerprint;
  const lines = [`${style2.bold(style2.green("Not reported:"))} ${oneLine(reason2)}`, style2.dim(oneLine(place))];
  if (looked.length === 0) return lines;
  const around = looked.map(
    ({ line, rules }) => `  ${style2.dim(String(line).padStart(5))}  ${rules.map(oneLine).join(", ")}`
  );
  return [...lines, "", "In the same declaration, rules looked at:", ...around];
}
function path(states, file, view) {
  const { style: style2, source } = view;
  const numbers = states.map(({ location: location2 }) => String(location2.span.start.line).length);
  const width = Math.max(4, ...numbers);
  const code = ({ location: location2 }) => visible(clip((source(location2.path)?.[location2.span.start.line - 1] ?? "").trim(), codeWidth)).replace(
    /\t/g,
    " "
  );
  const room = Math.min(codeWidth, Math.max(0, ...states.map((state) => displayWidth(code(state)))));
  const lines = [];
  let current = { path: file, line: 0 };
  for (const state of states) {
    const { location: location2, message: message2 } = state;
    const { line } = location2.span.start;
    if (location2.path !== current.path) lines.push(style2.dim(`  ${oneLine(location2.path)}`));
    const isSame2 = location2.path === current.path && line === current.line;
    const shown = isSame2 ? "" : code(state);
    const number = style2.dim(`${(isSame2 ? "" : String(line)).padStart(width)} │`);
    const pad = " ".repeat(Math.max(0, room - displayWidth(shown)));
    const text = message2 === "" ? "" : `  ${style2.yellow(oneLine(message2))}`;
    lines.push(`${number} ${text === "" ? shown : shown + pad}${text}`.trimEnd());
    current = { path: location2.path, line };
  }
  return lines;
}
var labelWidth = 10;
function label(text, style2) {
  return style2.bold(text.padEnd(labelWidth));
}
function wrapped(text, first, tint2 = (line) => line) {
  const indent2 = " ".repeat(displayWidth(first));
  const lines = [];
  let line = "";
  for (const word of oneLine(text).split(" ")) {
    if (line !== "" && displayWidth(indent2) + displayWidth(`${line} ${word}`) > textWidth) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  if (line !== "") lines.push(line);
  return lines.map((one, index) => `${index === 0 ? first : indent2}${tint2(one)}`);
}
function renderExplanationJson(explanation, links2) {
  const { tool, target, head, base, silence, rules } = explanation;
  const document = {
    schemaVersion: 1,
    tool,
    target,
    head: revisionText(head),
    base: base === void 0 ? null : revisionText(base),
    findings: explanation.findings.map((one) => findingJson(one, rules, links2)),
    cleared: explanation.cleared.map((one) => ({
      ruleId: one.ruleId,
      code: rules.get(one.ruleId)?.code ?? null,
      isRuleOff: one.isRuleOff,
      ...range(one.location),
      reason: one.reason,
      states: one.states.map(stateJson),
      url: rulePage(links2, one.ruleId)
    })),
    silence: silence ?? null
  };
  return `${JSON.stringify(document, void 0, 2)}
`;
}
function findingJson({ finding, states, standing, failOn, cause: cause3 }, rules, links2) {
  const rule = rules.get(finding.ruleId);
  return {
    ruleId: finding.ruleId,
    code: rule?.code ?? null,
    standing,
    severity: finding.severity,
    confidence: finding.confidence,
    failsRun: failOn !== "never" && standing.kind === "reported" && reaches(finding.severity, failOn),
    cause: cause3 ?? null,
    ...range(finding.location),
    message: finding.message,
    states: states.map(stateJson),
    contract: rule?.docs.contract ?? null,
    fingerprint: finding.fingerprint,
    url: rulePage(links2, finding.ruleId)
  };
}
function stateJson({ location: location2, message: message2 }) {
  const { line, column } = location2.span.start;
  return { path: location2.path, line, column, message: message2 };
}
function revisionText(revision) {
  return revision.kind === "commit" ? revision.id : revision.kind;
}
function range({ path: file, span }) {
  return {
    path: file,
    line: span.start.line,
    column: span.start.column,
    endLine: span.end.line,
    endColumn: span.end.column
  };
}

// src/report/xml.ts
function xmlAttribute(text) {
  return visible(text).replace(/[\p{Surrogate}\ufffe\uffff]/gu, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase();
    return `<U+${code}>`;
  }).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;").replace(/\t/g, "&#9;").replace(/\n/g, "&#10;");
}

// src/report/checkstyle.ts
var formatVersion = "5.0";
var maxSteps = 5;
function renderCheckstyle(report, links2) {
  const errors = /* @__PURE__ */ new Map();
  const add = (path3, error2) => {
    const ofFile = errors.get(path3);
    if (ofFile === void 0) errors.set(path3, [error2]);
    else ofFile.push(error2);
  };
  for (const file of unreadFiles(report)) add(file.path, notAnalysed(file));
  for (const finding of report.findings) add(finding.location.path, findingError(finding, report, links2));
  const files = [...errors].toSorted(([a], [b]) => compareText(a, b)).map(([path3, lines]) => `  <file name="${xmlAttribute(path3)}">
${lines.join("\n")}
  </file>
`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<checkstyle version="${formatVersion}">
${files.join("")}</checkstyle>
`;
}
function notAnalysed(file) {
  const message2 = oneLine(`not analysed: ${fullStop(file.reason)}`);
  return error({ severity: "warning", message: message2, source: "cgo-review.not-analysed" });
}
function findingError(finding, report, links2) {
  const { start } = finding.location.span;
  const rule = report.rules.get(finding.ruleId);
  const label2 = finding.confidence === "question" ? `${severityLabel(finding)}: ` : "";
  const page = rule === void 0 ? "" : ` See ${rulePage(links2, rule.id)}`;
  const told = toldSentences(finding).map((text) => ` ${oneLine(text)}`).join("");
  return error({
    line: String(start.line),
    column: String(start.column),
    severity: finding.severity,
    message: `${label2}${fullStop(oneLine(finding.message + path2(finding)))}${told}${page}`,
    source: `cgo-review.${finding.ruleId}`
  });
}
function path2(finding) {
  const steps3 = finding.steps.slice(0, maxSteps).map(({ location: location2, message: message2 }, index) => {
    const { line } = location2.span.start;
    const where = location2.path === finding.location.path ? `${line}` : `${location2.path}:${line}`;
    return `${index === 0 ? "; " : "; then "}${where}: ${message2}`;
  });
  const left = finding.steps.length - steps3.length;
  return steps3.join("") + (left === 0 ? "" : `; and ${counted(left, "more step")}`);
}
function error(attributes) {
  const text = Object.entries(attributes).map(([name, value]) => `${name}="${xmlAttribute(value)}"`);
  return `    <error ${text.join(" ")}/>`;
}

// src/report/html-text.ts
function escapeHtml(text) {
  return visible(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;").replace(/'/g, "&#39;");
}
function sentenceHtml(text) {
  const parts = text.split("`");
  return parts.map((part, index) => {
    if (index % 2 === 0) return escapeHtml(part);
    const closed = index < parts.length - 1;
    if (closed && part !== "") return `<code>${escapeHtml(part)}</code>`;
    return closed ? "``" : `\`${escapeHtml(part)}`;
  }).join("");
}
function htmlPage(title, style2, body) {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${style2}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

// src/report/html-code.ts
var contextLines = 3;
var maxMarkedLines = 12;
var maxLineWidth = 500;
function codeFrame({ path: path3, span }, source) {
  const lines = source(path3);
  if (lines === void 0 || span.start.line > lines.length) return "";
  const last = Math.min(lastLine(span), lines.length);
  const cut = Math.min(last, span.start.line + maxMarkedLines - 1);
  const from = Math.max(1, span.start.line - contextLines);
  const to = cut < last ? cut : Math.min(lines.length, last + contextLines);
  const rows = [];
  for (let number = from; number <= to; number++) {
    const within = number >= span.start.line && number <= cut;
    const text = lines[number - 1] ?? "";
    const html = within ? markedLine(text, number, span) : escapeHtml(clip(text, maxLineWidth));
    const row2 = within ? '<tr class="hit">' : "<tr>";
    rows.push(`${row2}<td class="num">${number}</td><td>${html}</td></tr>`);
  }
  if (cut < last) {
    rows.push(`<tr><td class="num"></td><td class="more">${counted(last - cut, "more line")}</td></tr>`);
  }
  return `<table class="diff frame"><tbody>
${rows.join("\n")}
</tbody></table>`;
}
function markedLine(line, number, span) {
  const shown = clip(line, maxLineWidth);
  const indent2 = line.length - line.trimStart().length;
  const from = number === span.start.line ? utf16Offset(line, span.start.column) : indent2;
  const to = number === span.end.line ? utf16Offset(line, span.end.column) : line.length;
  const marked = shown.slice(from, to);
  if (marked === "") return escapeHtml(shown);
  return `${escapeHtml(shown.slice(0, from))}<mark>${escapeHtml(marked)}</mark>${escapeHtml(shown.slice(to))}`;
}
function codeLine({ path: path3, span }, source) {
  const line = source(path3)?.[span.start.line - 1]?.trim();
  return line === void 0 || line === "" ? void 0 : clip(line, maxLineWidth);
}

// src/report/html-diff.ts
var marks = { hunk: "", context: " ", added: "+", deleted: "-" };
function diffTable(rows) {
  const lines = rows.map((row2) => {
    const classes = row2.commented ? `${row2.kind} commented` : row2.kind;
    const number = (value) => `<td class="num">${value ?? ""}</td>`;
    const text = `<td>${marks[row2.kind]}${escapeHtml(row2.text)}</td>`;
    return `<tr class="${classes}">${number(row2.oldLine)}${number(row2.newLine)}${text}</tr>`;
  });
  return `<table class="diff"><tbody>
${lines.join("\n")}
</tbody></table>`;
}
function diffRow(line) {
  if (line.startsWith("@@") || line.startsWith("+++") || line.startsWith("---")) return row("hunk", line);
  if (line.startsWith("+")) return row("added", line.slice(1));
  if (line.startsWith("-")) return row("deleted", line.slice(1));
  return row("context", line.slice(1));
}
function row(kind, text) {
  return { kind, text, commented: false };
}

// src/report/markdown-blocks.ts
function parseBlocks(markdown) {
  return new BlockReader(markdown.split(/\r?\n/)).read();
}
var fenceStart = /^(`{3,})([^`]*)$/;
var listItem = /^(?:(-)|\d+\.) (.*)$/;
var startsBlock = /^(?:`{3}|#{1,6} |- |\d+\. |<details>|<\/details>|<!--)/;
var BlockReader = class {
  lines;
  at = 0;
  constructor(lines) {
    this.lines = lines;
  }
  read() {
    const blocks = [];
    while (this.at < this.lines.length) {
      const line = this.line();
      if (line === "</details>") break;
      if (line.trim() === "" || /^<!--.*-->$/.test(line)) this.at++;
      else blocks.push(this.block(line));
    }
    return blocks;
  }
  line() {
    return this.lines[this.at] ?? "";
  }
  block(line) {
    const opening = fenceStart.exec(line);
    if (opening !== null) return this.fence(opening[1] ?? "", (opening[2] ?? "").trim());
    if (line === "<details>") return this.details();
    const heading = /^(#{1,6}) (.*)$/.exec(line);
    if (heading !== null) {
      this.at++;
      return { kind: "heading", level: (heading[1] ?? "").length, content: parseInline(heading[2] ?? "") };
    }
    if (listItem.test(line)) return this.list();
    return this.paragraph();
  }
  fence(ticks, info) {
    const content = [];
    this.at++;
    while (this.at < this.lines.length) {
      const line = this.line();
      this.at++;
      if (/^`+$/.test(line) && line.length >= ticks.length) break;
      content.push(line);
    }
    return { kind: "fence", info, text: content.join("\n") };
  }
  details() {
    this.at++;
    const summary = /^<summary>(.*)<\/summary>$/.exec(this.line());
    if (summary !== null) this.at++;
    const blocks = this.read();
    if (this.line() === "</details>") this.at++;
    return { kind: "details", summary: summary?.[1] ?? "", blocks };
  }
  list() {
    const ordered = !this.line().startsWith("-");
    const items = [];
    for (; ; ) {
      const item = listItem.exec(this.line());
      if (item === null || item[1] === void 0 !== ordered) break;
      items.push(parseInline(item[2] ?? ""));
      this.at++;
    }
    return { kind: "list", ordered, items };
  }
  paragraph() {
    const lines = [this.line()];
    this.at++;
    while (this.line().trim() !== "" && !startsBlock.test(this.line())) {
      lines.push(this.line());
      this.at++;
    }
    return { kind: "paragraph", content: parseInline(lines.join(" ")) };
  }
};
var entities = { amp: "&", lt: "<", gt: ">", quot: '"' };
function parseInline(text) {
  const result = [];
  let plain = "";
  const push = (item) => {
    if (plain !== "") result.push({ kind: "text", text: plain });
    plain = "";
    result.push(item);
  };
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const span = inlineAt(rest);
    if (span !== void 0) {
      push(span.item);
      at += span.length;
      continue;
    }
    const literal = /^\\([!-/:-@[-`{-~])/.exec(rest) ?? /^&(amp|lt|gt|quot);/.exec(rest) ?? /^`+/.exec(rest) ?? [rest[0]];
    const [whole = "", inner] = literal;
    plain += inner === void 0 ? whole : entities[inner] ?? inner;
    at += whole.length;
  }
  if (plain !== "") result.push({ kind: "text", text: plain });
  return result;
}
function inlineAt(rest) {
  const codeSpan = /^(`+)(?!`)(.*?[^`])\1(?!`)/.exec(rest);
  if (codeSpan !== null) {
    const content = codeSpan[2] ?? "";
    const stripped = /^ .*[^ ].* $/.test(content) ? content.slice(1, -1) : content;
    return { item: { kind: "code", text: stripped }, length: codeSpan[0].length };
  }
  if (rest.startsWith("**")) {
    const end = closing(rest, 2, "**");
    if (end !== -1) {
      const item = { kind: "strong", content: parseInline(rest.slice(2, end)) };
      return { item, length: end + 2 };
    }
  }
  if (rest.startsWith("[")) {
    const end = closing(rest, 1, "]");
    const target = end === -1 ? null : /^\]\((https?:\/\/[^\s()]+)\)/.exec(rest.slice(end));
    if (target !== null) {
      const item = { kind: "link", content: parseInline(rest.slice(1, end)), url: target[1] ?? "" };
      return { item, length: end + target[0].length };
    }
  }
  return void 0;
}
function closing(text, from, mark) {
  let at = from;
  while (at < text.length) {
    if (text.startsWith(mark, at)) return at;
    const skipped = /^(?:\\.|(`+)(?!`).*?[^`]\1(?!`)|`+|.)/s.exec(text.slice(at));
    at += skipped?.[0].length ?? 1;
  }
  return -1;
}

// src/report/html-markdown.ts
function markdownToHtml(markdown, replaced = []) {
  return blocksHtml(parseBlocks(markdown), replaced);
}
function blocksHtml(blocks, replaced) {
  return blocks.map((block) => blockHtml(block, replaced)).join("\n");
}
function blockHtml(block, replaced) {
  switch (block.kind) {
    case "paragraph":
      return `<p>${inlineHtml(block.content)}</p>`;
    case "heading":
      return `<h${block.level}>${inlineHtml(block.content)}</h${block.level}>`;
    case "list": {
      const tag = block.ordered ? "ol" : "ul";
      return `<${tag}>
${block.items.map((item) => `<li>${inlineHtml(item)}</li>`).join("\n")}
</${tag}>`;
    }
    case "details": {
      const content = blocksHtml(block.blocks, replaced);
      return `<details>
<summary>${escapeHtml(block.summary)}</summary>
${content}
</details>`;
    }
    case "fence":
      return fenceHtml(block.info, block.text, replaced);
  }
}
function fenceHtml(info, text, replaced) {
  if (info === "suggestion") {
    const rows = [
      ...replaced.map((line) => row("deleted", line)),
      ...(text === "" ? [] : text.split("\n")).map((line) => row("added", line))
    ];
    return `<div class="suggestion"><div class="head">Suggested change</div>${diffTable(rows)}</div>`;
  }
  if (info === "diff") {
    const rows = text.split("\n").map((line) => diffRow(line));
    return `<div class="suggestion">${diffTable(rows)}</div>`;
  }
  return `<pre><code>${escapeHtml(text)}</code></pre>`;
}
function inlineHtml(content) {
  return content.map((item) => {
    switch (item.kind) {
      case "text":
        return escapeHtml(item.text);
      case "code":
        return `<code>${escapeHtml(item.text)}</code>`;
      case "strong":
        return `<strong>${inlineHtml(item.content)}</strong>`;
      case "link":
        return `<a href="${escapeHtml(item.url)}">${inlineHtml(item.content)}</a>`;
    }
  }).join("");
}

// src/report/html-finding.ts
var maxSentence = 2e3;
function findingHtml(finding, rule, links2, source) {
  const parts = [
    header(finding, rule, links2),
    codeFrame(finding.location, source),
    `<div class="inner">`,
    steps(finding, links2, source),
    repeats(finding, links2),
    cause(finding, links2),
    proof(finding, links2),
    fix(finding, source),
    remediation(rule, links2),
    identity(finding, rule),
    `</div>`
  ];
  const body = parts.filter((part) => part !== "").join("\n");
  return `<article class="box ${finding.severity}" id="${anchorOf(finding)}">
${body}
</article>`;
}
function anchorOf(finding) {
  return `f-${finding.fingerprint.replace(/[^0-9A-Za-z]+/g, "-")}`;
}
function placeHtml(links2, path3, line, column) {
  const text = `<code>${escapeHtml(oneLine(`${path3}:${line}${column === void 0 ? "" : `:${column}`}`))}</code>`;
  const url = sourceUrl(links2, path3, line);
  return url === void 0 ? text : `<a href="${escapeHtml(url)}">${text}</a>`;
}
function severityBadge(finding) {
  return `<span class="badge ${finding.severity}">${escapeHtml(severityLabel(finding))}</span>`;
}
function ruleName(ruleId, rule, links2) {
  if (rule === void 0) return escapeHtml(oneLine(ruleId));
  return `<a href="${escapeHtml(rulePage(links2, rule.id))}">${escapeHtml(rule.id)}</a> <span class="muted">${escapeHtml(rule.code)}</span>`;
}
function header(finding, rule, links2) {
  const { path: path3, span } = finding.location;
  return `<header>
<p class="facts">${severityBadge(finding)} <span>${ruleName(finding.ruleId, rule, links2)}</span> <span class="place">${placeHtml(links2, path3, span.start.line, span.start.column)}</span></p>
<h4>${claimHtml(finding)}</h4>
</header>`;
}
function claimHtml(finding) {
  return sentenceHtml(fullStop(oneLine(clip(finding.message, maxSentence))));
}
function steps(finding, links2, source) {
  if (finding.steps.length === 0) return "";
  const items = finding.steps.map((step) => {
    const { path: path3, span } = step.location;
    const line = codeLine(step.location, source);
    const shown = line === void 0 ? "" : `<pre>${escapeHtml(line)}</pre>`;
    const message2 = sentenceHtml(fullStop(oneLine(clip(step.message, maxSentence))));
    return `<li>${message2} <span class="where">${placeHtml(links2, path3, span.start.line)}</span>${shown}</li>`;
  });
  return `<h5>How it comes about</h5>
<ol class="path">
${items.join("\n")}
</ol>`;
}
function repeats({ repeats: others = [] }, links2) {
  if (others.length === 0) return "";
  const places = others.map(
    ({ location: { path: path3, span } }) => placeHtml(links2, path3, span.start.line, span.start.column)
  );
  return `<h5>The same, for the same reason</h5>
<p class="where">${places.join(", ")}</p>`;
}
function cause({ cause: found }, links2) {
  if (found === void 0) return "";
  const { path: path3, span } = found.location;
  const where = placeHtml(found.kind === "removed" ? { docs: links2.docs } : links2, path3, span.start.line);
  const message2 = sentenceHtml(fullStop(oneLine(clip(found.message, maxSentence))));
  return `<h5>What in the change causes it</h5>
<p class="cause">${message2} <span class="where">${where}${beforeTheChange(found)}</span></p>`;
}
function proof(finding, links2) {
  const { evidence } = finding;
  const said = evidenceSentence(finding);
  if (evidence === void 0 || said === void 0) return "";
  const stacks = evidence.stacks.filter(({ frames }) => frames.length > 0).map(({ label: label2, frames }) => {
    const items = frames.map(({ location: { path: path3, span }, message: message2 }) => {
      const where = placeHtml(links2, path3, span.start.line);
      return `<li>${sentenceHtml(oneLine(clip(message2, maxSentence)))} <span class="where">${where}</span></li>`;
    });
    return `<p>${sentenceHtml(oneLine(clip(label2, maxSentence)))}</p>
<ol class="path">
${items.join("\n")}
</ol>`;
  });
  return [
    `<h5>${sentenceHtml(oneLine(said))}</h5>`,
    "<details>",
    "<summary>The report</summary>",
    ...stacks,
    `<pre>${escapeHtml(visible(evidence.report))}</pre>`,
    "</details>"
  ].join("\n");
}
function fix(finding, source) {
  if (finding.fix === void 0) return "";
  const changes = lineChanges(finding.fix.edits, source) ?? [];
  const tables = changes.map((change) => {
    const elsewhere2 = change.path === finding.location.path ? "" : `<p><code>${escapeHtml(change.path)}</code></p>
`;
    return `${elsewhere2}<div class="suggestion">${diffTable(fixRows(change, source))}</div>`;
  });
  const title = sentenceHtml(fullStop(oneLine(clip(finding.fix.message, maxSentence))));
  return [`<h5>Fix: ${title}</h5>`, ...tables].join("\n");
}
function fixRows(change, source) {
  const [hunk = "", ...lines] = diffLines(change, source);
  let oldLine = Number(/^@@ -(\d+)/.exec(hunk)?.[1]);
  let newLine = oldLine;
  return lines.map((line) => {
    const text = line.slice(1);
    if (line.startsWith("+")) return { kind: "added", newLine: newLine++, text, commented: false };
    if (line.startsWith("-")) return { kind: "deleted", oldLine: oldLine++, text, commented: false };
    return { kind: "context", oldLine: oldLine++, newLine: newLine++, text, commented: false };
  });
}
function remediation(rule, links2) {
  if (rule === void 0) return "";
  const page = escapeHtml(remediationPage(links2, rule.id));
  return `<details>
<summary>Why, and how to write it instead</summary>
${markdownToHtml(rule.docs.why)}
<p><strong>The contract.</strong></p>
${markdownToHtml(rule.docs.contract.text)}
<p><strong>Write it instead.</strong></p>
${markdownToHtml(rule.docs.remediation)}
<pre><code>${escapeHtml(rule.remediation.trimEnd())}</code></pre>
<p><a href="${page}">The page of the rule</a> · <a href="${escapeHtml(rule.docs.contract.url)}">the contract</a></p>
</details>`;
}
function identity(finding, rule) {
  const rows = [
    ["Declaration", `<code>${escapeHtml(finding.symbol === "" ? "the file" : finding.symbol)}</code>`],
    ["Package", `<code>${escapeHtml(finding.packagePath === "" ? "." : finding.packagePath)}</code>`],
    ["Fingerprint", `<code>${escapeHtml(finding.fingerprint)}</code>`],
    ...rule === void 0 ? [] : [["To silence it", `<code>${escapeHtml(silencer(rule))}</code> on the line or above it`]]
  ];
  const items = rows.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`);
  return `<dl class="identity">
${items.join("\n")}
</dl>`;
}

// src/report/html-report-style.ts
var reportStyle = `
:root { --error: #cf222e; --error-bg: #ffebe9; --warning: #9a6700; --warning-bg: #fff8c5;
  --info: #0969da; --info-bg: #ddf4ff; }
@media (prefers-color-scheme: dark) { :root { --error: #f85149; --error-bg: #3a1a1d;
  --warning: #d29922; --warning-bg: #2e2511; --info: #4493f8; --info-bg: #13233a; } }
body { padding: 40px 24px 64px; font-size: 15px; }
h1 { font-size: 28px; font-weight: 600; line-height: 1.25; letter-spacing: -.01em; text-wrap: balance; }
h2 { font-size: 19px; margin: 48px 0 16px; padding: 0 0 8px; border-bottom: 1px solid var(--border); }
h3.file { font: 600 13px/1.5 ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, monospace;
  color: var(--muted); margin: 32px 0 12px; overflow-wrap: anywhere; }
h4 { font-size: 16px; font-weight: 600; line-height: 1.45; margin: 0; overflow-wrap: anywhere; }
h5 { font-size: 13px; font-weight: 600; margin: 20px 0 8px; overflow-wrap: anywhere; }
.muted, .product { color: var(--muted); }
.product { font-size: 13px; margin: 0 0 12px; overflow-wrap: anywhere; }
.top .verdict { margin: 0 0 24px; font-weight: 500; }
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 12px; list-style: none; padding: 0;
  margin: 0; }
.tiles li { border: 1px solid var(--border); border-radius: 8px; padding: 12px 16px; font-size: 13px;
  color: var(--muted); background: var(--inset); }
.tiles strong { display: block; font-size: 26px; line-height: 1.2; font-weight: 600;
  font-variant-numeric: tabular-nums; }
.tiles .error strong { color: var(--error); } .tiles .warning strong { color: var(--warning); }
.tiles .info strong { color: var(--info); } .tiles .none strong { font-weight: 400; }
.badge { display: inline-block; padding: 0 8px; border-radius: 2em; font-size: 12px; font-weight: 600;
  line-height: 20px; white-space: nowrap; }
.badge.error { color: var(--error); background: var(--error-bg); }
.badge.warning { color: var(--warning); background: var(--warning-bg); }
.badge.info { color: var(--info); background: var(--info-bg); }
.list { border-collapse: collapse; width: 100%; font-size: 14px; }
.list th { text-align: left; font-size: 12px; font-weight: 600; color: var(--muted); white-space: nowrap; }
.list th, .list td { padding: 8px 16px 8px 0; border-bottom: 1px solid var(--border); vertical-align: top;
  overflow-wrap: anywhere; }
.list th:last-child, .list td:last-child { padding-right: 0; }
.list .badge { overflow-wrap: normal; }
article.box { border-radius: 8px; border-left-width: 4px; scroll-margin-top: 16px; }
article.error { border-left-color: var(--error); } article.warning { border-left-color: var(--warning); }
article.info { border-left-color: var(--info); }
article.box:target { outline: 2px solid var(--link); outline-offset: 2px; }
article header { padding: 16px 20px; }
.facts { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; font-size: 13px; margin: 0 0 8px; }
.facts .place { margin-left: auto; }
.facts a, .list a, .where a { text-decoration: none; } .facts a:hover, .list a:hover, .where a:hover {
  text-decoration: underline; }
.frame { border-top: 1px solid var(--border); border-bottom: 1px solid var(--border);
  background: var(--inset); }
.frame tr:first-child td { padding-top: 8px; } .frame tr:last-child td { padding-bottom: 8px; }
.frame .hit td { background: var(--pick); } .frame .more { color: var(--muted); font-style: italic; }
.frame .num { padding-left: 20px; }
mark { color: inherit; background: none; font-weight: 600; text-decoration: underline wavy 1px;
  text-underline-offset: 3px; text-decoration-skip-ink: none; }
.error mark { text-decoration-color: var(--error); }
.warning mark { text-decoration-color: var(--warning); }
.info mark { text-decoration-color: var(--info); }
.inner { padding: 0 20px 16px; }
.inner > :last-child { margin-bottom: 0; }
.cause { margin: 0; font-size: 14px; overflow-wrap: anywhere; } .cause .where { font-size: 13px; }
.path { padding: 0; margin: 0; list-style: none; counter-reset: step; }
.path li { position: relative; padding: 0 0 14px 34px; counter-increment: step; font-size: 14px;
  overflow-wrap: anywhere; }
.path li::before { content: counter(step); position: absolute; left: 0; top: 1px; width: 22px; height: 22px;
  border-radius: 50%; background: var(--code); font-size: 12px; line-height: 22px; font-weight: 600;
  text-align: center; }
.path li:not(:last-child)::after { content: ""; position: absolute; left: 10px; top: 27px; bottom: 3px;
  border-left: 2px solid var(--border); }
.path .where { font-size: 13px; white-space: nowrap; }
.path pre { margin: 6px 0 0; padding: 6px 10px; font-size: 12px; white-space: pre-wrap; }
.inner details, .folded { margin: 16px 0 0; }
.inner summary { font-size: 13px; font-weight: 600; }
.inner details > :not(summary) { font-size: 14px; }
.inner details > p { margin: 8px 0; }
.folded { border: 1px solid var(--border); border-radius: 8px; padding: 10px 16px; }
.folded + .folded { margin-top: 12px; } section + .folded, header + .folded { margin-top: 48px; }
.folded > summary { font-weight: 600; } .folded .list { margin: 8px 0 0; }
.folded .list tr:last-child td { border-bottom: 0; }
.identity { display: flex; flex-wrap: wrap; gap: 8px 32px; margin: 16px 0 0; padding: 12px 0 0;
  border-top: 1px solid var(--border); font-size: 12px; }
.identity dt { color: var(--muted); } .identity dd { margin: 0; overflow-wrap: anywhere; }
.identity div { min-width: 0; }
footer { margin: 48px 0 0; padding: 16px 0 0; border-top: 1px solid var(--border); color: var(--muted);
  font-size: 13px; overflow-wrap: anywhere; }
@media (max-width: 600px) {
  body { padding: 24px 16px 48px; } h1 { font-size: 23px; }
  .tiles { grid-template-columns: repeat(2, 1fr); }
  .facts .place { margin-left: 0; flex-basis: 100%; }
  article header { padding: 14px; } .inner { padding: 0 14px 14px; }
  .frame .num { padding-left: 8px; min-width: 36px; } .path .where { white-space: normal; }
}
@media print { article.box { break-inside: avoid; } }
`;

// src/report/html-style.ts
var style = `
:root { color-scheme: light dark; --fg: #1f2328; --muted: #59636e; --bg: #ffffff; --inset: #f6f8fa;
  --border: #d1d9e0; --link: #0969da; --code: #818b981f; --add: #dafbe1; --add-num: #aceebb;
  --del: #ffebe9; --del-num: #ffcecb; --hunk: #ddf4ff; --pick: #fff8c5; --pass: #1a7f37;
  --fail: #d1242f; --incomplete: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --fg: #f0f6fc; --muted: #9198a1; --bg: #0d1117;
  --inset: #151b23; --border: #3d444d; --link: #4493f8; --code: #656c7633; --add: #12261e;
  --add-num: #1c4428; --del: #25171c; --del-num: #542426; --hunk: #121d2f; --pick: #2d2a13;
  --pass: #3fb950; --fail: #f85149; --incomplete: #d29922; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 960px; padding: 24px 16px; color: var(--fg); background: var(--bg);
  font: 14px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
h1 { font-size: 24px; font-weight: 400; margin: 0 0 8px; }
a { color: var(--link); text-decoration: none; }
a:hover, p a { text-decoration: underline; }
code, pre, .diff { font-family: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, monospace; }
code { font-size: 85%; padding: .2em .4em; border-radius: 6px; background: var(--code); }
pre { font-size: 85%; line-height: 1.45; padding: 12px; overflow-x: auto; border-radius: 6px;
  background: var(--inset); margin: 0 0 12px; tab-size: 4; }
pre code { font-size: 100%; padding: 0; background: none; }
.verdict { font-weight: 600; margin: 0 0 24px; }
.pass { color: var(--pass); } .fail { color: var(--fail); } .incomplete { color: var(--incomplete); }
.box { border: 1px solid var(--border); border-radius: 6px; margin: 0 0 24px; overflow: hidden; }
.head { padding: 8px 12px; background: var(--inset); border-bottom: 1px solid var(--border);
  color: var(--muted); font-size: 12px; }
.head strong { color: var(--fg); }
.diff { border-collapse: collapse; width: 100%; font-size: 12px; line-height: 20px; tab-size: 4; }
.diff td { padding: 0 10px; white-space: pre-wrap; overflow-wrap: anywhere; vertical-align: top; }
.diff .num { width: 1%; min-width: 44px; text-align: right; color: var(--muted); user-select: none;
  white-space: nowrap; }
.diff .hunk td { background: var(--hunk); color: var(--muted); }
.diff .added td { background: var(--add); } .diff .added .num { background: var(--add-num); }
.diff .deleted td { background: var(--del); } .diff .deleted .num { background: var(--del-num); }
.diff .commented .num { background: var(--pick); }
.diff .commented .num:first-child { box-shadow: inset 3px 0 0 var(--incomplete); }
.comment { border-top: 1px solid var(--border); padding: 12px 16px 4px; }
.head + .comment { border-top: 0; }
.comment .who { margin: 0 0 8px; }
.comment .who span { color: var(--muted); font-size: 12px; padding: 0 6px; border: 1px solid var(--border);
  border-radius: 2em; }
.body > *:last-child { margin-bottom: 12px; }
p, ul, ol, details { margin: 0 0 12px; } ul, ol { padding-left: 2em; }
summary { cursor: pointer; } details > pre { margin-top: 8px; }
.suggestion { border: 1px solid var(--border); border-radius: 6px; margin: 0 0 12px; overflow: hidden; }
`;

// src/report/html-report.ts
function renderHtmlReport(report, links2, lines) {
  const parts = [
    top(report),
    unread(report),
    byRule(report, links2),
    findings(report, links2, lines),
    sanitized(report, links2),
    notes(report),
    silenced(report, links2),
    leftOut(report),
    colophon(report)
  ];
  const title = `cgo-review: ${headline(report)}`;
  return htmlPage(title, style + reportStyle, parts.filter((part) => part !== "").join("\n"));
}
function top(report) {
  const count = (severity) => report.findings.filter((finding) => finding.severity === severity).length;
  const tile = (kind, value, label2) => `<li class="${value === 0 ? "none" : kind}"><strong>${value}</strong> ${label2}</li>`;
  const errors = count("error");
  const warnings = count("warning");
  const gaps = unreadFiles(report).length;
  const tiles = [
    tile("error", errors, errors === 1 ? "error" : "errors"),
    tile("warning", warnings, warnings === 1 ? "warning" : "warnings"),
    tile("info", count("info"), "info"),
    tile("warning", gaps, gaps === 1 ? "file not analysed" : "files not analysed")
  ];
  return `<header class="top">
<p class="product">cgo-review · ${escapeHtml(subject(report))}</p>
<h1>${escapeHtml(headline(report))}</h1>
<p class="verdict ${report.verdict}">${sentenceHtml(verdictSentence(report))}</p>
<ul class="tiles">
${tiles.join("\n")}
</ul>
</header>`;
}
function subject({ mode, base, head }) {
  const revision = describeRevision(head);
  if (mode === "audit") return `audit of ${revision}`;
  return base === void 0 ? `review of ${revision}` : `review of ${revision} against ${describeRevision(base)}`;
}
function byRule(report, links2) {
  const groups = /* @__PURE__ */ new Map();
  for (const finding of report.findings) {
    const group = groups.get(finding.ruleId);
    if (group === void 0) groups.set(finding.ruleId, [finding]);
    else group.push(finding);
  }
  const rows = [...groups.values()].flatMap((group) => {
    const worst = group.toSorted((a, b) => compareSeverity(a.severity, b.severity))[0];
    return worst === void 0 ? [] : [{ worst, count: group.length }];
  }).toSorted((a, b) => compareSeverity(a.worst.severity, b.worst.severity) || b.count - a.count).map(({ worst, count }) => {
    const rule = report.rules.get(worst.ruleId);
    return [
      severityBadge({ severity: worst.severity, confidence: "certain" }),
      `${ruleName(worst.ruleId, rule, links2)}<br><span class="muted">${escapeHtml(rule?.docs.title ?? "")}</span>`,
      String(count)
    ];
  });
  return rows.length === 0 ? "" : section("By rule", table(["Severity", "Rule", "Findings"], rows));
}
function findings(report, links2, lines) {
  if (report.findings.length === 0) return "";
  const parts = [];
  let path3;
  for (const finding of report.findings) {
    if (finding.location.path !== path3) {
      path3 = finding.location.path;
      parts.push(`<h3 class="file">${escapeHtml(oneLine(path3))}</h3>`);
    }
    parts.push(findingHtml(finding, report.rules.get(finding.ruleId), links2, lines));
  }
  return section("Findings", parts.join("\n"));
}
function unread(report) {
  const files = unreadFiles(report);
  if (files.length === 0) return "";
  const intro = "<p>Nothing is known of these files: that no finding is shown for them says nothing.</p>\n";
  return section("Not analysed", intro + table(["File", "Reason"], files.map(fileRow)));
}
function notes(report) {
  if (report.notes.length === 0) return "";
  const items = report.notes.map((note) => `<li>${sentenceHtml(fullStop(oneLine(note)))}</li>`);
  return section("Notes", `<ul>
${items.join("\n")}
</ul>`);
}
function sanitized({ mode, sanitizer }, links2) {
  if (sanitizer === void 0) return "";
  const { packages, problems, apart, unplaced } = sanitizer;
  const rows = packages.map((one) => [
    `<code>${escapeHtml(oneLine(one.package))}</code>`,
    escapeHtml(oneLine(one.mode)),
    escapeHtml(outcomeText(one)),
    String(one.reports),
    duration(one.seconds),
    one.note === void 0 ? "" : sentenceHtml(oneLine(one.note))
  ]);
  const others = [
    ...apart.map(
      ({ location: { path: path3, span }, message: message2 }) => `<li>${placeHtml(links2, path3, span.start.line)} ${sentenceHtml(fullStop(oneLine(message2)))}</li>`
    ),
    ...unplaced.map(
      ({ tool, kind, tests }) => `<li>${escapeHtml(oneLine(`${tool}: ${kind}, in ${tests.join(", ")}`))}</li>`
    )
  ];
  const parts = [
    `<p>${escapeHtml(oneLine(sanitizerSentence(sanitizer)))} ${silenceSentence(sanitizer) ?? ""}</p>`,
    problems.length === 0 ? "" : `<ul>
${problems.map((one) => `<li>${sentenceHtml(fullStop(oneLine(one)))}</li>`).join("\n")}
</ul>`,
    rows.length === 0 ? "" : table(["Package", "Tool", "Tests", "Reports", "Time", "Note"], rows),
    others.length === 0 ? "" : `<p>${apartHeading(mode)}</p>
<ul>
${others.join("\n")}
</ul>`
  ];
  return section("Under the sanitizers", parts.filter((part) => part !== "").join("\n"));
}
function silenced(report, links2) {
  if (report.suppressed.length === 0) return "";
  const rows = report.suppressed.map(({ finding, reason: reason2 }) => [
    placeHtml(links2, finding.location.path, finding.location.span.start.line),
    `${ruleName(finding.ruleId, report.rules.get(finding.ruleId), links2)}<br>${claimHtml(finding)}`,
    escapeHtml(oneLine(reason2))
  ]);
  const title = `${counted(rows.length, "finding")} silenced in the code`;
  return folded(title, table(["Where", "Finding", "Reason"], rows));
}
function leftOut(report) {
  const files = excludedFiles(report);
  if (files.length === 0) return "";
  return folded(
    `${counted(files.length, "file")} left out by policy`,
    table(["File", "Reason"], files.map(fileRow))
  );
}
function colophon(report) {
  const sentences = [
    scopeSentence(report),
    hiddenSentence(report),
    `cgo-review ${report.tool.version}.`,
    parserSentence(report.parser)
  ];
  const shown = sentences.filter((text) => text !== void 0).map((text) => escapeHtml(oneLine(text)));
  return `<footer>
<p>${shown.join("<br>\n")}</p>
</footer>`;
}
function fileRow(file) {
  return [`<code>${escapeHtml(entryName(file))}</code>`, escapeHtml(oneLine(file.reason))];
}
function section(title, html) {
  return `<section>
<h2>${title}</h2>
${html}
</section>`;
}
function folded(title, html) {
  return `<details class="folded">
<summary>${title}</summary>
${html}
</details>`;
}
function table(head, rows) {
  const cells = rows.map((row2) => `<tr>${row2.map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
  const titles = head.map((title) => `<th scope="col">${title}</th>`).join("");
  return `<table class="list">
<thead><tr>${titles}</tr></thead>
<tbody>
${cells.join("\n")}
</tbody>
</table>`;
}

// src/report/rdjson.ts
var severities = { error: "ERROR", warning: "WARNING", info: "INFO" };
function renderRdjson(report, links2, lines) {
  const document = {
    source: { name: report.tool.name, url: links2.docs },
    diagnostics: [
      ...unreadFiles(report).map(notAnalysed2),
      ...report.findings.map((finding) => diagnostic(finding, report, links2, lines))
    ]
  };
  return `${JSON.stringify(document, void 0, 2)}
`;
}
function notAnalysed2(file) {
  return {
    message: oneLine(`not analysed: ${fullStop(file.reason)}`),
    location: { path: file.path },
    severity: "WARNING",
    code: { value: "not-analysed" }
  };
}
function diagnostic(finding, report, links2, lines) {
  const rule = report.rules.get(finding.ruleId);
  const suggestion = suggestionOf(finding, lines);
  return {
    message: message(finding, suggestion !== void 0),
    location: location(finding.location),
    severity: severities[finding.severity],
    code: {
      value: finding.ruleId,
      ...rule === void 0 ? {} : { url: rulePage(links2, rule.id) }
    },
    ...suggestion === void 0 ? {} : { suggestions: [suggestion] },
    ...finding.steps.length === 0 ? {} : {
      related_locations: finding.steps.map((step) => ({
        message: oneLine(fullStop(step.message)),
        location: location(step.location)
      }))
    }
  };
}
function message(finding, suggested) {
  const label2 = finding.confidence === "question" ? `${severityLabel(finding)}: ` : "";
  const fix3 = finding.fix === void 0 || suggested ? "" : ` Fix: ${fullStop(finding.fix.message)}`;
  const told = toldSentences(finding).map((text) => ` ${text}`).join("");
  return oneLine(`${label2}${fullStop(finding.message)}${told}${fix3}`);
}
function suggestionOf(finding, lines) {
  if (finding.fix === void 0) return void 0;
  const [change, ...others] = lineChanges(finding.fix.edits, lines) ?? [];
  const { path: path3 } = finding.location;
  const text = lines(path3);
  if (change?.path !== path3 || others.length > 0 || text === void 0) return void 0;
  const removed = change.before.length;
  const start = removed === 0 ? Math.max(1, change.startLine - 1) : change.startLine;
  const end = Math.max(start, change.startLine + removed - 1);
  const replacement = replacementOf(change, text, start, end);
  if (replacement === void 0) return void 0;
  return { range: { start: { line: start }, end: { line: end } }, text: replacement.join("\n") };
}
function location({ path: path3, span }) {
  return { path: path3, range: range2(span) };
}
function range2({ start, end }) {
  return {
    start: { line: start.line, column: start.column },
    end: { line: end.line, column: end.column }
  };
}

// src/report/text-finding.ts
var maxLineWidth2 = 200;
function findingText(finding, report, options2, style2) {
  const { path: path3, span } = finding.location;
  const where = style2.bold(oneLine(`${path3}:${span.start.line}:${span.start.column}:`));
  const label2 = tint(finding.severity, style2)(`${severityLabel(finding)}:`);
  const rule = report.rules.get(finding.ruleId);
  const lines = [
    `${where} ${label2} ${oneLine(finding.message)} ${style2.dim(`[${oneLine(finding.ruleId)}]`)}`,
    ...frame(finding, options2.source, style2),
    ...steps2(finding, options2.source, style2),
    ...repeats2(finding, style2),
    ...cause2(finding, style2),
    ...proof2(finding, options2, style2),
    ...fix2(finding, options2.source, style2)
  ];
  if (rule !== void 0) lines.push(`  ${style2.cyan("help:")} ${rulePage(options2.links, rule.id)}`);
  if (options2.detail === "verbose") lines.push(...identity2(finding, style2));
  return lines.join("\n");
}
function identity2(finding, style2) {
  const declaration = finding.symbol === "" ? "the file" : finding.symbol;
  const where = finding.packagePath === "" ? "the root package" : `package ${finding.packagePath}`;
  return [
    style2.dim(`  in: ${oneLine(declaration)}, ${oneLine(where)}`),
    style2.dim(`  fingerprint: ${oneLine(finding.fingerprint)}`)
  ];
}
function frame(finding, source, style2) {
  const { path: path3, span } = finding.location;
  const line = source(path3)?.[span.start.line - 1];
  if (line === void 0) return [];
  const from = utf16Offset(line, span.start.column);
  const to = span.end.line === span.start.line ? utf16Offset(line, span.end.column) : line.trimEnd().length;
  if (from > maxLineWidth2) return [];
  const shown = clip(line, maxLineWidth2);
  const number = String(span.start.line);
  const gutter = style2.dim(`${" ".repeat(number.length)} |`);
  const pad = shownPrefix(line.slice(0, from));
  const marked = visible(line.slice(from, Math.min(to, shown.length)));
  const carets = `^${"~".repeat(Math.max(0, displayWidth(marked) - 1))}`;
  const rest = lastLine(span) - span.start.line;
  const more = rest > 0 ? style2.dim(` (and ${counted(rest, "more line")})`) : "";
  return [
    gutter,
    `${style2.dim(`${number} |`)} ${visible(shown)}`,
    `${gutter} ${pad}${tint(finding.severity, style2)(carets)}${more}`
  ];
}
function shownPrefix(text) {
  return visible(text).split("	").map((part) => " ".repeat(displayWidth(part))).join("	");
}
function steps2(finding, source, style2) {
  const { path: path3, span } = finding.location;
  return finding.steps.flatMap(({ location: location2, message: message2 }, index) => {
    const { line, column } = location2.span.start;
    const step = `  ${style2.blue(`${index + 1}.`)} ${oneLine(`${location2.path}:${line}:${column}`)}: ${oneLine(message2)}`;
    const code = source(location2.path)?.[line - 1]?.trim() ?? "";
    if (code === "" || location2.path === path3 && line === span.start.line) return [step];
    return [step, `     ${style2.dim(`${line} |`)} ${visible(clip(code, maxLineWidth2))}`];
  });
}
function repeats2({ repeats: others = [] }, style2) {
  if (others.length === 0) return [];
  const places = others.map(
    ({ location: { path: path3, span } }) => oneLine(`${path3}:${span.start.line}:${span.start.column}`)
  );
  return [`  ${style2.cyan("also:")} ${places.join(", ")}`];
}
function cause2({ cause: found }, style2) {
  if (found === void 0) return [];
  const { path: path3, span } = found.location;
  const where = `${path3}:${span.start.line}:${span.start.column}${beforeTheChange(found)}`;
  return [`  ${style2.cyan("cause:")} ${oneLine(`${found.message} (${where})`)}`];
}
function proof2(finding, { detail }, style2) {
  const said = evidenceSentence(finding);
  if (finding.evidence === void 0 || said === void 0) return [];
  const report = detail === "verbose" ? finding.evidence.report.replace(/\n+$/, "").split("\n") : [];
  return [
    `  ${style2.cyan("proof:")} ${oneLine(said)}`,
    ...report.map((line) => style2.dim(`    ${visible(line)}`))
  ];
}
function fix2(finding, source, style2) {
  if (finding.fix === void 0) return [];
  const title = `  ${style2.cyan("fix:")} ${oneLine(fullStop(finding.fix.message))}`;
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
      return line.startsWith("+") ? style2.green(text) : line.startsWith("-") ? style2.red(text) : text;
    })
  ];
}
function tint(severity, style2) {
  switch (severity) {
    case "error":
      return style2.red;
    case "warning":
      return style2.yellow;
    case "info":
      return style2.blue;
  }
}

// src/report/text.ts
function renderText(report, options2) {
  const style2 = paint(options2.color);
  const findings2 = report.findings.map((finding) => findingText(finding, report, options2, style2));
  const blocks = [...findings2, footer(report, options2.detail ?? "normal", style2)];
  const text = blocks.filter((block) => block !== "").join("\n\n");
  return text === "" ? "" : `${text}
`;
}
function footer(report, detail, style2) {
  const { notes: notes2, sanitizer } = report;
  const unread2 = unreadFiles(report).map((file) => `${entryName(file)}: ${file.reason}`);
  const urgent = [
    ...list("Not analysed:", unread2, style2.yellow),
    ...list("Notes:", notes2, style2.yellow),
    ...list("The sanitizers:", sanitizer === void 0 ? [] : obstacles(sanitizer), style2.yellow),
    ...list(apartHeading(report.mode), sanitizer === void 0 ? [] : elsewhere(sanitizer), style2.yellow)
  ];
  if (detail === "quiet") return urgent.join("\n");
  const sentences = [
    sanitizer === void 0 ? void 0 : sanitizerSentence(sanitizer),
    sanitizer === void 0 ? void 0 : silenceSentence(sanitizer),
    excludedSentence(report),
    hiddenSentence(report),
    scopeSentence(report),
    parserSentence(report.parser)
  ].filter((text) => text !== void 0);
  return [
    style2.bold(fullStop(headline(report))),
    ...urgent,
    ...detail === "verbose" ? unseen(report, style2) : [],
    ...sentences.map(style2.dim)
  ].join("\n");
}
function elsewhere({ apart, unplaced }) {
  return [
    ...apart.map(({ location: { path: path3, span }, message: message2 }) => `${path3}:${span.start.line}: ${message2}`),
    ...unplaced.map(({ tool, kind, tests }) => `${tool}: ${kind}, in ${tests.join(", ")}`)
  ];
}
function unseen(report, style2) {
  const excluded = excludedFiles(report).map(({ path: path3, reason: reason2 }) => `${path3}: ${reason2}`);
  const silenced2 = report.suppressed.map(({ finding, reason: reason2 }) => {
    const { path: path3, span } = finding.location;
    return `${path3}:${span.start.line}:${span.start.column}: ${finding.ruleId}: ${reason2}`;
  });
  return [
    ...list("Left out by policy:", excluded, style2.bold),
    ...list("Silenced in the code:", silenced2, style2.bold)
  ];
}
function list(title, items, tint2) {
  return items.length === 0 ? [] : [tint2(title), ...items.map((item) => `  ${oneLine(item)}`)];
}

// src/report/workflow-commands.ts
var maxMessage = 4e3;
function renderWorkflowCommands(report, links2) {
  const { annotations } = renderAnnotations(report, links2, Infinity);
  const of = (level) => annotations.filter((annotation) => annotation.level === level).map(annotationCommand);
  const commands2 = [
    ...of("error"),
    ...unreadFiles(report).map(unreadCommand),
    ...of("warning"),
    ...report.notes.map(noteCommand),
    ...of("notice")
  ];
  return `${[...commands2, fullStop(headline(report))].join("\n")}
`;
}
function annotationCommand(annotation) {
  const { level, message: message2, path: path3, startLine, endLine, startColumn, endColumn, title } = annotation;
  const properties = { file: path3, line: startLine, endLine, col: startColumn, endColumn, title };
  return command(level, properties, message2);
}
function unreadCommand(file) {
  const message2 = `This file could not be analysed: ${fullStop(clip(oneLine(file.reason), maxMessage))}`;
  return command("warning", { file: file.path, title: "Not analysed" }, message2);
}
function noteCommand(note) {
  return command("notice", { title: "cgo-review" }, fullStop(clip(oneLine(note), maxMessage)));
}
function command(name, properties, message2) {
  const given = Object.entries(properties).flatMap(
    ([key, value]) => value === void 0 ? [] : [`${key}=${escapeProperty(String(value))}`]
  );
  return `::${name} ${given.join(",")}::${escapeData(message2)}`;
}
function escapeData(text) {
  return text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}
function escapeProperty(text) {
  return escapeData(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
}

// src/entry/cli/render.ts
function render(format, { report, lines }, view) {
  const { links: links2 } = view;
  switch (format) {
    case "text":
      return renderText(report, { color: view.color, links: links2, source: lines, detail: view.detail });
    case "json":
      return renderJson(report, links2);
    case "sarif":
      return renderSarif(report, links2, lines);
    case "rdjson":
      return renderRdjson(report, links2, lines);
    case "github":
      return renderWorkflowCommands(report, links2);
    case "checkstyle":
      return renderCheckstyle(report, links2);
    case "html":
      return renderHtmlReport(report, links2, lines);
  }
}

// src/entry/cli/tools.ts
async function toolResults(command2, workspace, head, change, config) {
  const isTold = command2.detail !== "quiet";
  const sanitizerRun = await runOrRead(command2, workspace, head, change, config, isTold);
  const { repository, isInScope } = workspace;
  const linters = await untilInterrupted(
    (signal) => lintersOf({ repository, head, change }, isInScope, config, { ...tellingPorts(isTold), signal })
  );
  return {
    ...sanitizerRun === void 0 ? {} : { sanitizerRun },
    ...linters === void 0 ? {} : { linters }
  };
}
async function runOrRead(command2, workspace, head, change, config, isTold) {
  const { sanitizeReport: file } = command2;
  if (file === void 0) return runNow(workspace, head, change, config, isTold);
  if (command2.sanitize !== void 0 && command2.sanitize !== "off")
    throw new ConfigurationError(
      "--sanitize runs the tools and --sanitize-report has their report: give one."
    );
  return readSanitizeReport(file, file);
}
async function runSanitize(command2) {
  const workspace = await openWorkspace(command2.paths);
  try {
    const policy = await localPolicy(workspace.repository, command2);
    const config = policy.sanitize === "off" ? { ...policy, sanitize: "asan" } : policy;
    const isQuiet = command2.detail === "quiet";
    const tell = (sentence) => {
      if (!isQuiet) writeStandardError(`${sentence}
`);
    };
    const { change } = await compare(workspace.repository, command2.comparison, tell);
    const looked = narrowed(change, workspace.isInScope);
    const run = await runNow(workspace, change.head, looked, config, !isQuiet);
    if (run === void 0) throw new Error("a run that is not switched off gave nothing");
    await writeReportFile(command2.report, writeRunFile(run));
    for (const obstacle of obstacles(summaryOf(run))) writeStandardError(`${obstacle}
`);
    tell(`Ran ${String(run.executions.length)} tests; what they gave is in ${command2.report}.`);
    return 0;
  } finally {
    workspace.repository.close();
  }
}
function runNow({ repository, isInScope }, head, change, config, isTold) {
  return untilInterrupted(
    (signal) => sanitizedRun(
      { repository, head, change },
      config,
      { ...tellingPorts(isTold), signal },
      { isInScope, buildsUntracked: false }
    )
  );
}
function tellingPorts(isTold) {
  return {
    environment: process.env,
    progress: (line) => {
      if (isTold) writeStandardError(`${line}
`);
    }
  };
}
async function untilInterrupted(task) {
  const stop = new AbortController();
  const interrupt = () => {
    stop.abort();
  };
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  try {
    return await task(stop.signal);
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
}

// src/entry/cli/run.ts
var exitStatus = { pass: 0, fail: 1, incomplete: 3 };
async function runReport(command2) {
  const workspace = await openWorkspace(command2.paths);
  const progress = new ProgressLine(command2.kind === "audit" && command2.detail !== "quiet");
  try {
    const started = performance.now();
    const subject2 = subjectOf(workspace, command2);
    subject2.catch(() => void 0);
    const context = await runContext(workspace, command2, progress);
    const result = await analyse(workspace, command2, await subject2, context);
    progress.clear();
    if (command2.detail === "verbose") tellEffort(workspace, context, performance.now() - started);
    await deliver(command2, result);
    return context.config.reportOnly ? 0 : exitStatus[result.report.verdict];
  } finally {
    progress.clear();
    workspace.repository.close();
  }
}
async function runExplain(command2) {
  const file = fileOfTarget(command2.target);
  const workspace = await openWorkspace(file === void 0 ? [] : [file]);
  try {
    const context = await runContext(workspace, command2, new ProgressLine(false));
    const target = await explainTarget(workspace.repository, command2.target);
    const { repository, head, change } = await compareIfPossible(
      workspace.repository,
      command2.comparison,
      teller(command2)
    );
    const found = await explain(repository, head, target, context, change);
    if (!found.ok) throw new ConfigurationError(found.error);
    const { explanation, lines } = found.value;
    const links2 = { docs: docsUrl({}) };
    await print(
      command2.format === "json" ? renderExplanationJson(explanation, links2) : renderExplanation(explanation, { color: takesColor(command2.color), links: links2, source: lines }),
      command2
    );
    return 0;
  } finally {
    workspace.repository.close();
  }
}
async function subjectOf({ repository }, command2) {
  if (command2.kind === "audit") return { repository, head: await headOf(repository, command2.head) };
  const compared = await compare(repository, command2.comparison, teller(command2));
  return { ...compared, head: compared.change.head };
}
async function analyse(workspace, command2, { repository, head, change }, context) {
  const { isInScope } = workspace;
  await requirePaths(workspace, command2.paths, [head, ...change?.base === void 0 ? [] : [change.base]]);
  const looked = change === void 0 ? void 0 : narrowed(change, isInScope);
  const tools = await toolResults(command2, workspace, head, looked, context.config);
  return looked === void 0 ? auditTree(repository, head, isInScope, { ...context, ...tools }) : reviewChange(repository, looked, { ...context, ...tools });
}
function tellEffort({ repository, paths }, context, milliseconds) {
  const running = enabledRules(registry, context.config).length;
  const rules = `${String(running)} of ${String(registry.length)} rules`;
  const where = paths.every((path3) => path3 === "") ? "all of it" : paths.join(", ");
  const seconds = (milliseconds / 1e3).toFixed(2);
  writeStandardError(`Repository ${repository.root} (${where}), ${rules}, ${seconds} s.
`);
}
async function deliver(command2, result) {
  const links2 = { docs: docsUrl({}) };
  const failures = [];
  for (const { format, file } of command2.outputs) {
    const color = file === void 0 && takesColor(command2.color);
    const text = render(format, result, { detail: command2.detail, color, links: links2 });
    try {
      if (file === void 0) await print(text, command2);
      else await writeReportFile(file, text);
    } catch (error2) {
      failures.push(error2);
    }
  }
  if (failures.length > 0) throw failures[0];
  const isOnlyInFiles = command2.outputs.every(({ file }) => file !== void 0);
  if (isOnlyInFiles) teller(command2)(`${headline(result.report)}.`);
}
async function print(text, options2) {
  const delivery = await writeStandardOutput(text);
  if (delivery === "closed")
    teller(options2)("Standard output was closed before all of the report was written.");
}
function teller({ detail }) {
  return (sentence) => {
    if (detail !== "quiet") writeStandardError(`${sentence}
`);
  };
}

// src/entry/cli.ts
async function main(args) {
  const command2 = parseCommand(args);
  switch (command2.kind) {
    case "help":
      await writeStandardOutput(help);
      return 0;
    case "version":
      await writeStandardOutput(`cgo-review ${version}
`);
      return 0;
    case "rules":
      await writeStandardOutput(
        command2.rule === void 0 ? renderRuleList(registry, command2.format) : renderRule(registry, command2.rule, command2.format)
      );
      return 0;
    case "explain":
      return runExplain(command2);
    case "sanitize":
      return runSanitize(command2);
    case "fixture":
      return runFixture(command2);
    default:
      return runReport(command2);
  }
}
process.stderr.on("error", () => void 0);
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error2) {
  if (error2 instanceof ConfigurationError) {
    writeStandardError(`cgo-review: ${error2.message}
`);
    process.exitCode = 2;
  } else {
    const stack = error2 instanceof Error ? error2.stack ?? error2.message : String(error2);
    writeStandardError(
      `cgo-review: this is a bug; please report it at ${issuesUrl} with this stack:
${stack}
`
    );
    process.exitCode = 70;
  }
}
