import { defineRule } from '../../../engine/rule.ts';
import type { Pass, Report } from '../../../engine/rule.ts';
import { cStringParameters } from '../../../flow/c-string-parameters.ts';
import type { StringReading } from '../../../flow/c-string-parameters.ts';
import { short } from '../../../flow/code-text.ts';
import { canonical, measuredPlace } from '../../../flow/conditions.ts';
import { parameterLengths } from '../../../flow/parameter-lengths.ts';
import { unterminatedBytes } from '../../../flow/unterminated-bytes.ts';
import type { UnterminatedBytes } from '../../../flow/unterminated-bytes.ts';
import { unconverted } from '../../../flow/value-use.ts';
import { argumentsOf, calleeOf } from '../../../semantic/callee.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'go-string-data-as-cstring',
  code: 'CGO209',
  category: 'bounds',
  severity: 'error',
  confidence: 'likely',
  cwe: 170,
  docs,
  requires: [cStringParameters, parameterLengths],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!usesCgo(fn.file) || !/&\w+\[0\]|(?:String|Slice)Data\(/.test(fn.body.text)) continue;
      for (const call of fn.body.allOutside('func_literal', 'call_expression')) {
        const callee = calleeOf(call, pass.package);
        if (callee.kind !== 'c') continue;
        argumentsOf(call).forEach((argument, index) => {
          check(pass, fn, { call, name: callee.name, argument, index });
        });
      }
    }
  },
});

interface Candidate {
  readonly call: Node;
  readonly name: string;
  readonly argument: Node;
  readonly index: number;
}

function check(pass: Pass, fn: GoFunction, candidate: Candidate): void {
  const { call, name, argument, index } = candidate;
  const bytes = unterminatedBytes(argument, fn, pass.use(parameterLengths));
  if (bytes === undefined) return;
  const clear = (reason: string): void => {
    pass.clear(() => ({ at: argument, file: fn.file, reason }));
  };
  if (argumentsOf(call).some((other) => other !== argument && measures(other, bytes, pass))) {
    clear(`the length of \`${short(bytes.content)}\` is given to \`C.${name}\` as well`);
    return;
  }
  const reading = pass.use(cStringParameters).readingOf(name, index);
  const claim = claimOf(reading, bytes, candidate, pass);
  if (claim === undefined) {
    clear(`nothing shows that \`C.${name}\` reads this argument up to a NUL byte`);
    return;
  }
  pass.report({
    at: argument,
    file: fn.file,
    ...claim,
    steps: [
      {
        location: pass.location(fn.file, bytes.at),
        message: `the bytes of \`${short(bytes.content)}\` are taken as they are, without a NUL byte behind them`,
      },
      { location: pass.location(fn.file, call), message: `\`C.${name}\` gets them without their length` },
    ],
  });
}

type Claim = Pick<Report, 'message'> & Partial<Pick<Report, 'severity' | 'confidence'>>;

function claimOf(
  reading: StringReading,
  bytes: UnterminatedBytes,
  candidate: Candidate,
  pass: Pass,
): Claim | undefined {
  const { name } = candidate;
  const content = `\`${short(bytes.content)}\``;
  const isShown = reading.kind === 'documented' || reading.kind === 'declared';
  if (reading.kind === 'not') return undefined;
  if (bytes.from === 'bytes') {
    return isShown
      ? {
          severity: 'info',
          confidence: 'question',
          message:
            `Does every caller end ${content} with a NUL byte? ${howItReads(reading, name)}, ` +
            'and its length is not given',
        }
      : undefined;
  }
  if (!isShown && !isTextAlone(candidate, pass)) return undefined;
  const how = isShown
    ? howItReads(reading, name)
    : `\`C.${name}\` gets no length, and can only look for a NUL byte`;
  return {
    message: `${how}, and there is none behind the bytes of ${content}: it reads on into other memory`,
  };
}

function howItReads(reading: StringReading, name: string): string {
  if (reading.kind === 'documented' && reading.by !== name)
    return `\`C.${name}\` gives it to \`${reading.by}\`, which reads up to a NUL byte`;
  return reading.kind === 'documented'
    ? `\`C.${name}\` reads up to a NUL byte`
    : `\`C.${name}\` takes a \`const char *\` without a length`;
}

/** Whether an argument is `len` of the bytes, or a variable with it. */
function measures(argument: Node, { holders }: UnterminatedBytes, pass: Pass): boolean {
  const { package: pkg } = pass;
  const wanted = new Set(holders.map((holder) => canonical(holder, pkg)));
  const parts = [unconverted(argument, pkg), ...argument.all('call_expression', 'identifier')];
  return parts.some((part) => {
    const place = measuredPlace(part, pkg);
    return place !== undefined && wanted.has(canonical(place, pkg));
  });
}

const textTypes = new Set(['char', 'gchar', 'xmlChar', 'cchar_t', 'const_char_t']);

/**
 * Whether a function that is declared nowhere here can only take the argument for a string: the code makes it a
 * pointer to characters, and no number that could be its length stands beside it.
 */
function isTextAlone({ call, argument, index }: Candidate, pass: Pass): boolean {
  const { types } = pass.package;
  const type = types.ofExpression(argument);
  const isText = type.kind === 'pointer' && type.element.kind === 'c' && textTypes.has(type.element.name);
  const list = argumentsOf(call);
  return (
    isText &&
    [list[index - 1], list[index + 1]].every((other) => {
      if (other === undefined) return true;
      const { kind } = types.ofExpression(other);
      return (
        kind === 'pointer' || kind === 'unsafe-pointer' || unconverted(other, pass.package).kind === 'nil'
      );
    })
  );
}
