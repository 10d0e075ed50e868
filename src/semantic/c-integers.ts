/** The widths of a system's integers that differ between systems, in bits. */
export interface DataModel {
  readonly long: 32 | 64;
  readonly pointer: 32 | 64;
}

/** ILP32, LP64, and LLP64 as on Windows: what Go builds for is one of them. */
export const dataModels: readonly DataModel[] = [
  { long: 32, pointer: 32 },
  { long: 64, pointer: 64 },
  { long: 32, pointer: 64 },
];

/** An integer type that is at least an int: narrower ones are promoted (C11 6.3.1.1). */
export interface IntegerType {
  /** 0 for int, 1 for long, 2 for long long. */
  readonly rank: 0 | 1 | 2;
  readonly isUnsigned: boolean;
}

/** An integer of C. */
export interface TypedInteger {
  readonly value: bigint;
  readonly type: IntegerType;
}

export const intType: IntegerType = { rank: 0, isUnsigned: false };

function bitsOf(type: IntegerType, model: DataModel): number {
  return type.rank === 0 ? 32 : type.rank === 2 ? 64 : model.long;
}

function fits(value: bigint, type: IntegerType, model: DataModel): boolean {
  const bits = bitsOf(type, model);
  return (type.isUnsigned ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value)) === value;
}

/** A result in its type: an unsigned one wraps, a signed one that overflows has no value (C11 6.5). */
function inType(value: bigint, type: IntegerType, model: DataModel): TypedInteger | undefined {
  if (type.isUnsigned) return { value: BigInt.asUintN(bitsOf(type, model), value), type };
  return fits(value, type, model) ? { value, type } : undefined;
}

/** `10`, `0x1Fu`, `017L`: the first type of its list that holds it (C11 6.4.4.1). */
export function integerLiteral(text: string, model: DataModel): TypedInteger | undefined {
  const match =
    /^(0[xX][0-9a-fA-F]+|0[bB][01]+|0[0-7]*|[1-9]\d*)([uU]?(?:ll|LL|[lL])?|(?:ll|LL|[lL])[uU])$/.exec(text);
  const [, digits, suffix = ''] = match ?? [];
  if (digits === undefined) return undefined;
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const isUnsigned = /u/i.test(suffix);
  const lowest = /ll/i.test(suffix) ? 2 : /l/i.test(suffix) ? 1 : 0;
  for (const rank of ([0, 1, 2] as const).filter((one) => one >= lowest)) {
    const signed: IntegerType = { rank, isUnsigned: false };
    const unsigned: IntegerType = { rank, isUnsigned: true };
    if (!isUnsigned && fits(value, signed, model)) return { value, type: signed };
    // A decimal literal becomes unsigned only where it is written so.
    if ((isUnsigned || digits.startsWith('0')) && fits(value, unsigned, model))
      return { value, type: unsigned };
  }
  return undefined;
}

/** The integer types that a cast can name, with the bits that it keeps. */
export function castType(
  words: readonly string[],
  model: DataModel,
): { readonly type: IntegerType; readonly bits: number } | undefined {
  const name = [...words].sort().join(' ');
  const exact = /^(u?)int(8|16|32|64)_t$/.exec(name);
  if (exact !== null) return narrow(Number(exact[2]), exact[1] === 'u');
  const isUnsigned = words.includes('unsigned');
  const basic = words.filter((word) => !/^(unsigned|signed|int)$/.test(word));
  const repeated = words.some((word, index) => word !== 'long' && words.indexOf(word) !== index);
  switch (repeated ? undefined : basic.join(' ')) {
    case '':
      return { type: { rank: 0, isUnsigned }, bits: 32 };
    case 'char':
      // Whether a plain char has a sign is the system's choice.
      return name === 'char' ? undefined : narrow(8, isUnsigned);
    case 'short':
      return narrow(16, isUnsigned);
    case 'long':
      return { type: { rank: 1, isUnsigned }, bits: model.long };
    case 'long long':
      return { type: { rank: 2, isUnsigned }, bits: 64 };
    case 'size_t':
    case 'uintptr_t':
      return name === basic[0] ? { type: sizeType(model), bits: model.pointer } : undefined;
    default:
      return undefined;
  }
}

/** What an integer of so many bits is promoted to. */
function narrow(bits: number, isUnsigned: boolean): { type: IntegerType; bits: number } {
  if (bits < 32) return { type: intType, bits: isUnsigned ? bits : -bits };
  return { type: { rank: bits === 64 ? 2 : 0, isUnsigned }, bits };
}

function sizeType(model: DataModel): IntegerType {
  return { rank: model.pointer === 32 ? 0 : model.long === 64 ? 1 : 2, isUnsigned: true };
}

/** The value of a cast to a type of {@link castType}; a signed type that cannot hold it gives none. */
export function converted(
  value: bigint,
  { type, bits }: { readonly type: IntegerType; readonly bits: number },
  model: DataModel,
): TypedInteger | undefined {
  if (bits < 32 && bits > 0) return { value: BigInt.asUintN(bits, value), type };
  if (bits < 0) return BigInt.asIntN(-bits, value) === value ? { value, type } : undefined;
  return inType(value, type, model);
}

/** `sizeof` of a basic type that has one size, or one in each data model. */
export function sizeOfType(words: readonly string[], model: DataModel): TypedInteger | undefined {
  const plain = words.join(' ');
  if (/^(signed |unsigned )?char$/.test(plain)) return { value: 1n, type: sizeType(model) };
  const known = castType(words, model);
  if (known === undefined) return undefined;
  return { value: BigInt(Math.abs(known.bits) / 8), type: sizeType(model) };
}

export function negated({ value, type }: TypedInteger, model: DataModel): TypedInteger | undefined {
  return inType(-value, type, model);
}

export function complement({ value, type }: TypedInteger, model: DataModel): TypedInteger | undefined {
  return inType(~value, type, model);
}

/** The type that two operands share (C11 6.3.1.8). */
export function commonType(a: IntegerType, b: IntegerType, model: DataModel): IntegerType {
  if (a.isUnsigned === b.isUnsigned) return a.rank >= b.rank ? a : b;
  const [unsigned, signed] = a.isUnsigned ? [a, b] : [b, a];
  if (unsigned.rank >= signed.rank) return unsigned;
  return bitsOf(signed, model) > bitsOf(unsigned, model) ? signed : { ...signed, isUnsigned: true };
}

/** An operand in the common type. */
export function asType({ value }: TypedInteger, type: IntegerType, model: DataModel): TypedInteger {
  return { value: type.isUnsigned ? BigInt.asUintN(bitsOf(type, model), value) : value, type };
}

function truth(holds: boolean): TypedInteger {
  return { value: holds ? 1n : 0n, type: intType };
}

/** The value of a binary operation; undefined where C gives it none, or leaves it to the compiler. */
export function operation(
  operator: string,
  left: TypedInteger,
  right: TypedInteger,
  model: DataModel,
): TypedInteger | undefined {
  if (operator === '<<' || operator === '>>') {
    const count = right.value;
    // What a signed shift makes of a negative number or of the sign's bit is not C's to say (C11 6.5.7).
    if (count < 0n || count >= BigInt(bitsOf(left.type, model)) || left.value < 0n) return undefined;
    return operator === '<<'
      ? inType(left.value << count, left.type, model)
      : { ...left, value: left.value >> count };
  }
  if (operator === '&&') return truth(left.value !== 0n && right.value !== 0n);
  if (operator === '||') return truth(left.value !== 0n || right.value !== 0n);
  const type = commonType(left.type, right.type, model);
  const a = asType(left, type, model).value;
  const b = asType(right, type, model).value;
  switch (operator) {
    case '+':
      return inType(a + b, type, model);
    case '-':
      return inType(a - b, type, model);
    case '*':
      return inType(a * b, type, model);
    case '/':
      return b === 0n ? undefined : inType(a / b, type, model);
    case '%':
      return b === 0n ? undefined : inType(a % b, type, model);
    case '&':
      return { value: a & b, type };
    case '|':
      return { value: a | b, type };
    case '^':
      return { value: a ^ b, type };
    case '==':
      return truth(a === b);
    case '!=':
      return truth(a !== b);
    case '<':
      return truth(a < b);
    case '>':
      return truth(a > b);
    case '<=':
      return truth(a <= b);
    case '>=':
      return truth(a >= b);
    default:
      return undefined;
  }
}
