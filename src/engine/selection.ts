import type { Change, FileChange } from '../diff/change.ts';
import { LineMap } from '../diff/line-map.ts';
import type { Diagnostic, Finding } from './diagnostic.ts';

/** The findings of the touched packages at the head, sorted out. */
export interface Selection {
  /** What the change caused. */
  readonly caused: readonly Finding[];
  /** What was there at the base already. */
  readonly atBase: readonly Finding[];
}

/**
 * Which findings the change caused: those that the base did not have. Both sides are analysed in the same way, so a
 * finding that only the head has comes from the change, wherever in the package its cause stands: an added line, a
 * removed `C.free`, a changed C function.
 *
 * A finding of the base is the same as one of the head when the rule is the same and its place goes to that place
 * through the diff's line map; else when rule, symbol and code are the same (the code moved). Each is matched once.
 */
export function selectCaused(
  head: readonly Finding[],
  base: readonly Diagnostic[],
  change: Change,
): Selection {
  const unmatched = new Set(base);
  const caused = new Set(head);
  const take = (finding: Finding, isSame: (diagnostic: Diagnostic) => boolean): void => {
    for (const diagnostic of unmatched) {
      if (diagnostic.ruleId !== finding.ruleId || !isSame(diagnostic)) continue;
      // The last free removed from code that leaked on one path: it leaks on all of them now.
      if ((finding.extent ?? 0) > (diagnostic.extent ?? 0)) continue;
      unmatched.delete(diagnostic);
      caused.delete(finding);
      return;
    }
  };
  const places = new Places(change);
  for (const finding of head) take(finding, (diagnostic) => places.isSamePlace(diagnostic, finding));
  for (const finding of [...caused]) take(finding, (diagnostic) => isSameCode(diagnostic, finding, places));
  return { caused: [...caused], atBase: head.filter((finding) => !caused.has(finding)) };
}

/** The same code in the same symbol, of a file that is the same one or was renamed to it. */
function isSameCode(base: Diagnostic, head: Finding, places: Places): boolean {
  return (
    base.symbol === head.symbol &&
    base.tokens === head.tokens &&
    places.mayMove(base.location.path, head.location.path)
  );
}

/** Where lines of the base stand at the head. */
class Places {
  private readonly byHeadPath: ReadonlyMap<string, FileChange>;
  private readonly maps = new Map<FileChange, LineMap>();

  constructor(change: Change) {
    this.byHeadPath = new Map(change.files.map((file) => [file.path, file]));
  }

  isSamePlace(base: Diagnostic, head: Finding): boolean {
    const file = this.byHeadPath.get(head.location.path);
    if (base.location.path !== this.basePath(head.location.path)) return false;
    const headLine = head.location.span.start.line;
    const baseLine = base.location.span.start.line;
    if (file === undefined)
      return baseLine === headLine && base.location.span.start.column === head.location.span.start.column;
    if (file.diff.kind !== 'text') return false;
    return this.lineMap(file, file.diff).toNew(baseLine) === headLine && base.tokens === head.tokens;
  }

  /** Whether code of a base file may be found again in a head file: moved within a file or with it, or between files that both changed. */
  mayMove(basePath: string, headPath: string): boolean {
    return basePath === this.basePath(headPath) || this.byHeadPath.has(headPath);
  }

  private basePath(headPath: string): string {
    return this.byHeadPath.get(headPath)?.previousPath ?? headPath;
  }

  private lineMap(file: FileChange, diff: Extract<FileChange['diff'], { kind: 'text' }>): LineMap {
    let map = this.maps.get(file);
    if (map === undefined) {
      map = new LineMap(diff.hunks);
      this.maps.set(file, map);
    }
    return map;
  }
}
