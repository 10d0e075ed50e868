import { onceFor } from '../../base/once-for.ts';
import { calleeOf, isCall, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import { definitionsOf as declarationsOf, nameOf } from '../../semantic/type.ts';
import type { Type } from '../../semantic/types.ts';
import type { Node } from '../../syntax/tree.ts';
import { CallSites } from '../call-sites.ts';
import { short } from '../code-text.ts';
import { definitionsOf } from '../definitions.ts';
import { enclosingFunction } from '../literals.ts';
import { unconverted } from '../value-use.ts';
import { originText } from '../origin/origin-text.ts';
import { isForeign, isOfGo } from '../origin/origin.ts';
import type { Origin } from '../origin/origin.ts';
import type { PointerOrigins } from '../origin/pointer-origins.ts';
import { holdsGoPointers } from './pointer-types.ts';

/** Go memory that a pointer leads to. */
export interface GoMemory {
  /** A clause: "`b` is a Go slice". */
  readonly why: string;
  /**
   * Whether it is made in this function; a slice that comes from elsewhere could be a view over memory of C, and another
   * function that makes the memory may see to it that it stays.
   */
  readonly isCertain: boolean;
  /** Undefined for memory without a variable of its own. */
  readonly variable: GoSymbol | undefined;
}

/**
 * The Go memory that a pointer, slice or string leads to, whatever else it may be (nil apart). Beside what the origins
 * prove, a slice of Go's own elements, a string, and a pointer to a struct of Go that holds Go pointers count, wherever
 * they come from: such memory is C's only where somebody made a view over it, and then it is not said to be Go's.
 * Undefined where one of the origins is not Go's, and for the bytes of a string constant, which nobody frees or moves.
 */
export function goMemoryOf(pointer: Node, origins: PointerOrigins): GoMemory | undefined {
  const found = origins.allOf(pointer).filter(({ kind }) => kind !== 'nil');
  const [first] = found;
  if (first === undefined) return undefined;
  const all: GoMemory[] = [];
  for (const origin of found) {
    const memory = memoryOf(origin, pointer, origins);
    if (memory === undefined) return undefined;
    all.push(memory);
  }
  const [memory] = all;
  if (memory === undefined || mayBeOfC(pointer, origins)) return undefined;
  return { ...memory, isCertain: all.every(({ isCertain }) => isCertain) };
}

/** Whether a variable gets memory of C somewhere: a definition that is not known hides the others from the origins. */
function mayBeOfC(pointer: Node, origins: PointerOrigins): boolean {
  const expression = unconverted(pointer, origins.package);
  const symbol = expression.kind === 'identifier' ? origins.package.symbolOf(expression) : undefined;
  if (symbol?.kind !== 'variable' || symbol.role !== 'local') return false;
  return definitionsOf(symbol, origins.package).some(
    ({ value }) => value !== undefined && origins.allOf(value).some(isForeign),
  );
}

function memoryOf(origin: Origin, pointer: Node, origins: PointerOrigins): GoMemory | undefined {
  const { package: pkg } = origins;
  const { at } = origin;
  if (isOfGo(origin)) {
    if (at.is('interpreted_string_literal', 'raw_string_literal')) return undefined;
    const text = originText(origin, pkg);
    if (text === undefined) return undefined;
    const variable = origin.kind === 'go-variable' ? origin.symbol : undefined;
    const isCertain =
      origin.kind !== 'pool' && (variable?.role === 'package-level' || isMadeBeside(pointer, at));
    return { why: text.why, isCertain, variable };
  }
  return origin.kind === 'unknown' ? ofUnknown(unparen(at), pointer, origins) : undefined;
}

/** Whether two nodes stand in one function of the package, the literals in it included. */
function isMadeBeside(pointer: Node, made: Node): boolean {
  const [own, other] = [pointer, made].map((node) =>
    node.ancestor('function_declaration', 'method_declaration'),
  );
  return own === other;
}

/** What the type of a value says whose definition is not to be seen. */
function ofUnknown(at: Node, pointer: Node, origins: PointerOrigins): GoMemory | undefined {
  const { package: pkg } = origins;
  if (!at.is('identifier', 'selector_expression', 'index_expression', 'call_expression')) return undefined;
  const what = wordsFor(pkg.types.ofExpression(at), pkg);
  if (what === undefined || mayBeForeign(at, origins)) return undefined;
  const symbol = at.kind === 'identifier' ? pkg.symbolOf(at) : undefined;
  const [own, other] = [enclosingFunction(pointer), enclosingFunction(at)];
  const place = own === other ? undefined : other?.child('name')?.text;
  const of = place === undefined ? '' : ` of \`${place}\``;
  return { why: `\`${short(at)}\`${of} is ${what}`, isCertain: false, variable: symbol };
}

function wordsFor(type: Type, pkg: Package): string | undefined {
  switch (type.kind) {
    case 'slice':
      return isGoElement(type.element, pkg) ? 'a Go slice' : undefined;
    case 'basic':
      return type.name === 'string' ? 'a Go string' : undefined;
    case 'pointer': {
      const name = nameOf(type.element);
      const isStruct = name !== undefined && declarationsOf(name).length > 0;
      return isStruct && holdsGoPointers(type.element, pkg)
        ? `a pointer to a Go \`${name.name}\``
        : undefined;
    }
    default:
      return undefined;
  }
}

/** Numbers, strings and what holds Go pointers; structs of plain numbers are often C's, seen with another type. */
function isGoElement(element: Type, pkg: Package): boolean {
  return element.kind === 'basic' || element.kind === 'slice' || holdsGoPointers(element, pkg);
}

function mayBeForeign(at: Node, origins: PointerOrigins): boolean {
  const { package: pkg } = origins;
  switch (at.kind) {
    case 'identifier': {
      const symbol = pkg.symbolOf(at);
      if (symbol?.kind !== 'variable') return true;
      switch (symbol.role) {
        case 'parameter':
          return isPassedForeign(symbol, origins);
        case 'receiver':
        case 'result':
          return false;
        case 'local':
          // What an interface holds, under the type of a case.
          return symbol.declaration.parent?.field !== 'alias';
        case 'range': {
          const ranged = symbol.declaration.ancestor('range_clause')?.child('right');
          return ranged === undefined || origins.allOf(ranged).some(isForeign);
        }
        default:
          return true;
      }
    }
    case 'selector_expression': {
      const name = at.child('field')?.text ?? '';
      return foreignFields(origins).has(name);
    }
    case 'index_expression': {
      const container = at.child('operand');
      return container === undefined || origins.allOf(container).some(isForeign);
    }
    default: {
      const callee = isCall(at) ? calleeOf(at, pkg) : undefined;
      // The standard library makes what it returns, apart from what maps memory.
      return callee?.kind !== 'package' || /\.|^(C|syscall|unsafe)$/.test(callee.path);
    }
  }
}

/** Whether a call in the package passes memory that is not Go's for a parameter. */
function isPassedForeign(parameter: GoSymbol, origins: PointerOrigins): boolean {
  const sites = callSitesOf(origins.package).ofParameter(parameter) ?? [];
  return sites.some(({ passed }) => typeof passed !== 'string' && origins.allOf(passed).some(isForeign));
}

const callSitesOf = onceFor((pkg: Package) => new CallSites(pkg));

/** The names of fields that get memory that is not Go's, or a view that somebody made, anywhere in the package. */
const foreignFields = onceFor((origins: PointerOrigins): ReadonlySet<string> => {
  const found = new Set<string>();
  const look = (name: string | undefined, value: Node | undefined): void => {
    if (name === undefined || value === undefined || found.has(name)) return;
    const isView = /\bunsafe\.(Slice|String)\(|\bMmap\(|\(\*\[[^\]]+\]/.test(value.text);
    if (isView || origins.allOf(value).some(isForeign)) found.add(name);
  };
  for (const { tree } of origins.package.files) {
    for (const statement of tree.root.all('assignment_statement')) {
      const values = statement.child('right')?.children ?? [];
      (statement.child('left')?.children ?? []).forEach((target, index) => {
        const field = target.kind === 'selector_expression' ? target.child('field')?.text : undefined;
        look(field, values[index] ?? values[0]);
      });
    }
    for (const element of tree.root.all('keyed_element'))
      look(element.child('key')?.text, element.child('value')?.children[0]);
  }
  return found;
});
