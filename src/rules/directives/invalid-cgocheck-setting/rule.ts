import { defineRule } from '../../../engine/rule.ts';
import type { Pass, Report } from '../../../engine/rule.ts';
import { argumentsOf } from '../../../semantic/callee.ts';
import type { GoFile } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'invalid-cgocheck-setting',
  code: 'CGO806',
  category: 'directive',
  severity: 'warning',
  confidence: 'certain',
  docs,
  requires: [],
  run(pass) {
    for (const file of pass.package.files) {
      for (const { word, comment } of file.directives.others) {
        if (word === '//go:debug') checkDirective(pass, file, comment);
      }
      if (!/cgocheck=|CGO_CHECK/.test(file.tree.text)) continue;
      for (const literal of file.tree.root.all('interpreted_string_literal', 'raw_string_literal'))
        checkLiteral(pass, file, literal);
    }
  },
});

function checkDirective(pass: Pass, file: GoFile, at: Node): void {
  const isReported = /^\/\/go:debug\s+cgocheck=/.test(at.text);
  if (!isReported) {
    pass.clear(() => ({ at, file, reason: 'it does not set `cgocheck`' }));
    return;
  }
  pass.report({
    at,
    file,
    severity: 'error',
    message: '`cgocheck` is no setting of `//go:debug`: `go build` refuses the line',
  });
}

/** A setting of the environment, as a literal gives it. */
interface Setting {
  readonly variable: string;
  readonly value: string;
  /** Whether it is the running program's own environment. */
  readonly isOwn: boolean;
}

function checkLiteral(pass: Pass, file: GoFile, at: Node): void {
  const content = at.text.slice(1, -1);
  if (!/cgocheck=|CGO_CHECK/.test(content) && !isValueOf(at, 'CGO_CHECK')) return;
  const setting = settingOf(at, content);
  if (setting === undefined) {
    pass.clear(() => ({ at, file, reason: 'the text sets no variable of an environment' }));
    return;
  }
  const found = mistakeIn(setting);
  if (found === undefined) {
    pass.clear(() => ({ at, file, reason: 'it is the value that the run time has by default' }));
    return;
  }
  pass.report({ at, file, ...found });
}

function mistakeIn({ variable, value, isOwn }: Setting): Pick<Report, 'message' | 'severity'> | undefined {
  if (variable === 'CGO_CHECK')
    return { message: 'No Go tool reads `CGO_CHECK`: the check of cgo pointers is a setting of `GODEBUG`' };
  const mode = /(?:^|,)cgocheck=(\d+)/.exec(value)?.[1];
  if (mode === undefined || mode === '1') return undefined;
  if (mode !== '0') {
    return {
      message:
        `A Go program that starts with \`cgocheck=${mode}\` ends at once: the mode above 1 is chosen when ` +
        'the program is built, with `GOEXPERIMENT=cgocheck2`',
    };
  }
  if (isOwn) {
    return {
      message:
        'The run time reads `cgocheck` when the program starts: here it changes nothing for this process',
    };
  }
  return {
    message: '`cgocheck=0` takes away the check that finds Go pointers which may not be given to C',
    severity: 'info',
  };
}

/** `"GODEBUG=…"` by itself, and what `Setenv("GODEBUG", …)` or a map's key gives it. */
function settingOf(literal: Node, content: string): Setting | undefined {
  const whole = /^(GODEBUG|CGO_CHECK)=(\S*)$/.exec(content);
  if (whole !== null) return { variable: whole[1] ?? '', value: whole[2] ?? '', isOwn: false };
  for (const variable of ['GODEBUG', 'CGO_CHECK']) {
    if (isValueOf(literal, variable) && !/\s/.test(content))
      return { variable, value: content, isOwn: isArgument(literal) };
  }
  return undefined;
}

/** Whether a literal is what `Setenv(name, …)` or `name: …` in a map sets. */
function isValueOf(literal: Node, name: string): boolean {
  const isName = (node: Node | undefined): boolean =>
    node !== undefined && /^["`]/.test(node.text) && node.text.slice(1, -1) === name;
  const call = callOf(literal);
  if (call !== undefined) {
    const [first, second] = argumentsOf(call);
    return second === literal && isName(first) && /(?:^|\.)Setenv$/.test(call.child('function')?.text ?? '');
  }
  const element = literal.parent?.kind === 'literal_element' ? literal.parent.parent : literal.parent;
  return (
    element?.kind === 'keyed_element' &&
    element.child('value')?.contains(literal) === true &&
    isName(element.child('key')?.children[0] ?? element.child('key'))
  );
}

function isArgument(literal: Node): boolean {
  return callOf(literal) !== undefined;
}

function callOf(argument: Node): Node | undefined {
  const list = argument.parent;
  return list?.kind === 'argument_list' && list.parent?.kind === 'call_expression' ? list.parent : undefined;
}
