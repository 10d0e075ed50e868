import { isAlias, isMap, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Document, Pair, ParsedNode, YAMLMap, YAMLError } from 'yaml';
import { ConfigurationError } from '../base/errors.ts';
import { TextIndex } from '../base/text.ts';
import { firstProblem } from '../knowledge/library-schema.ts';
import type { LibraryTable, TableProblem } from '../knowledge/library-schema.ts';
import { contradictionIn, toLibrary } from '../knowledge/library-table.ts';
import type { Library } from '../knowledge/library.ts';
import { nearest } from './nearest.ts';
import type { ConfigFile } from './review-config.ts';
import { listed } from '../base/listed.ts';
import { configSchema, settings } from './schema.ts';
import type { RuleLevel } from './schema.ts';

/** A rule as a configuration may name it. */
export interface KnownRule {
  readonly id: string;
  readonly code: string;
}

/** Far above any policy file, far below what could keep the parser busy. */
const longestFile = 64 * 1024;

/**
 * Reads the text of a configuration file (YAML 1.2). An empty file decides nothing.
 *
 * @param path How the file is named in messages.
 * @param knownRules The rules of this version; ids and codes in `rules` must be among them.
 * @throws {ConfigurationError} `PATH:LINE:COLUMN: what is wrong and what to do`.
 */
export function parseConfig(text: string, path: string, knownRules: readonly KnownRule[]): ConfigFile {
  return new ConfigReader(text, path, knownRules).read();
}

class ConfigReader {
  private readonly path: string;
  private readonly index: TextIndex;
  private readonly rules: readonly KnownRule[];

  constructor(text: string, path: string, rules: readonly KnownRule[]) {
    this.index = new TextIndex(text);
    this.path = path;
    this.rules = rules;
  }

  read(): ConfigFile {
    const document = this.parse();
    const contents = document.contents;
    if (contents === null || (isScalar(contents) && contents.value === null)) return {};
    if (!isMap(contents)) throw this.mistake(contents.range[0], 'the file must be a map of settings');
    this.checkKeys(contents, Object.keys(settings), (key, hint) => `there is no setting "${key}"; ${hint}`);
    const rules: unknown = contents.get('rules', true);
    if (isMap<ParsedNode, ParsedNode | null>(rules)) {
      const names = this.rules.flatMap((rule) => [rule.id, rule.code]);
      this.checkKeys(rules, names, (key, hint) => `there is no rule "${key}"; ${hint}`);
    }
    const result = configSchema.safeParse(document.toJS({ maxAliasCount: 0 }));
    if (!result.success) throw this.valueMistake(contents, firstProblem(result.error.issues));
    const values = result.data;
    return {
      failOn: values['fail-on'],
      onIncomplete: values['on-incomplete'],
      reportOnly: values['report-only'],
      maxComments: values['max-comments'],
      exclude: values.exclude,
      rules: values.rules === undefined ? undefined : this.rulesById(values.rules, rules),
      sanitize: values.sanitize,
      sanitizeFixtures: values['sanitize-fixtures'],
      linters: values.linters,
      libraries: values.libraries?.map((table, at) => this.library(table, at, contents)),
    };
  }

  private parse(): Document.Parsed {
    if (this.index.text.length > longestFile) {
      throw new ConfigurationError(
        `${this.path}: the file has more than ${longestFile / 1024} KiB; a configuration needs a few lines.`,
      );
    }
    const document = parseDocument(this.index.text, {
      prettyErrors: false,
      schema: 'core',
      merge: false,
    });
    const problem = document.errors[0] ?? document.warnings[0];
    if (problem !== undefined) throw this.mistake(problem.pos[0], this.yamlProblem(problem));
    visit(document, (_, node) => {
      if (!isAlias(node)) return;
      throw this.mistake(
        node.range?.[0] ?? 0,
        `aliases are not read; write the value of "*${node.source}" out`,
      );
    });
    return document;
  }

  private yamlProblem(problem: YAMLError): string {
    switch (problem.code) {
      case 'DUPLICATE_KEY':
        return `the key "${this.wordAt(problem.pos[0])}" is given twice; keep one`;
      case 'MULTIPLE_DOCS':
        return 'a second YAML document begins here; keep all settings in one';
      case 'RESOURCE_EXHAUSTION':
        return 'the values are nested too deeply to be read; no setting needs that';
      default:
        return `this is not valid YAML: ${problem.message}`;
    }
  }

  private checkKeys(
    map: YAMLMap,
    known: readonly string[],
    say: (key: string, hint: string) => string,
  ): void {
    for (const pair of map.items) {
      const key = keyText(pair);
      if (known.includes(key)) continue;
      const meant = nearest(key, known);
      const hint =
        meant !== undefined
          ? `did you mean "${meant}"?`
          : known.length <= 10
            ? `the known ones are ${listed(known, 'and')}`
            : 'run "cgo-review rules" for the known ones';
      throw this.mistake(keyOffset(pair), say(key, hint));
    }
  }

  private rulesById(
    levels: Readonly<Record<string, RuleLevel>>,
    node: unknown,
  ): ReadonlyMap<string, RuleLevel> {
    const byId = new Map<string, RuleLevel>();
    for (const [name, level] of Object.entries(levels)) {
      const rule = this.rules.find(({ id, code }) => id === name || code === name);
      // `checkKeys` has refused every name that is not a rule's.
      if (rule === undefined) throw new Error(`the rule ${name} was not checked`);
      if (byId.has(rule.id)) {
        const pair = isMap(node)
          ? node.items.findLast((item) => [rule.id, rule.code].includes(keyText(item)))
          : undefined;
        throw this.mistake(
          pair === undefined ? 0 : keyOffset(pair),
          `the rule "${rule.id}" is given twice, by its id and by its code ${rule.code}; keep one`,
        );
      }
      byId.set(rule.id, level);
    }
    return byId;
  }

  private library(table: LibraryTable, at: number, contents: YAMLMap): Library {
    const problem = contradictionIn(table);
    if (problem === undefined) return toLibrary(table);
    throw this.valueMistake(contents, { ...problem, path: ['libraries', at, ...problem.path] });
  }

  private valueMistake(contents: YAMLMap, { path, expectation }: TableProblem): ConfigurationError {
    const name = path.map((part, index) =>
      typeof part === 'number' ? `[${part}]` : (index > 0 ? '.' : '') + String(part),
    );
    const { node, offset } = placeOf(contents, path);
    const found = !isScalar(node)
      ? ''
      : node.value === null
        ? 'is empty and '
        : `is ${JSON.stringify(node.value)} and `;
    return this.mistake(offset, `"${name.join('')}" ${found}must be ${expectation}`);
  }

  private wordAt(offset: number): string {
    const line = this.index.text.slice(offset).split('\n', 1)[0] ?? '';
    return (line.split(':', 1)[0] ?? '').trim().replaceAll(/^["']|["']$/g, '');
  }

  private mistake(offset: number, message: string): ConfigurationError {
    const { line, column } = this.index.position(offset);
    const sentence = /[.?]$/.test(message) ? message : `${message}.`;
    return new ConfigurationError(`${this.path}:${line}:${column}: ${sentence}`);
  }
}

/** The value at a path and where it begins; of one that is not there, where what should have it begins. */
function placeOf(contents: YAMLMap, path: readonly PropertyKey[]): { node: unknown; offset: number } {
  let node: unknown = contents;
  let offset = 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => keyText(item) === String(part));
      if (pair === undefined) return { node: undefined, offset };
      offset = keyOffset(pair);
      node = pair.value;
    } else {
      node = isSeq(node) ? node.items[Number(part)] : undefined;
    }
    if (hasRange(node)) offset = node.range[0];
  }
  return { node, offset };
}

function keyText(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}

function keyOffset(pair: Pair): number {
  return hasRange(pair.key) ? pair.key.range[0] : 0;
}

function hasRange(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}
