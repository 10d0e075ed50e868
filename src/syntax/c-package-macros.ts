import type { MacroDefinition, MacroTable, MacrosElsewhere } from './c-macro-definitions.ts';

/** A C file or a Go file with preambles, as far as macros go. */
export interface MacroSource {
  readonly path: string;
  /** Its own `#define`s. */
  readonly macros: MacroTable;
  /** The paths of the files that it includes itself. */
  readonly includes: readonly string[];
}

/**
 * Which macros the files of a package get from each other. A file gets those of the files that it includes, directly
 * or through others; a header, for what it has nowhere from there, also those that stand together with it before a
 * compiler: a header of macros is often included in front of the one that uses them.
 */
export class PackageMacros {
  private readonly sources: ReadonlyMap<string, MacroSource>;
  private readonly commandLine: MacroTable;
  /** The files that define a macro. */
  private readonly definers = new Map<string, MacroSource[]>();
  private readonly reached = new Map<string, ReadonlySet<string>>();
  private rootsByPath: ReadonlyMap<string, ReadonlySet<string>> | undefined;

  /** @param commandLine macros of `-D` flags, which every file sees */
  constructor(sources: readonly MacroSource[], commandLine: MacroTable) {
    this.sources = new Map(sources.map((source) => [source.path, source]));
    this.commandLine = commandLine;
    for (const source of this.sources.values()) {
      for (const name of source.macros.keys()) {
        const known = this.definers.get(name);
        if (known === undefined) this.definers.set(name, [source]);
        else known.push(source);
      }
    }
  }

  /** What a file gets from others; all definitions of a name, each once. */
  elsewhere(path: string): MacrosElsewhere {
    return (name) => {
      const definers = this.definers.get(name);
      const others = definers === undefined ? [] : this.visible(path, definers);
      const given = this.commandLine.get(name) ?? [];
      const definitions = distinct([...others.flatMap(({ macros }) => macros.get(name) ?? []), ...given]);
      return definitions.length === 0 ? undefined : definitions;
    };
  }

  private visible(path: string, definers: readonly MacroSource[]): MacroSource[] {
    const reached = this.reach(path);
    const included = definers.filter((one) => one.path !== path && reached.has(one.path));
    if (included.length > 0) return included;
    const roots = this.rootsOf(path);
    return definers.filter(
      (one) => one.path !== path && roots !== undefined && intersect(roots, this.rootsOf(one.path)),
    );
  }

  /** The files that a file includes, directly or through others. */
  private reach(path: string): ReadonlySet<string> {
    const known = this.reached.get(path);
    if (known !== undefined) return known;
    const reached = new Set<string>();
    const work = [path];
    for (let next = work.pop(); next !== undefined; next = work.pop()) {
      for (const included of this.sources.get(next)?.includes ?? []) {
        if (reached.has(included)) continue;
        reached.add(included);
        work.push(included);
      }
    }
    this.reached.set(path, reached);
    return reached;
  }

  /** The files with which a compiler begins that include a file; such a one itself among its own. */
  private rootsOf(path: string): ReadonlySet<string> | undefined {
    this.rootsByPath ??= this.collectRoots();
    return this.rootsByPath.get(path);
  }

  private collectRoots(): ReadonlyMap<string, ReadonlySet<string>> {
    const included = new Set([...this.sources.values()].flatMap(({ includes }) => includes));
    const found = new Map<string, Set<string>>();
    for (const root of this.sources.keys()) {
      if (included.has(root)) continue;
      for (const path of [root, ...this.reach(root)]) {
        const roots = found.get(path);
        if (roots === undefined) found.set(path, new Set([root]));
        else roots.add(root);
      }
    }
    return found;
  }
}

function intersect(a: ReadonlySet<string>, b: ReadonlySet<string> | undefined): boolean {
  if (b === undefined) return false;
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  for (const one of small) if (large.has(one)) return true;
  return false;
}

function distinct(definitions: readonly MacroDefinition[]): MacroDefinition[] {
  const seen = new Set<string>();
  return definitions.filter(({ parameters, body }) => {
    const text = `${parameters?.join() ?? 'none'} ${body}`;
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}
