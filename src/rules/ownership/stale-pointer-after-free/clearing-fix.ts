import type { SuggestedFix } from '../../../engine/diagnostic.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { Left } from './rule.ts';

/**
 * `x.p = nil` on the line behind the release, where that can be called with nil again: its own test returns then, the
 * releases beside it are written so, or it is `C.free`.
 */
export function clearingFix({ leftover, handle, release }: Left, fn: GoFunction): SuggestedFix | undefined {
  const { evidence } = leftover;
  const isBearable =
    (evidence.kind === 'unset-test' && evidence.isOwn) ||
    evidence.kind === 'siblings' ||
    (evidence.kind !== 'copy' && evidence.kind !== 'none' && release.cFunction === 'free');
  if (!isBearable || !handle.evidence.startsWith('c-pointer')) return undefined;
  if (evidence.kind === 'finalizer' && evidence.cleanup.kind === 'cleanup') return undefined;
  const statement = release.call.parent;
  if (statement?.kind !== 'expression_statement' || statement.parent?.kind !== 'statement_list')
    return undefined;
  const receiver = fn.node.child('receiver')?.children[0]?.child('name')?.text;
  if (receiver === undefined || !fn.body.contains(statement)) return undefined;
  const field = `${receiver}${handle.path}`;
  const isReadBehind = fn.body
    .all('selector_expression')
    .some((one) => one.start >= statement.end && one.text === field);
  const { index, text } = fn.file.tree;
  const lastLine = statement.span.end.line;
  const lineEnd = index.lineStart(lastLine) + index.lineText(lastLine).length;
  if (isReadBehind || !/^\s*(\/\/.*)?$/.test(text.slice(statement.end, lineEnd))) return undefined;
  const indent = /^\s*/.exec(index.lineText(statement.line))?.[0] ?? '';
  const end = index.position(lineEnd);
  return {
    message: `Clear \`${field}\``,
    edits: [{ path: fn.file.path, span: { start: end, end }, newText: `\n${indent}${field} = nil` }],
  };
}
