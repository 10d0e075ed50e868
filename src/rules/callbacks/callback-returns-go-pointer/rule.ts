import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import { returnedValues } from '../../../flow/lifetime/returned-memory.ts';
import type { ReturnedValue } from '../../../flow/lifetime/returned-memory.ts';
import { originText } from '../../../flow/origin/origin-text.ts';
import { origins } from '../../../flow/origin/pointer-origins.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'callback-returns-go-pointer',
  code: 'CGO404',
  category: 'pointer-passing',
  severity: 'warning',
  confidence: 'likely',
  docs,
  requires: [origins, functionFlows],
  run(pass) {
    const exported = new Map(
      pass.package.files.flatMap(({ directives }) =>
        directives.exports.flatMap(({ name, declaration }) =>
          declaration === undefined ? [] : [[declaration, name] as const],
        ),
      ),
    );
    if (exported.size === 0) return;
    for (const fn of pass.functions()) {
      const name = exported.get(fn.node);
      if (name !== undefined) check(pass, fn, name);
    }
  },
});

/** One finding a function: what it returns is one decision. */
function check(pass: Pass, fn: GoFunction, name: string): void {
  const { file } = fn;
  const values = returnedValues(fn, pass.package, pass.use(origins), () => pass.use(functionFlows)(fn));
  let reported = false;
  for (const value of values) {
    const { at, memory } = value;
    if (memory.kind === 'fine') {
      pass.clear(() => ({ at, file, reason: memory.reason }));
      continue;
    }
    if (reported) continue;
    reported = true;
    const from =
      memory.origin === undefined
        ? undefined
        : pass.package.files.find(({ tree }) => tree === memory.origin?.at.tree);
    pass.report({
      at,
      file,
      message: `\`${name}\` returns ${wordsOf(value, pass)} to C: the runtime panics on a Go pointer that is not pinned`,
      steps:
        from === undefined || memory.origin === undefined || memory.origin.at === at
          ? []
          : [{ location: pass.location(from, memory.origin.at), message: 'the memory of Go is made here' }],
    });
  }
}

function wordsOf({ at, memory }: ReturnedValue, pass: Pass): string {
  if (memory.kind === 'fine') return '';
  const text = memory.origin === undefined ? undefined : originText(memory.origin, pass.package);
  const why = text?.what === 'Go memory' ? ` (${text.why})` : '';
  return `\`${short(at)}\`, ${formWords[memory.form]}${why},`;
}

const formWords = {
  string: 'a Go string',
  slice: 'a Go slice',
  pointer: 'a pointer to Go memory',
  map: 'a Go map',
  channel: 'a channel',
  function: 'a Go function',
};
