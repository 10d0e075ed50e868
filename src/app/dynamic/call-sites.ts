import type { Location } from '../../base/span.ts';
import { sourceKind } from '../../source/classify.ts';
import type { Snapshot } from '../../source/snapshot.ts';
import type { GoFile } from '../../syntax/go-file.ts';
import type { Node } from '../../syntax/tree.ts';
import { directoryOf } from '../snapshot-loader.ts';
import type { SourceReader } from '../source-reader.ts';

/** The function that a process was started for. */
export interface StartedTest {
  /** The directory of its package, as `directoryOf` names it. */
  readonly directory: string;
  readonly name: string;
}

/** A function of a directory: what it names, and where it calls C. */
interface FunctionOutline {
  readonly name: string;
  readonly declaration: Location;
  readonly mentions: ReadonlySet<string>;
  readonly calls: readonly { readonly name: string; readonly location: Location }[];
}

/**
 * Where Go code calls C, and which tests can get there. A sanitizer sees of a call into C the package and the C
 * function, and not the line: the calls of that function in that package are the places that it may be.
 */
export class CallSites {
  private readonly snapshot: Snapshot;
  private readonly reader: SourceReader;
  private readonly outlines = new Map<string, readonly FunctionOutline[]>();
  private readonly mentioned = new Map<string, ReadonlySet<string>>();

  constructor(snapshot: Snapshot, reader: SourceReader) {
    this.snapshot = snapshot;
    this.reader = reader;
  }

  /**
   * The calls of `C.NAME` in a directory that a test can reach; all of them where none seems to be within its reach,
   * or where the test is not known.
   *
   * @param names what stands behind `C.`; the C function may have several names in Go
   */
  of(directory: string, names: readonly string[], test?: StartedTest): readonly Location[] {
    const calls = (fn: FunctionOutline): Location[] =>
      fn.calls.filter(({ name }) => names.includes(name)).map(({ location }) => location);
    const functions = this.outlinesOf(directory);
    const reached = test === undefined ? undefined : this.namesFrom(test);
    const near = functions.filter(({ name }) => reached?.has(name) === true || calledUnnamed.has(name));
    const found = near.flatMap(calls);
    return found.length > 0 ? found : functions.flatMap(calls);
  }

  /** The declaration that holds a call that `of` gave. */
  declarationOf(call: Location): Location | undefined {
    return this.functionAt(call)?.declaration;
  }

  /**
   * How near the functions of two places are to each other: 0 for one function, 1 where one names the other, 2 where a
   * third that was read names both.
   */
  nearness(one: Location, other: Location): number | undefined {
    for (const { path } of [one, other]) this.outlinesOf(directoryOf(path));
    const [left, right] = [this.functionAt(one), this.functionAt(other)];
    if (left === undefined || right === undefined) return undefined;
    if (left === right) return 0;
    if (left.mentions.has(right.name) || right.mentions.has(left.name)) return 1;
    const others = [...this.outlines.values()].flat().filter((fn) => fn !== left && fn !== right);
    return others.some(({ mentions }) => mentions.has(left.name) && mentions.has(right.name)) ? 2 : undefined;
  }

  private functionAt({ path, span: { start } }: Location): FunctionOutline | undefined {
    return [...this.outlines.values()]
      .flat()
      .find(
        ({ declaration: { path: file, span } }) =>
          file === path && span.start.line <= start.line && start.line <= span.end.line,
      );
  }

  /** The names of all functions that a test can come to call, by any directory that was read. */
  private namesFrom({ directory, name }: StartedTest): ReadonlySet<string> {
    const key = `${directory}\0${name}`;
    const known = this.mentioned.get(key);
    if (known !== undefined) return known;
    const own = this.outlinesOf(directory);
    const reached = new Set([name, 'init', 'TestMain']);
    const seen = new Set<FunctionOutline>();
    for (let grows = true; grows;) {
      grows = false;
      for (const fn of [...own, ...[...this.outlines.values()].flat()]) {
        if (seen.has(fn) || !reached.has(fn.name)) continue;
        seen.add(fn);
        grows = true;
        for (const mention of fn.mentions) reached.add(mention);
      }
    }
    this.mentioned.set(key, reached);
    return reached;
  }

  private outlinesOf(directory: string): readonly FunctionOutline[] {
    let known = this.outlines.get(directory);
    if (known === undefined) {
      const files = [...this.snapshot.files.values()].filter(
        ({ path }) => directoryOf(path) === directory && sourceKind(path) === 'go',
      );
      known = files.flatMap((file) => outlinesIn(this.reader.go(file)));
      this.outlines.set(directory, known);
      // What was known of reach did not know these functions.
      this.mentioned.clear();
    }
    return known;
  }
}

/** Methods that the standard library calls for a value: no code of the package names them. */
const calledUnnamed: ReadonlySet<string> = new Set([
  ...['String', 'GoString', 'Error', 'Format', 'Unwrap', 'Is', 'As', 'Scan', 'Value'],
  ...[
    'Read',
    'Write',
    'Close',
    'Seek',
    'ReadAt',
    'WriteAt',
    'ReadFrom',
    'WriteTo',
    'ReadByte',
    'WriteString',
  ],
  ...['Len', 'Less', 'Swap', 'Push', 'Pop', 'ServeHTTP', 'RoundTrip'],
  ...['MarshalJSON', 'UnmarshalJSON', 'MarshalText', 'UnmarshalText', 'MarshalBinary', 'UnmarshalBinary'],
]);

function outlinesIn(file: GoFile): FunctionOutline[] {
  return file.tree.root.children
    .filter(({ kind }) => kind === 'function_declaration' || kind === 'method_declaration')
    .map((declaration) => ({
      name: declaration.child('name')?.text ?? '',
      declaration: { path: file.path, span: declaration.span },
      mentions: new Set(declaration.all('identifier', 'field_identifier').map(({ text }) => text)),
      calls: declaration.all('selector_expression').flatMap((selector) => callOf(selector, file)),
    }));
}

/** `C.f(…)`, and `C.f` given on as a value. */
function callOf(selector: Node, file: GoFile): FunctionOutline['calls'] {
  const [operand, field] = [selector.child('operand'), selector.child('field')];
  if (operand?.text !== 'C' || field === undefined) return [];
  const call = selector.parent?.kind === 'call_expression' ? selector.parent : selector;
  return [{ name: field.text, location: { path: file.path, span: call.span } }];
}
