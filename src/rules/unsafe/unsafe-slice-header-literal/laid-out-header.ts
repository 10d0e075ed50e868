import type { CType } from '../../../semantic/c-types.ts';
import type { Package } from '../../../semantic/package.ts';
import type { Type } from '../../../semantic/type.ts';
import type { Node } from '../../../syntax/tree.ts';

/**
 * Whether a field may be the first word of a header that its struct lays out itself, as `GoSlice` in cgo's export header
 * does (https://pkg.go.dev/cmd/cgo#hdr-C_references_to_Go): the fields behind it are the length, and of a slice the
 * capacity. Where the struct is not known, it may be.
 */
export function mayStartHeader(field: Node, header: string, pkg: Package): boolean {
  const [operand, name] = [field.child('operand'), field.child('field')?.text];
  if (operand === undefined || name === undefined) return false;
  const behind = fieldsBehind(pkg.types.ofExpression(operand), name, pkg);
  if (behind === undefined) return true;
  const words = header === 'SliceHeader' ? 2 : 1;
  return behind.length >= words && behind.slice(0, words).every(({ mayBeLength }) => mayBeLength);
}

interface Field {
  readonly name: string;
  readonly mayBeLength: boolean;
}

/** The fields behind one of a struct, or of the struct that a pointer leads to. */
function fieldsBehind(of: Type, name: string, pkg: Package): readonly Field[] | undefined {
  const outer = pkg.types.underlying(of);
  const type = outer.kind === 'pointer' ? pkg.types.underlying(outer.element) : outer;
  const fields =
    type.kind === 'c' && type.path === undefined
      ? fieldsOfC(type.name, pkg)
      : type.kind === 'composite' && type.form === 'struct_type'
        ? fieldsOfGo(type.node, type.path, pkg)
        : undefined;
  const index = fields?.findIndex((one) => one.name === name) ?? -1;
  return index < 0 ? undefined : fields?.slice(index + 1);
}

function fieldsOfC(name: string, pkg: Package): Field[] | undefined {
  const tag = /^struct_(.+)$/.exec(name)?.[1];
  const type = tag === undefined ? ({ kind: 'named', name } as const) : pkg.c.tagged('struct', tag);
  const fields = type === undefined ? undefined : pkg.c.fieldsOf(type);
  return fields?.map((one) => ({
    name: one.name,
    mayBeLength: !one.isBitField && mayBeWordOfC(pkg.c.resolve(one.type)),
  }));
}

function fieldsOfGo(node: Node | undefined, path: string, pkg: Package): Field[] | undefined {
  const home = pkg.types.home(path);
  if (node === undefined || home === undefined) return undefined;
  const [list] = node.children;
  return list?.children.flatMap((one) => {
    const type = one.child('type');
    const mayBeLength = type !== undefined && mayBeWordOfGo(home.ofTypeNode(type));
    const names = one.childrenOf('name').map(({ text }) => text);
    // What is embedded is one field, and no length.
    return names.length === 0
      ? [{ name: '', mayBeLength: false }]
      : names.map((name) => ({ name, mayBeLength }));
  });
}

/** Whether a type is an integer of one machine word on some system, or not known. */
function mayBeWordOfGo(type: Type): boolean {
  switch (type.kind) {
    case 'basic':
      return /^u?int(64|ptr)?$/.test(type.name);
    case 'c':
      return !/^(s?char|uchar|u?short|u?int|float|double|(struct|union|enum)_.+)$/.test(type.name);
    default:
      return type.kind === 'unknown';
  }
}

/** The same of a type of C, its typedefs followed. */
function mayBeWordOfC(type: CType): boolean {
  return type.kind === 'basic'
    ? /^((unsigned )?long( long)?|s?size_t|ptrdiff_t|u?int(64|ptr)_t)$/.test(type.name)
    : type.kind === 'unknown';
}
