import { copiesOutOfC } from '../../knowledge/c-names.ts';
import { argumentsOf, calleeOf } from '../../semantic/callee.ts';
import { calledDeclarations } from '../../semantic/called-declarations.ts';
import type { Node } from '../../syntax/tree.ts';
import { offsetPointer } from './integer-origins.ts';
import { mapsMemory } from './memory-maps.ts';
import { unknownAt } from './origin.ts';
import type { Origin, OriginQuery } from './origin.ts';
import { isPoolGet, pooledOrigins } from './pooled-origins.ts';
import { returnedOrigins } from './returned-origins.ts';

/** What a result of a call that is no conversion leads to. */
export function resultOrigins(call: Node, index: number, query: OriginQuery): readonly Origin[] {
  const callee = calleeOf(call, query.package);
  switch (callee.kind) {
    case 'c':
      return index === 0 ? ofC(call, callee.name, query) : unknownAt(call);
    case 'builtin':
      return ofBuiltin(call, callee.name, query);
    case 'package':
      if (callee.path === 'unsafe') return ofUnsafe(call, callee.name, query);
      if (callee.path === 'runtime/cgo' && ['NewHandle', 'Handle'].includes(callee.name))
        return [{ kind: 'handle', at: call }];
      if (index === 0 && mapsMemory(call, callee.path, callee.name, query.package))
        return [{ kind: 'mmap', at: call }];
      return unknownAt(call);
    case 'method':
      if (isPoolGet(call, query)) return pooledOrigins(call, (made) => query.allOf(made), query);
      return ofGo(call, index, query);
    case 'function':
      return ofGo(call, index, query);
    default:
      return unknownAt(call);
  }
}

function ofC(call: Node, name: string, query: OriginQuery): readonly Origin[] {
  if (copiesOutOfC(name)) return [{ kind: name === 'GoBytes' ? 'go-heap' : 'string-data', at: call }];
  const found = query.functions.factsOf(name);
  const result = found?.facts.result;
  switch (result?.kind) {
    case 'gives':
      if (result.release[0] === 'munmap') return [{ kind: 'mmap', at: call }];
      return [{ kind: 'c-heap', at: call, release: result.release }];
    case 'lends':
      return [{ kind: 'c-borrowed', at: call, library: found?.library.name ?? '' }];
    case 'argument': {
      const argument = argumentsOf(call)[result.index];
      return argument === undefined ? unknownAt(call) : query.allOf(argument);
    }
    case undefined:
      return unknownAt(call);
  }
}

function ofBuiltin(call: Node, name: string, query: OriginQuery): readonly Origin[] {
  if (name === 'new' || name === 'make') return [{ kind: 'go-heap', at: call }];
  const [first] = argumentsOf(call);
  if (name !== 'append' || first === undefined) return unknownAt(call);
  // append copies to Go memory or stays in that of its first argument.
  const stays = query.allOf(first).filter(({ kind }) => kind !== 'nil');
  return stays.length > 0 ? stays : [{ kind: 'go-heap', at: call }];
}

function ofUnsafe(call: Node, name: string, query: OriginQuery): readonly Origin[] {
  const [first, second] = argumentsOf(call);
  if (first === undefined) return unknownAt(call);
  switch (name) {
    case 'Slice':
    case 'SliceData':
    case 'String':
    case 'StringData':
      return query.allOf(first);
    case 'Add':
      return second === undefined ? unknownAt(call) : offsetPointer(first, second, query);
    default:
      return unknownAt(call);
  }
}

/** What the package's functions that a call can run return, over all of their returns. */
function ofGo(call: Node, index: number, query: OriginQuery): readonly Origin[] {
  const declarations = calledDeclarations(call, query.package) ?? [];
  if (declarations.length === 0) return unknownAt(call);
  return declarations.flatMap((fn) => returnedOrigins(fn, index, query) ?? unknownAt(call));
}
