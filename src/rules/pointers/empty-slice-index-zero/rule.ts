import type { SuggestedFix } from '../../../engine/diagnostic.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { mayBeEmpty } from '../../../flow/emptiness.ts';
import type { EmptinessDoubt } from '../../../flow/emptiness.ts';
import { isFilledAt } from '../../../flow/filled.ts';
import { accountForFilled, accountForUnknownLength } from '../../../flow/length-account.ts';
import type { LengthAccount } from '../../../flow/length-account.ts';
import { parameterLengths } from '../../../flow/parameter-lengths.ts';
import { useOf } from '../../../flow/value-use.ts';
import { argumentsOf, calleeOf, isCall, throughParens, unparen } from '../../../semantic/callee.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { canUseUnsafe } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'empty-slice-index-zero',
  code: 'CGO201',
  category: 'bounds',
  severity: 'warning',
  confidence: 'likely',
  cwe: 129,
  docs,
  requires: [parameterLengths],
  run(pass) {
    for (const fn of pass.functions()) {
      for (const node of fn.body.allOutside('func_literal', 'unary_expression')) {
        const slice = indexedAtZero(node);
        if (slice === undefined) continue;
        if (isHandedOut(node, pass)) check(pass, fn, node, slice);
        else clear(pass, fn, node, () => ({ reason: whyItStays(node, pass), remarks: [] }));
      }
    }
  },
});

/** The `b` of `&b[0]`. */
function indexedAtZero(node: Node): Node | undefined {
  if (node.kind !== 'unary_expression' || !node.text.startsWith('&')) return undefined;
  const element = node.child('operand');
  if (element === undefined || unparen(element).kind !== 'index_expression') return undefined;
  const index = unparen(element);
  return index.child('index')?.text === '0' ? index.child('operand') : undefined;
}

/**
 * Converted for C or for unsafe, or an argument of a C function, at once or through a variable: an ordinary `&b[0]`
 * is Go's own business.
 */
function isHandedOut(address: Node, pass: Pass): boolean {
  // Go memory given to C.free is another rule's finding.
  if (useOf(address, pass.package).kind === 'free') return false;
  if (isConverted(address, pass)) return true;
  const use = useOf(address, pass.package);
  if (use.kind !== 'alias' || use.symbol.role !== 'local') return false;
  return pass.package.bindings.usesOf(use.symbol).some((mention) => isConverted(mention, pass));
}

function whyItStays(address: Node, pass: Pass): string {
  return useOf(address, pass.package).kind === 'free'
    ? 'the address is given to `C.free`: free-non-c-memory looks at that'
    : 'the address is given neither to C nor to `unsafe`: an ordinary index, whose panic Go code expects';
}

function clear(pass: Pass, fn: GoFunction, at: Node, account: () => LengthAccount): void {
  pass.clear(() => {
    const { reason, remarks } = account();
    const states = remarks.map((remark) => ({
      location: pass.location(fn.file, remark.at),
      message: remark.message,
    }));
    return { at, file: fn.file, reason, states };
  });
}

function isConverted(expression: Node, pass: Pass): boolean {
  const value = throughParens(expression);
  const call = value.parent?.kind === 'argument_list' ? value.parent.parent : value.parent;
  if (call === undefined || !isCall(call)) return false;
  const callee = calleeOf(call, pass.package);
  return callee.kind === 'c' || callee.kind === 'conversion';
}

function check(pass: Pass, fn: GoFunction, address: Node, slice: Node): void {
  const lengths = pass.use(parameterLengths);
  const filled = isFilledAt(address, slice, fn, lengths);
  if (filled === true) {
    clear(pass, fn, address, () => accountForFilled(address, slice, fn, lengths));
    return;
  }
  if (filled === false) {
    pass.report({
      at: address,
      file: fn.file,
      confidence: 'certain',
      message: `\`${oneLine(address)}\` panics: \`${oneLine(slice)}\` is empty here`,
    });
    return;
  }
  const doubt = mayBeEmpty(slice, lengths);
  if (doubt === undefined) {
    clear(pass, fn, address, () => accountForUnknownLength(slice, lengths));
    return;
  }
  const fix = sliceDataFix(pass, fn, address, slice);
  pass.report({
    at: address,
    file: fn.file,
    ...(doubt.isAsked ? { confidence: 'question', severity: 'info' } : {}),
    message: messageOf(oneLine(address), oneLine(slice), doubt),
    ...(fix === undefined ? {} : { fix }),
  });
}

function messageOf(address: string, slice: string, { reason, isAsked }: EmptinessDoubt): string {
  return isAsked
    ? `May \`${slice}\` be empty here? \`${address}\` panics then, and ${reason}`
    : `\`${address}\` panics when \`${slice}\` is empty: ${reason}`;
}

/**
 * The edit that is exact. Where C gets a bare `unsafe.Pointer`, cgo checks only the slice behind `&b[0]`, but the
 * whole object around any other expression (https://pkg.go.dev/cmd/cgo#hdr-Passing_pointers): there it could panic.
 */
function sliceDataFix(pass: Pass, fn: GoFunction, address: Node, slice: Node): SuggestedFix | undefined {
  const use = useOf(address, pass.package);
  if (use.kind === 'c-argument' && isBarePointer(argumentsOf(use.call)[use.index], pass)) return undefined;
  // unsafe.SliceData came with Go 1.20.
  if (!pass.package.hasGo(1, 20) || !canUseUnsafe(fn.file)) return undefined;
  const newText = `unsafe.SliceData(${slice.text})`;
  return {
    message: `Take the address with \`${newText}\`, which accepts an empty slice`,
    edits: [{ path: fn.file.path, span: address.span, newText }],
  };
}

function isBarePointer(argument: Node | undefined, pass: Pass): boolean {
  return argument !== undefined && pass.package.types.ofExpression(argument).kind === 'unsafe-pointer';
}

function oneLine(node: Node): string {
  return node.text.replace(/\s+/g, ' ');
}
