import type { Node } from '../syntax/tree.ts';
import { constantAgreement, unknownConstant } from './c-constants.ts';
import type { CConstant } from './c-constants.ts';
import type { CEntry } from './c-index.ts';

/** The values of enumerators; those of one enum are counted together, when one of them is asked for. */
export class EnumeratorValues {
  private readonly evaluate: (text: string) => bigint | undefined;
  /** By the list that an enumerator stands in; filled in order, so that one may refer to those before it. */
  private readonly lists = new Map<Node, Map<Node, CConstant>>();

  /** @param evaluate gives the value of a constant expression; it may ask for enumerators here */
  constructor(evaluate: (text: string) => bigint | undefined) {
    this.evaluate = evaluate;
  }

  /** What all declarations of an enumerator agree on; undefined where there is none. */
  of(entries: readonly CEntry[]): CConstant | undefined {
    if (entries.length === 0) return undefined;
    return entries.map((entry) => this.valueOf(entry)).reduce(constantAgreement);
  }

  private valueOf({ node, reader }: CEntry): CConstant {
    const list = node.parent;
    if (list?.kind !== 'enumerator_list') return this.written(node) ?? unknownConstant;
    let values = this.lists.get(list);
    if (values === undefined) {
      values = new Map();
      this.lists.set(list, values);
      this.count(list, reader, values);
    }
    return values.get(node) ?? unknownConstant;
  }

  /** The value that is written, or one more than that of the enumerator before (C11 6.7.2.2). */
  private count(list: Node, reader: CEntry['reader'], values: Map<Node, CConstant>): void {
    let next: CConstant = { kind: 'integer', value: 0n };
    let from = list.start;
    for (const node of list.children) {
      // Under a condition, what stands before it is not known.
      if (node.kind !== 'enumerator' || reader.isUncertain(from, node.end)) next = unknownConstant;
      from = node.end;
      if (node.kind !== 'enumerator') continue;
      const value = this.written(node) ?? next;
      values.set(node, value);
      next = value.kind === 'integer' ? { kind: 'integer', value: value.value + 1n } : unknownConstant;
    }
  }

  private written(node: Node): CConstant | undefined {
    const text = node.child('value')?.text;
    if (text === undefined) return undefined;
    const value = this.evaluate(text);
    return value === undefined ? unknownConstant : { kind: 'integer', value };
  }
}
