import type { Condition } from './cfg.ts';

/** Which way a condition went, as a clause. */
export function decisionText(condition: Condition): string {
  switch (condition.kind) {
    case 'expression':
      return `\`${oneLine(condition.node.text)}\` is ${condition.value ? 'true' : 'false'}`;
    case 'equals':
      return `\`${oneLine(condition.left.text)}\` is ${condition.value ? '' : 'not '}\`${oneLine(condition.right.text)}\``;
    case 'iterates':
      return `the loop over \`${oneLine(condition.over.text)}\` goes another round`;
  }
}

function oneLine(text: string): string {
  const folded = text.replace(/\s+/g, ' ').replace(/`/g, "'");
  return folded.length > 60 ? `${folded.slice(0, 57)}...` : folded;
}
