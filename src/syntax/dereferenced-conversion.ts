import { fieldNames, kindNames } from '../parser/names.ts';
import type { TreeColumns } from './tree.ts';

const conversion = kindNames.id('type_conversion_expression');
const pointerType = kindNames.id('pointer_type');
const parenthesizedType = kindNames.id('parenthesized_type');
const unary = kindNames.id('unary_expression');
const star = kindNames.id('*');
const [operator, operand, type] = [
  fieldNames.id('operator'),
  fieldNames.id('operand'),
  fieldNames.id('type'),
];

type Columns = { [K in keyof TreeColumns]: TreeColumns[K] };

/**
 * Makes of a node that was read as a conversion to `*(*[4]byte)` what Go reads: the value behind the conversion
 * `(*[4]byte)(p)`. A conversion binds more tightly than the star, so that only a type in parentheses may start with one
 * (https://go.dev/ref/spec#Conversions). The number of nodes stays, and each keeps its text but the two that swap.
 */
export function dereferenceConversion(columns: Columns, node: number): void {
  const { kind, field, start, end, parent, subtreeEnd } = columns;
  if (kind[node] !== conversion) return;
  const [pointer, token, inner] = [node + 1, node + 2, node + 3];
  const innerKind = kind[inner];
  if (kind[pointer] !== pointerType || field[pointer] !== type || kind[token] !== star) return;
  if ((innerKind !== parenthesizedType && innerKind !== pointerType) || parent[inner] !== pointer) return;
  const last = subtreeEnd[node] ?? node;
  if (subtreeEnd[pointer] !== subtreeEnd[inner]) return;
  const { flags } = columns;
  const named = flags[pointer] ?? 0;
  kind[node] = unary;
  kind[pointer] = star;
  field[pointer] = operator;
  flags[pointer] = flags[token] ?? 0;
  start[pointer] = start[token] ?? 0;
  end[pointer] = end[token] ?? 0;
  subtreeEnd[pointer] = token;
  kind[token] = conversion;
  field[token] = operand;
  flags[token] = named;
  start[token] = start[inner] ?? 0;
  end[token] = end[node] ?? 0;
  parent[token] = node;
  subtreeEnd[token] = last;
  field[inner] = type;
  for (let child = inner; child < last; child = subtreeEnd[child] ?? last) parent[child] = token;
  dereferenceConversion(columns, token);
}
