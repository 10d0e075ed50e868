import type { SourceLines } from '../report/columns.ts';
import { golangciReport, parseGolangciLint } from './golangci-lint.ts';
import { gosecReport, parseGosec } from './gosec.ts';
import type { LinterReport } from './finding.ts';
import { readJsonStream } from './json-stream.ts';
import type { PathBase } from './repository-path.ts';
import { parseSarif } from './sarif/parse.ts';
import { parseStaticcheck } from './staticcheck.ts';
import { parseVet } from './vet.ts';

/**
 * Reads a file that a linter wrote: SARIF 2.1.0, or the JSON of go vet, staticcheck, golangci-lint or gosec, told apart by
 * their form. A file of another kind is a report without findings and with the problem.
 *
 * @param name how the file is called in a sentence
 */
export function readLinterReport(
  name: string,
  text: string,
  base: PathBase,
  lines: SourceLines,
): readonly LinterReport[] {
  const body = text.replace(/^\ufeff?\s*/, '');
  const { values, broken, isTruncated } = readJsonStream(body);
  const [first] = values;
  const sarif = parseSarif(first, base, lines);
  if (sarif !== undefined) return sarif;
  const gosec = gosecReport.safeParse(first);
  if (gosec.success) return [parseGosec(gosec.data, base)];
  const golangci = golangciReport.safeParse(first);
  if (golangci.success) return [parseGolangciLint(golangci.data, base)];
  if (isRecord(first) && 'code' in first && 'location' in first) return [parseStaticcheck(body, base)];
  if (isVetTree(first)) return [parseVet(body, base)];
  return [
    { tool: name, findings: [], problems: [{ text: refusal(name, first, broken > 0 || isTruncated) }] },
  ];
}

function refusal(name: string, value: unknown, isBroken: boolean): string {
  if (value === undefined && isBroken) return `${name} is not whole: its JSON ends too early or is broken.`;
  if (value === undefined) return `${name} holds no JSON: give a SARIF file, or a linter's JSON output.`;
  return (
    `${name} is of no form that is read: give SARIF 2.1.0, or the JSON output of ` +
    'go vet, staticcheck, golangci-lint or gosec.'
  );
}

function isVetTree(value: unknown): boolean {
  return (
    isRecord(value) && Object.values(value).every((analysers) => isRecord(analysers) && isOfVet(analysers))
  );
}

/** The analysers of a package, each with its diagnostics or its error. */
function isOfVet(analysers: Readonly<Record<string, unknown>>): boolean {
  return Object.values(analysers).every(
    (result) => Array.isArray(result) || (isRecord(result) && typeof result['error'] === 'string'),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
