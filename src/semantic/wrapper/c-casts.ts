import type { Node } from '../../syntax/tree.ts';
import type { CDeclarations } from '../c-declarations.ts';

/**
 * The C functions that only give their one argument another type: `static GtkWidget *toWidget(void *p) { return
 * GTK_WIDGET(p); }`. A macro counts where it is named for the result's type, as GObject's checked casts are
 * (https://docs.gtk.org/gobject/concepts.html).
 */
export class CCasts {
  private readonly c: CDeclarations;
  private readonly known = new Map<string, boolean>();

  constructor(c: CDeclarations) {
    this.c = c;
  }

  has(name: string): boolean {
    let known = this.known.get(name);
    if (known === undefined) this.known.set(name, (known = this.find(name)));
    return known;
  }

  private find(name: string): boolean {
    const declared = this.c.function(name);
    if (declared === undefined || declared.bodies.length === 0) return false;
    const { parameters, result } = declared.type;
    const parameter = parameters?.length === 1 ? parameters[0]?.name : undefined;
    if (parameter === undefined || result.kind !== 'pointer') return false;
    const typeName = result.to.kind === 'named' ? result.to.name : undefined;
    return declared.bodies.every((body) => {
      const [only, ...more] = body.children.filter((child) => child.kind !== 'comment');
      const value = only?.kind === 'return_statement' && more.length === 0 ? only.children[0] : undefined;
      return value !== undefined && isCastOf(value, parameter, typeName);
    });
  }
}

function isCastOf(value: Node, parameter: string, typeName: string | undefined): boolean {
  if (value.kind === 'identifier') return value.text === parameter;
  if (value.kind === 'parenthesized_expression') {
    const [inner] = value.children;
    return inner !== undefined && isCastOf(inner, parameter, typeName);
  }
  if (value.kind === 'cast_expression') {
    const inner = value.child('value');
    return inner !== undefined && isCastOf(inner, parameter, typeName);
  }
  if (value.kind !== 'call_expression') return false;
  const macro = value.child('function')?.text ?? '';
  const [argument, ...more] = value.child('arguments')?.children ?? [];
  const isNamedForType = /^[A-Z][A-Z0-9_]*$/.test(macro) && sameWord(macro, typeName ?? '');
  return isNamedForType && argument !== undefined && more.length === 0
    ? isCastOf(argument, parameter, typeName)
    : false;
}

/** `GTK_TOOL_BUTTON` and `GtkToolButton`. */
function sameWord(macro: string, typeName: string): boolean {
  return macro.replaceAll('_', '').toLowerCase() === typeName.replace(/^_/, '').toLowerCase();
}
