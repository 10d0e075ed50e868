import type { FlowEdge } from '../flow/cfg.ts';
import { decisionText } from '../flow/decision.ts';
import type { FlowPath } from '../flow/paths.ts';
import type { Remark } from '../flow/remark.ts';
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
    const message = edge.condition === undefined ? undefined : decisionText(edge.condition);
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

/**
 * The states along a path: where it starts, every condition that it decides, what each point does with the value,
 * where it ends.
 * @param touches what the point behind an edge does with the value, in order
 */
export function pathStates(
  pass: Pass,
  fn: GoFunction,
  story: PathStory,
  touches: (edge: FlowEdge) => readonly Remark[],
): RelatedInformation[] {
  const last = story.endAt ?? lastStatement(story.path, fn);
  const lastEdge = story.path.edges[story.path.edges.length - 1];
  const points = story.path.edges.flatMap((edge): Remark[] => {
    const message = edge.condition === undefined ? undefined : decisionText(edge.condition);
    const node = edge.from.syntax;
    const decided =
      message === undefined || node === undefined ? [] : [{ at: conditionNode(edge, node), message }];
    const touched = touches(edge);
    const end = edge === lastEdge ? touched.findIndex(({ at }) => at === last) : -1;
    return [...decided, ...(end < 0 ? touched : touched.slice(0, end))];
  });
  const states = [
    { at: story.from.node, message: story.from.message },
    ...points.filter(({ at }) => at !== last),
    { at: last, message: story.end },
  ];
  return states.map(({ at, message }) => ({ location: pass.location(fn.file, at), message }));
}

function conditionNode(edge: FlowEdge, node: Node): Node {
  return edge.condition?.kind === 'expression' ? edge.condition.node : node;
}

/** The return statement, or the closing brace where the function falls off its end. */
function lastStatement(path: FlowPath, fn: GoFunction): Node {
  if (path.last.kind !== 'exit') return path.last.syntax ?? fn.body;
  const before = path.edges[path.edges.length - 1]?.from;
  if (before?.syntax?.kind === 'return_statement') return before.syntax;
  const children = fn.body.allChildren;
  return children[children.length - 1] ?? fn.body;
}
