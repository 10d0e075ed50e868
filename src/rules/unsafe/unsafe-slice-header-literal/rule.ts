import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { isAddressOfGoMemory } from '../../../flow/integer-pointers.ts';
import { origins } from '../../../flow/origin/pointer-origins.ts';
import { argumentsOf, calleeOf, isCall, unparen } from '../../../semantic/callee.ts';
import { dataHeader } from '../../../semantic/data-headers.ts';
import { dataHeader as headerNames } from '../../../source/go-imports.ts';
import { isReadable } from '../../../syntax/go-file.ts';
import type { GoFile } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';
import { overlaidValue } from './overlaid-value.ts';

export default defineRule({
  id: 'unsafe-slice-header-literal',
  code: 'CGO302',
  category: 'unsafe',
  severity: 'error',
  confidence: 'likely',
  docs,
  requires: [origins],
  run(pass) {
    for (const file of pass.package.files) {
      if (!headerNames.test(file.tree.text)) continue;
      for (const declaration of file.tree.root.children) {
        if (!isReadable(file, declaration)) continue;
        for (const node of declaration.all('composite_literal', 'var_spec', 'call_expression')) {
          check(pass, file, node);
          if (isCall(node)) checkOverlaid(pass, file, node);
        }
        pass.trace(() => {
          clearMentions(pass, file, declaration);
        });
      }
    }
  },
});

function check(pass: Pass, file: GoFile, node: Node): void {
  const type = madeType(pass, node);
  const header = type === undefined ? undefined : dataHeader(type, pass.package);
  if (header === undefined) return;
  if (isOnlyMeasured(pass, node)) {
    pass.clear(() => ({ at: node, file, reason: 'the header is only measured, and its value never made' }));
    return;
  }
  const what = header === 'SliceHeader' ? 'slice' : 'string';
  const holdsGoMemory = dataOf(pass, node).some((data) =>
    isAddressOfGoMemory(unparen(data), pass.use(origins)),
  );
  if (!holdsGoMemory && fillsActualHeader(node)) {
    pass.clear(() => ({ at: node, file, reason: `it fills the header of an actual ${what}` }));
    return;
  }
  pass.report({
    at: node,
    file,
    message: holdsGoMemory
      ? `\`reflect.${header}\` made as a value of its own does not keep the memory of its Data field alive`
      : `\`reflect.${header}\` is made as a value of its own: it is valid only as the view of an actual ${what}`,
    // Memory that is not Go's has nothing to be kept alive; the contract is broken all the same, by the idiom.
    ...(holdsGoMemory ? {} : { severity: 'warning' as const, sharedCause: `reflect.${header}` }),
  });
}

/** A pointer to a header has to be one to an actual slice or string. */
function checkOverlaid(pass: Pass, file: GoFile, call: Node): void {
  // Most calls are no conversion, and fewer name a header.
  if (call.child('function')?.text.includes('Header') !== true) return;
  const overlaid = overlaidValue(call, pass.package);
  if (overlaid === undefined) return;
  const { header, place, what } = overlaid;
  const [view, parts] =
    header === 'SliceHeader' ? ['slice', 'length and capacity are'] : ['string', 'length is'];
  pass.report({
    at: call,
    file,
    message:
      `\`${place}\` is ${what}, not a ${view}: ` +
      `as a \`reflect.${header}\` its ${parts} taken from what lies behind it`,
  });
}

/** Says of each mention of a header's type that makes no header why it is none. */
function clearMentions(pass: Pass, file: GoFile, declaration: Node): void {
  for (const mention of declaration.all('qualified_type', 'type_identifier', 'selector_expression')) {
    const name = /^(?:\w+\.)?((?:Slice|String)Header)$/.exec(mention.text)?.[1];
    if (name === undefined || mention.parent?.kind === 'qualified_type') continue;
    const reason =
      dataHeader(mention, pass.package) === undefined
        ? `\`${mention.text}\` is not the type of the standard package \`reflect\``
        : pointerReason(mention);
    if (reason !== undefined) pass.clear(() => ({ at: mention, file, reason }));
  }
}

function pointerReason(mention: Node): string | undefined {
  const isPointer =
    mention.parent?.kind === 'pointer_type' ||
    (mention.parent?.kind === 'unary_expression' && mention.parent.text.startsWith('*'));
  return isPointer ? `\`*${mention.text}\` is a pointer: no header of its own is made here` : undefined;
}

/** `*(*reflect.SliceHeader)(unsafe.Pointer(&s)) = reflect.SliceHeader{…}` fills the header of an actual slice. */
function fillsActualHeader(node: Node): boolean {
  const list = node.parent;
  if (list?.field !== 'right') return false;
  const target = list.parent?.child('left')?.children[list.children.indexOf(node)];
  return target?.kind === 'unary_expression' && target.text.startsWith('*');
}

/** What the Data field is set to: in the literal, or by assignments to the variable. */
function dataOf(pass: Pass, node: Node): Node[] {
  if (node.kind === 'composite_literal') {
    const elements = node.child('body')?.children ?? [];
    return elements.flatMap((element) => {
      const value =
        element.kind === 'keyed_element' && element.child('key')?.text === 'Data'
          ? element.child('value')?.children[0]
          : undefined;
      return value === undefined ? [] : [value];
    });
  }
  const names = node.kind === 'var_spec' ? node.childrenOf('name') : assignedNames(node);
  return names.flatMap((name) => {
    const symbol = pass.package.symbolOf(name);
    if (symbol === undefined) return [];
    return pass.package.bindings.usesOf(symbol).flatMap((use) => {
      const field = use.parent;
      const list = field?.parent;
      if (field?.child('field')?.text !== 'Data' || list?.field !== 'left') return [];
      const value = list.parent?.child('right')?.children[list.children.indexOf(field)];
      return value === undefined ? [] : [value];
    });
  });
}

/** The variable of `x := new(T)`. */
function assignedNames(call: Node): Node[] {
  const list = call.parent;
  const name =
    list?.field === 'right' ? list.parent?.child('left')?.children[list.children.indexOf(call)] : undefined;
  return name === undefined ? [] : [name];
}

/** The type of the value that a literal, a declaration or `new` makes. */
function madeType(pass: Pass, node: Node): Node | undefined {
  if (node.kind !== 'call_expression') return node.child('type');
  const callee = calleeOf(node, pass.package);
  return callee.kind === 'builtin' && callee.name === 'new' ? argumentsOf(node)[0] : undefined;
}

/** `unsafe.Sizeof(reflect.SliceHeader{})` makes no header. */
function isOnlyMeasured(pass: Pass, node: Node): boolean {
  const call = node.parent?.kind === 'argument_list' ? node.parent.parent : undefined;
  if (call?.kind !== 'call_expression') return false;
  const callee = calleeOf(call, pass.package);
  return callee.kind === 'package' && callee.path === 'unsafe' && callee.name !== 'Slice';
}
