import { isBasicType } from './callee.ts';
import { basic, functionOf, pointerTo, sliceOf, unknown } from './type.ts';
import type { Type } from './type.ts';

/**
 * The types of a comma-separated list as the tables of signatures write it: Go's syntax with import paths in full
 * (`io/fs.FileInfo`), and names without a path for types of `path`. What it does not cover is unknown.
 */
export function readTypes(text: string, path: string): Type[] {
  return new Reader(text, path).list();
}

class Reader {
  private readonly text: string;
  private readonly path: string;
  private offset = 0;

  constructor(text: string, path: string) {
    this.text = text;
    this.path = path;
  }

  list(): Type[] {
    const types: Type[] = [];
    do types.push(this.type());
    while (this.take(', '));
    return types;
  }

  private take(token: string): boolean {
    if (!this.text.startsWith(token, this.offset)) return false;
    this.offset += token.length;
    return true;
  }

  private type(): Type {
    if (this.take('*')) return pointerTo(this.type());
    if (this.take('[]')) return sliceOf(this.type());
    if (this.take('map[')) {
      const key = this.type();
      this.take(']');
      return { kind: 'composite', form: 'map_type', key, value: this.type() };
    }
    const direction = this.take('<-chan ') ? 'receive' : this.take('chan<- ') ? 'send' : undefined;
    if (direction !== undefined || this.take('chan ')) {
      return {
        kind: 'composite',
        form: 'channel_type',
        element: this.type(),
        direction: direction ?? 'both',
      };
    }
    if (this.take('func(')) return this.signature();
    if (this.take('struct{}') || this.take('interface{}')) return unknown;
    if (this.take('[')) {
      const length = Number(this.matched(/\d+/y));
      this.take(']');
      return { kind: 'array', element: this.type(), length };
    }
    return this.named(this.matched(/[\w./]+/y));
  }

  private signature(): Type {
    const parameters = this.take(')') ? [] : this.closed(')');
    const results = this.take(' (') ? this.closed(')') : this.take(' ') ? [this.type()] : [];
    return functionOf({ parameters, variadic: false, results });
  }

  private closed(end: string): Type[] {
    const types = this.list();
    this.take(end);
    return types;
  }

  private named(text: string): Type {
    if (text === 'unsafe.Pointer') return { kind: 'unsafe-pointer' };
    if (isBasicType(text)) return basic(text);
    // A single capital letter is a type parameter: no type of the tables has such a name.
    if (/^[A-Z]$/.test(text)) return { kind: 'parameter', name: text };
    const dot = text.lastIndexOf('.');
    const path = dot < 0 ? this.path : text.slice(0, dot);
    const named = { kind: 'named', path, name: text.slice(dot + 1) } as const;
    return this.take('[') ? { ...named, arguments: this.closed(']') } : named;
  }

  private matched(pattern: RegExp): string {
    pattern.lastIndex = this.offset;
    const text = pattern.exec(this.text)?.[0] ?? '';
    this.offset += text.length;
    return text;
  }
}
