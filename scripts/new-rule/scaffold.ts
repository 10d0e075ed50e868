import type { Rule } from '../../src/engine/rule.ts';
import type { NewRule } from './request.ts';

/** The category that most rules of a group have; `unsafe` for any other group. */
const categories: Readonly<Record<string, Rule['category']>> = {
  bounds: 'bounds',
  directives: 'directive',
  lifetime: 'lifetime',
  ownership: 'ownership',
  pointers: 'pointer-passing',
};

/**
 * The files of a rule that is not written yet, by their path in its folder. They hold nothing that a test would take
 * for an answer: no text in the documentation, no finding for the test data, no tool for the evidence.
 */
export function scaffold(rule: NewRule): ReadonlyMap<string, string> {
  return new Map([
    ['rule.ts', ruleModule(rule)],
    ['docs.ts', docsModule],
    [`testdata/${rule.id.replaceAll('-', '_')}.go`, testdata],
    ['evidence/bad/main.go', program('What the program does wrong, in one sentence.', 'broken', false)],
    ['evidence/good/main.go', program('What it does instead, in one sentence.', 'sound', true)],
    ['evidence/expect.json', `${JSON.stringify({ tool: 'none', reason: '' }, undefined, 2)}\n`],
  ]);
}

function ruleModule({ group, id, code }: NewRule): string {
  return `import { defineRule } from '../../../engine/rule.ts';
import docs from './docs.ts';

export default defineRule({
  id: '${id}',
  code: '${code}',
  category: '${categories[group] ?? 'unsafe'}',
  severity: 'warning',
  confidence: 'likely',
  docs,
  requires: [],
  run(pass) {
    for (const fn of pass.functions()) {
      for (const call of fn.body.all('call_expression')) {
        // A call that breaks the contract goes to \`pass.report\`, a near miss to \`pass.clear\`.
        pass.clear(() => ({ at: call, file: fn.file, reason: 'the rule is not written' }));
      }
    }
  },
});
`;
}

const docsModule = `import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: '',
  what: '',
  why: '',
  contract: { text: '', url: '' },
  classes: [],
  example: '',
  remediation: '',
  dynamic: '',
  limits: '',
};

export default docs;
`;

/** A finding that nobody makes. At least three \`want\` and three \`ok\` are required, so there are too few as well. */
const testdata = `package p

/*
#include <stdlib.h>
*/
import "C"

import "unsafe"

func broken() {
	p := C.malloc(8) // want "what the message says"
	_ = p
}

func sound() {
	p := C.malloc(8) // ok: freed below
	C.free(unsafe.Pointer(p))
}
`;

function program(comment: string, name: string, isShown: boolean): string {
  const [start, end] = isShown ? ['// snippet:start\n', '// snippet:end\n\n'] : ['', ''];
  return `// ${comment}
package main

/*
#include <stdlib.h>
*/
import "C"

${start}func ${name}() {
	C.free(nil)
}

${end}func main() {
	${name}()
}
`;
}
