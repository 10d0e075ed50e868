import type { FreedByC } from '../../../flow/origin/freed-by-c.ts';
import type { PointerOrigins } from '../../../flow/origin/pointer-origins.ts';
import type { Announcements } from '../../../flow/precedent/announced.ts';
import type { MinedPairs } from '../../../flow/precedent/mined-pairs.ts';
import type { Site } from '../../../flow/precedent/site.ts';
import { short } from '../../../flow/code-text.ts';
import { unconverted } from '../../../flow/value-use.ts';
import { freesPlainMemory, namesAProperty, namesConstantText } from '../../../knowledge/c-names.ts';
import { argumentsOf, calleeOf, isCall } from '../../../semantic/callee.ts';
import type { Package } from '../../../semantic/package.ts';
import type { CType } from '../../../semantic/c-types.ts';
import type { Node } from '../../../syntax/tree.ts';

/** Memory that a function frees though C lends it, or seems to. */
export interface Loan {
  /** The call that lends it, and its function. */
  readonly source: Node;
  readonly lender: string;
  /** A clause: whose memory it is, or what announces that. */
  readonly text: string;
  /** Whether a table or a body says so; otherwise it is asked. */
  readonly isKnown: boolean;
  /** Callers that do not free what the lender gives, where these are all that tells. */
  readonly examples: readonly Site[];
}

/** What a freed argument is: lent, or why it is not known to be. */
export type Verdict = Loan | { readonly reason: string };

/** What is asked where no table knows the lender. */
export interface Hearsay {
  readonly announcements: Announcements;
  readonly pairs: MinedPairs;
}

/** @param hearsay asked for last: it takes long to find */
export function verdictOf(freed: FreedByC, origins: PointerOrigins, hearsay: () => Hearsay): Verdict {
  const pkg = origins.package;
  const pointer = `\`${short(unconverted(freed.argument, pkg))}\``;
  const [first] = freed.origins;
  if (first === undefined) return { reason: `${pointer} is nil here, as far as it is known` };
  if (freed.origins.every(({ kind }) => kind === 'c-borrowed')) {
    const text = ownerText(first.at, origins);
    const lender = cFunctionOf(first.at, pkg);
    if (lender === undefined || text === undefined) return { reason: `who lends ${pointer} is not known` };
    const handover = freesPlain(freed) ? undefined : handoverOf(freed, origins);
    if (handover !== undefined)
      return { reason: `\`${short(handover)}\` may have made ${pointer} the caller's own` };
    return { source: first.at, lender, text, isKnown: freed.basis === 'table', examples: [] };
  }
  const lender = freed.origins.length === 1 ? cFunctionOf(first.at, pkg) : undefined;
  const isUnknown =
    first.kind === 'unknown' || (first.kind === 'c-out-parameter' && first.release === undefined);
  if (
    lender === undefined ||
    !isUnknown ||
    freed.frees !== 'free' ||
    origins.functions.factsOf(lender) !== undefined
  )
    return { reason: `nothing says that somebody else owns what ${pointer} leads to` };
  if (first.kind === 'unknown' && returnsLiterals(lender, pkg))
    return { source: first.at, lender, text: 'its body returns constant text', isKnown: true, examples: [] };
  return (
    announcedLoan(lender, first.at, first.kind, pkg, hearsay) ?? {
      reason: `nothing says that \`C.${lender}\` keeps what it gives`,
    }
  );
}

/** What announces that an unknown function keeps what it gives. */
function announcedLoan(
  lender: string,
  source: Node,
  kind: 'unknown' | 'c-out-parameter',
  pkg: Package,
  hearsay: () => Hearsay,
): Loan | undefined {
  const asked = (text: string, examples: readonly Site[] = []): Loan => ({
    source,
    lender,
    text,
    isKnown: false,
    examples,
  });
  const isResult = kind === 'unknown';
  if (pkg.c.hasBody(lender) || pkg.c.isMacro(lender)) return undefined;
  const declared = pkg.c.function(lender)?.type;
  if (isResult && declared !== undefined && namesAProperty(lender) && isConstText(declared.result, pkg))
    return asked(`\`C.${lender}\` is declared to return \`const char *\``);
  if (isResult && namesConstantText(lender)) return asked(`its name announces constant text`);
  const { announcements, pairs } = hearsay();
  const said = isResult ? announcements.of(lender).find(({ says }) => says.kind === 'lends') : undefined;
  if (said !== undefined) return asked(said.text);
  const values = pairs.values.filter(
    ({ acquire, given }) => acquire === lender && (given === 'result') === isResult,
  );
  const freeing = values.filter((one) => one.trace.endings.length > 0 || one.wrapperReleases.length > 0);
  const others = values.filter(
    ({ node, trace }) =>
      trace.endings.length === 0 && !trace.escapes && node.parent?.kind !== 'expression_statement',
  );
  if (freeing.length !== 1 || others.length < 3) return undefined;
  return asked(
    `${String(others.length)} other callers of \`C.${lender}\` do not free what it gives`,
    others.slice(0, 3),
  );
}

function cFunctionOf(source: Node, pkg: Package): string | undefined {
  const callee = isCall(source) ? calleeOf(source, pkg) : undefined;
  return callee?.kind === 'c' ? callee.name : undefined;
}

/** Whose memory a known function lends, as its table says. */
function ownerText(source: Node, { functions, package: pkg }: PointerOrigins): string | undefined {
  const lender = cFunctionOf(source, pkg);
  const facts = lender === undefined ? undefined : functions.factsOf(lender)?.facts;
  const loans = [facts?.result, ...(facts?.parameters.values() ?? [])].flatMap((fact) =>
    fact?.kind === 'lends' ? [fact.from] : [],
  );
  const [from] = loans;
  if (from === undefined) return undefined;
  if (from === 'static') return "it stays the library's";
  if (from === 'thread') return "it stays the library's, for this thread";
  const owner = argumentsOf(source)[from];
  return owner === undefined ? undefined : `it belongs to \`${short(unconverted(owner, pkg))}\``;
}

function freesPlain({ frees }: FreedByC): boolean {
  return frees === 'free' || freesPlainMemory(frees);
}

/** A call of C in the same function that may hand the object over, or count one reference more. */
function handoverOf({ call, argument }: FreedByC, { package: pkg }: PointerOrigins): Node | undefined {
  const pointer = unconverted(argument, pkg);
  const symbol = pointer.kind === 'identifier' ? pkg.symbolOf(pointer) : undefined;
  const around = call.ancestor('function_declaration', 'method_declaration');
  if (symbol === undefined || around === undefined) return call;
  return around.all('call_expression').find((other) => {
    const callee = calleeOf(other, pkg);
    if (other === call || callee.kind === 'conversion' || callee.kind === 'builtin') return false;
    const isGiven = argumentsOf(other).some((one) =>
      one.all('identifier').some((name) => pkg.symbolOf(name) === symbol),
    );
    return (
      isGiven &&
      !(callee.kind === 'c' && /^(GoString|GoStringN|GoBytes)$|(^|_)(get|is|has)_/i.test(callee.name))
    );
  });
}

/** `const char *`, `const xmlChar *`. */
function isConstText(type: CType, pkg: Package): boolean {
  const resolved = pkg.c.resolve(type);
  if (resolved.kind !== 'pointer' || !resolved.isConst) return false;
  const to = pkg.c.resolve(resolved.to);
  return to.kind === 'basic' && /^(?:(?:un)?signed )?char$/.test(to.name);
}

/** Whether all that the bodies of a function return is text of the program: `return ok ? "on" : "off";`. */
function returnsLiterals(name: string, pkg: Package): boolean {
  const bodies = pkg.c.definitions.callable(name);
  return (
    bodies.length > 0 &&
    bodies.every(({ body, isPartial }) => {
      const values = body.all('return_statement').map((statement) => statement.children[0]);
      return (
        !isPartial && values.length > 0 && values.every((value) => value !== undefined && isLiteral(value))
      );
    })
  );
}

function isLiteral(value: Node): boolean {
  switch (value.kind) {
    case 'string_literal':
      return true;
    case 'parenthesized_expression':
      return value.children.every(isLiteral);
    case 'cast_expression': {
      const inner = value.child('value');
      return inner !== undefined && isLiteral(inner);
    }
    case 'conditional_expression':
      return [value.child('consequence'), value.child('alternative')].every(
        (branch) => branch !== undefined && isLiteral(branch),
      );
    default:
      return false;
  }
}
