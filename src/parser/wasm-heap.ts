import { fieldNames, kindNames } from './names.ts';
import { missingFlag, namedFlag } from './parser.ts';
import type { TreeVisitor } from './parser.ts';

/**
 * The memory of the wasm runtime, as views that are replaced when it grows: look them up anew for each tree.
 */
export interface WasmHeap {
  readonly HEAPU8: Uint8Array;
  readonly HEAPU16: Uint16Array;
  readonly HEAPU32: Uint32Array;
}

/**
 * What a grammar says of its nodes, taken from its `TSLanguage`
 * (https://github.com/tree-sitter/tree-sitter/blob/v0.25.10/lib/src/parser.h#L107, 32-bit pointers).
 */
export class GrammarTables {
  /** Kind and namedness by symbol. */
  readonly kinds: Uint16Array;
  readonly named: Uint8Array;
  /** A row for each production: the fields of its children, `width` of them. */
  readonly fields: Uint16Array;
  readonly width: number;
  /** A row for each production, the first one empty: the symbols that its children are renamed to; 0 for none. */
  readonly aliases: Uint16Array;
  readonly aliasWidth: number;

  /**
   * @param address of the grammar's `TSLanguage`
   * @param types names of the symbols that stand in trees, as web-tree-sitter gives them
   * @param fieldList names of the fields by id
   */
  constructor(
    heap: WasmHeap,
    address: number,
    types: readonly (string | undefined)[],
    fieldList: readonly (string | null)[],
  ) {
    const { HEAPU8, HEAPU16, HEAPU32 } = heap;
    const word = (offset: number): number => HEAPU32[(address + offset) >> 2] ?? 0;
    const half = (at: number): number => HEAPU16[at >> 1] ?? 0;
    const byte = (at: number): number => HEAPU8[at] ?? 0;
    // The symbols that only aliases use stand behind the others.
    const symbolCount = word(4) + word(8);
    const productionCount = word(28);
    const [metadata, publicSymbols] = [word(72), word(76)];
    this.kinds = Uint16Array.from({ length: symbolCount }, (_, symbol) => {
      const name = types[half(publicSymbols + symbol * 2)];
      // A bare error leaf has no name.
      return kindNames.id(name === undefined || name === '' ? 'ERROR' : name);
    });
    this.named = Uint8Array.from({ length: symbolCount }, (_, symbol) =>
      byte(metadata + symbol * 3 + 1) === 0 ? 0 : namedFlag,
    );
    this.aliasWidth = half(address + 36);
    this.aliases = HEAPU16.slice(word(84) >> 1, (word(84) >> 1) + productionCount * this.aliasWidth);
    const [slices, entries] = [word(64), word(68)];
    const own = Array.from({ length: productionCount }, (_, production) => {
      const first = half(slices + production * 4);
      const count = half(slices + production * 4 + 2);
      return Array.from({ length: count }, (_unused, i) => {
        const at = entries + (first + i) * 4;
        return { field: half(at), child: byte(at + 2), isInherited: byte(at + 3) !== 0 };
      }).filter(({ isInherited }) => !isInherited);
    });
    this.width = Math.max(1, ...own.flat().map(({ child }) => child + 1));
    this.fields = new Uint16Array(productionCount * this.width);
    for (const [production, list] of own.entries()) {
      // Where a child has two fields, the first one counts.
      for (const { field, child } of list.reverse()) {
        this.fields[production * this.width + child] = fieldNames.id(fieldList[field] ?? '');
      }
    }
  }
}

/** `ts_builtin_sym_error`. */
const errorSymbol = 0xffff;

/** Numbers that are kept of a node while its children are visited. */
const frameSize = 7;

/**
 * Visits a tree in the runtime's memory, node by node as `TSTreeCursor` does: the cursor of web-tree-sitter crosses
 * into wasm nine times a node, which takes longer than parsing. The layout is that of the pinned version
 * (https://github.com/tree-sitter/tree-sitter/blob/v0.25.10/lib/src/subtree.h); `wasm-heap.test.ts` holds that
 * both tell the same.
 *
 * @param address of the `TSTree`
 */
export function visitHeapTree(
  heap: WasmHeap,
  tables: GrammarTables,
  address: number,
  visitor: TreeVisitor,
): void {
  const { HEAPU16: u16, HEAPU32: u32 } = heap;
  const { kinds, named, fields, width, aliases, aliasWidth } = tables;
  const errorKind = kindNames.id('ERROR');
  let frames = new Int32Array(64 * frameSize);
  let depth = 0;

  // The children that are left of the node that is being visited; the tree's root is the child of none.
  let slot = address;
  let left = 1;
  /** Offset in bytes behind the last child, the white space before a child not counted yet. */
  let position = 0;
  /** Index of the next child among those that the grammar's production names. */
  let structural = 0;
  let production = 0;
  /** The field of the hidden node whose children these are. */
  let inherited = 0;
  let isHidden = 1;

  for (;;) {
    if (left === 0) {
      if (isHidden === 0) visitor.leave();
      depth--;
      const frame = depth * frameSize;
      slot = frames[frame] ?? 0;
      left = frames[frame + 1] ?? 0;
      position = frames[frame + 2] ?? 0;
      structural = frames[frame + 3] ?? 0;
      production = frames[frame + 4] ?? 0;
      inherited = frames[frame + 5] ?? 0;
      isHidden = frames[frame + 6] ?? 0;
      if (depth === 0) return;
      continue;
    }
    const low = u32[slot >> 2] ?? 0;
    const isInline = (low & 1) !== 0;
    let padding: number, size: number, symbol: number, count: number;
    let isVisible: boolean, isNamed: boolean, isExtra: boolean, isMissing: boolean;
    if (isInline) {
      const high = u32[(slot >> 2) + 1] ?? 0;
      padding = (high >>> 16) & 0xff;
      size = high >>> 24;
      symbol = (low >>> 8) & 0xff;
      count = 0;
      isVisible = (low & 2) !== 0;
      isNamed = (low & 4) !== 0;
      isExtra = (low & 8) !== 0;
      isMissing = (low & 32) !== 0;
    } else {
      const word = low >>> 2;
      const bits = u16[(low + 44) >>> 1] ?? 0;
      padding = u32[word + 1] ?? 0;
      size = u32[word + 4] ?? 0;
      symbol = u16[(low + 40) >>> 1] ?? 0;
      count = u32[word + 9] ?? 0;
      isVisible = (bits & 1) !== 0;
      isNamed = (bits & 2) !== 0;
      isExtra = (bits & 4) !== 0;
      isMissing = (bits & 512) !== 0;
    }
    const start = position + padding;
    let alias = 0;
    let field = 0;
    if (!isExtra) {
      if (production !== 0 && structural < aliasWidth)
        alias = aliases[production * aliasWidth + structural] ?? 0;
      if (structural < width) field = fields[production * width + structural] ?? 0;
      if (field === 0) field = inherited;
      structural++;
    }
    slot += 8;
    left--;
    position = start + size;
    const isShown = isVisible || alias !== 0 || depth === 0;
    if (isShown) {
      const shown = alias === 0 ? symbol : alias;
      visitor.enter(
        shown === errorSymbol ? errorKind : (kinds[shown] ?? errorKind),
        field,
        (alias === 0 ? (isNamed ? namedFlag : 0) : (named[alias] ?? 0)) | (isMissing ? missingFlag : 0),
        start >> 1,
        (start + size) >> 1,
      );
      if (count === 0) visitor.leave();
    }
    // A hidden node is left out, and its children stand in its place; word 12 counts the visible ones.
    if (count === 0 || (!isShown && (u32[(low >>> 2) + 12] ?? 0) === 0)) {
      if (depth === 0) return;
      continue;
    }
    const frame = depth * frameSize;
    if (frame + frameSize > frames.length) {
      const larger = new Int32Array(frames.length * 2);
      larger.set(frames);
      frames = larger;
    }
    frames[frame] = slot;
    frames[frame + 1] = left;
    frames[frame + 2] = position;
    frames[frame + 3] = structural;
    frames[frame + 4] = production;
    frames[frame + 5] = inherited;
    frames[frame + 6] = isHidden;
    depth++;
    slot = low - count * 8;
    left = count;
    // The white space before a node is that before its first child.
    position = start - padding;
    structural = 0;
    production = u16[(low + 66) >>> 1] ?? 0;
    inherited = isShown ? 0 : field;
    isHidden = isShown ? 0 : 1;
  }
}
