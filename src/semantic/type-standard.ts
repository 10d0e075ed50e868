import { signaturesOf } from '../knowledge/go-signatures.ts';
import { readTypes } from './type-text.ts';
import { basic, pointerTo, sliceOf, unknown } from './type.ts';
import type { Signature, Type } from './type.ts';

/** What the tables say of one package of the standard library; methods and fields are named `Type.member`. */
export interface StandardPackage {
  /** Without parameters where the results do not depend on the arguments: then the tables do not list them. */
  readonly functions: ReadonlyMap<string, Signature>;
  /** Variables, constants and fields. */
  readonly values: ReadonlyMap<string, Type>;
  /** Definitions of types that are neither struct nor interface. */
  readonly types: ReadonlyMap<string, StandardType>;
}

/** A definition, with the names of its type parameters in order. */
export interface StandardType {
  readonly parameters: readonly string[];
  readonly definition: Type;
}

const packages = new Map<string, StandardPackage>();

/** A package by its import path; undefined for one that the tables lack. Read when first asked for, and kept. */
export function standardPackage(path: string): StandardPackage | undefined {
  const known = packages.get(path);
  if (known !== undefined) return known;
  const text = signaturesOf(path);
  if (text === undefined) return undefined;
  const read = readPackage(text, path);
  packages.set(path, read);
  return read;
}

function readPackage(text: string, path: string): StandardPackage {
  const functions = new Map<string, Signature>();
  const values = new Map<string, Type>();
  const types = new Map<string, StandardType>();
  for (const line of text.split('\n').map((one) => one.trim())) {
    const definition = /^type (\w+)(?:\[([^\]]+)\])? (.*)$/.exec(line);
    const generic = /^func (\w+)(.*)$/.exec(line);
    const listed = /^(= )?(.*?): (.*)$/.exec(line);
    if (definition !== null) {
      const parameters = definition[2]?.split(', ') ?? [];
      types.set(definition[1] ?? '', { parameters, definition: typeOf(definition[3] ?? '', path) });
    } else if (generic !== null) {
      const type = typeOf(`func${generic[2] ?? ''}`, path);
      if (type.kind === 'composite' && type.form === 'function_type')
        functions.set(generic[1] ?? '', type.signature);
    } else if (listed !== null) {
      const form = listed[2] ?? '';
      const results = readTypes(/^\((.*)\)$/.exec(form)?.[1] ?? form, path);
      for (const name of (listed[3] ?? '').split(' ')) {
        if (listed[1] === undefined) functions.set(name, { parameters: undefined, variadic: false, results });
        else values.set(name, results[0] ?? unknown);
      }
    }
  }
  return { functions, values, types };
}

function typeOf(text: string, path: string): Type {
  return readTypes(text, path)[0] ?? unknown;
}

/** What the functions give that cgo itself puts into package C: https://pkg.go.dev/cmd/cgo#hdr-Go_references_to_C. */
export function cgoResult(name: string): Type | undefined {
  switch (name) {
    case 'CString':
      return pointerTo({ kind: 'c', name: 'char' });
    // cgo gives malloc its own wrapper; what C declares as void * is an unsafe.Pointer.
    case 'CBytes':
    case 'malloc':
    case 'calloc':
    case 'realloc':
      return { kind: 'unsafe-pointer' };
    case 'GoString':
    case 'GoStringN':
      return basic('string');
    case 'GoBytes':
      return sliceOf(basic('byte'));
    default:
      return undefined;
  }
}
