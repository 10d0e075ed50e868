import { fieldNames, kindNames } from './names.ts';
import { missingFlag, namedFlag } from './parser.ts';
import type { TreeVisitor } from './parser.ts';

/** The part of tree-sitter's cursor that says all of a tree; the native and the wasm cursor both have it. */
export interface SyntaxCursor {
  readonly nodeType: string;
  readonly nodeIsNamed: boolean;
  readonly nodeIsMissing: boolean;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly currentFieldName: string | null | undefined;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
}

/** Visits the tree below a cursor that stands on its root. */
export function visitWithCursor(cursor: SyntaxCursor, visitor: TreeVisitor): void {
  enter(cursor, visitor);
  for (let depth = 0; ;) {
    if (cursor.gotoFirstChild()) {
      depth++;
      enter(cursor, visitor);
      continue;
    }
    for (;;) {
      visitor.leave();
      if (depth === 0) return;
      if (cursor.gotoNextSibling()) {
        enter(cursor, visitor);
        break;
      }
      cursor.gotoParent();
      depth--;
    }
  }
}

function enter(cursor: SyntaxCursor, visitor: TreeVisitor): void {
  visitor.enter(
    // A bare error leaf has no name in the native backend.
    kindNames.id(cursor.nodeType || 'ERROR'),
    fieldNames.id(cursor.currentFieldName ?? ''),
    (cursor.nodeIsNamed ? namedFlag : 0) | (cursor.nodeIsMissing ? missingFlag : 0),
    cursor.startIndex,
    cursor.endIndex,
  );
}
