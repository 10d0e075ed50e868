import type { SuggestedFix } from '../../../engine/diagnostic.ts';
import type { Pass } from '../../../engine/rule.ts';
import { unparen } from '../../../semantic/callee.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { Node } from '../../../syntax/tree.ts';
import type { DeadUse } from './wording.ts';

/** `runtime.KeepAlive(x)` on the line behind a call that is a statement of its own. */
export function keepAliveFix(use: DeadUse, fn: GoFunction, pass: Pass): SuggestedFix | undefined {
  if (use.life.why !== 'last-use') return undefined;
  const holder = unparen(use.read.holder);
  if (holder.kind !== 'identifier') return undefined;
  // KeepAlive of a struct keeps what its fields lead to, but not the struct itself.
  const isPointer = pass.package.types.ofExpression(holder).kind === 'pointer';
  if (!isPointer && use.owner.path === '') return undefined;
  const statement = use.at.parent;
  if (statement?.kind !== 'expression_statement' || statement.parent?.kind !== 'statement_list')
    return undefined;
  const { file, body } = fn;
  const isImported = file.imports.some(({ path, name }) => path === 'runtime' && name === 'runtime');
  if (!isImported || body.all('identifier').some((one) => isOtherRuntime(one, pass))) return undefined;
  const { index, text } = file.tree;
  const lastLine = statement.span.end.line;
  const lineEnd = index.lineStart(lastLine) + index.lineText(lastLine).length;
  // A comment stays on its line; another statement behind a semicolon would be parted from this one.
  if (!/^\s*(\/\/.*)?$/.test(text.slice(statement.end, lineEnd))) return undefined;
  const indent = /^\s*/.exec(index.lineText(statement.line))?.[0] ?? '';
  const end = index.position(lineEnd);
  const newText = `runtime.KeepAlive(${holder.text})`;
  return {
    message: `Keep \`${holder.text}\` until the call is over`,
    edits: [{ path: file.path, span: { start: end, end }, newText: `\n${indent}${newText}` }],
  };
}

function isOtherRuntime(name: Node, pass: Pass): boolean {
  return name.text === 'runtime' && pass.package.symbolOf(name)?.kind === 'variable';
}
