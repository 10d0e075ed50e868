import type { Condition, FlowEdge } from '../flow/cfg.ts';
import type { FlowPath } from '../flow/paths.ts';
import type { GoFunction } from '../semantic/package.ts';
import type { Node } from '../syntax/tree.ts';
import type { RelatedInformation } from './diagnostic.ts';
import type { Pass } from './rule.ts';

/** A path as the reader follows it: where it starts, which way its conditions went, where it ends. */
export interface PathStory {
  readonly from: { readonly node: Node; readonly message: string };
  readonly path: FlowPath;
  /** What happens at the end. */
  readonly end: string;
  /** Where it happens, when that is not the last statement of the path. */
  readonly endAt?: Node;
}

/** More decisions than this on one path are not told: the last ones lead to the end. */
const maximalDecisions = 4;

export function pathSteps(pass: Pass, fn: GoFunction, story: PathStory): RelatedInformation[] {
  const at = (node: Node, message: string): RelatedInformation => ({
    location: pass.location(fn.file, node),
    message,
  });
  const decisions = story.path.edges.flatMap((edge) => {
    const message = edge.condition === undefined ? undefined : decision(edge.condition);
    const node = edge.from.syntax;
    return message === undefined || node === undefined ? [] : [at(conditionNode(edge, node), message)];
  });
  const last = story.endAt ?? lastStatement(story.path, fn);
  return [
    at(story.from.node, story.from.message),
    ...decisions.slice(-maximalDecisions),
    at(last, story.end),
  ];
}

function conditionNode(edge: FlowEdge, node: Node): Node {
  return edge.condition?.kind === 'expression' ? edge.condition.node : node;
}

function decision(condition: Condition): string {
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

/** The return statement, or the closing brace where the function falls off its end. */
function lastStatement(path: FlowPath, fn: GoFunction): Node {
  if (path.last.kind !== 'exit') return path.last.syntax ?? fn.body;
  const before = path.edges[path.edges.length - 1]?.from;
  if (before?.syntax?.kind === 'return_statement') return before.syntax;
  const children = fn.body.allChildren;
  return children[children.length - 1] ?? fn.body;
}
