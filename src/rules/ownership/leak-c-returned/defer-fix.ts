import type { SuggestedFix } from '../../../engine/diagnostic.ts';
import type { OwnedLeak } from '../../../flow/ownership/leak.ts';
import { useOf } from '../../../flow/value-use.ts';
import { canUseUnsafe } from '../../../syntax/go-file.ts';
import type { GivenMemory } from './given-memory.ts';

/**
 * `defer C.free(…)` right behind the call, where one line is all that is missing: the holder is a variable, and no
 * test of the call stands between that says whether there is anything to free.
 */
export function deferFix(leak: OwnedLeak, { acquisition, flow }: GivenMemory): SuggestedFix | undefined {
  const { call, gift, way } = acquisition;
  if (way.kind !== 'result' || gift.path.length > 0 || gift.release[0] !== 'free') return undefined;
  if (leak.asked !== undefined || leak.end === 'overwritten' || gift.failure !== undefined) return undefined;
  const use = useOf(call, flow.package);
  if (use.kind !== 'alias' || use.symbol.name !== leak.holder) return undefined;
  const { file, body } = flow.function;
  const statement = flow.nodeAt(call)?.syntax;
  const list = statement?.parent;
  if (statement === undefined || list?.kind !== 'statement_list') return undefined;
  if (list.parent !== body || flow.hasLabels) return undefined;
  const declaresFree = file.preambles.some((preamble) =>
    /#\s*include\s*[<"]stdlib\.h[>"]/.test(preamble.tree.text),
  );
  if (!canUseUnsafe(file) || !declaresFree) return undefined;
  const { index, text } = file.tree;
  const lastLine = statement.span.end.line;
  const lineEnd = index.lineStart(lastLine) + index.lineText(lastLine).length;
  // A comment stays on its line; another statement behind a semicolon would be parted from this one.
  if (!/^\s*(\/\/.*)?$/.test(text.slice(statement.end, lineEnd))) return undefined;
  const indent = /^\s*/.exec(index.lineText(statement.line))?.[0] ?? '';
  const end = index.position(lineEnd);
  return {
    message: `Free \`${use.symbol.name}\` when the function returns`,
    edits: [
      {
        path: file.path,
        span: { start: end, end },
        newText: `\n${indent}defer C.free(unsafe.Pointer(${use.symbol.name}))`,
      },
    ],
  };
}
