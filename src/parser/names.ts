/** Interned names: node kinds and field names as small numbers, so that trees are flat typed arrays. */
class NameTable {
  private readonly ids = new Map<string, number>();
  private readonly names: string[] = [];

  id(name: string): number {
    let id = this.ids.get(name);
    if (id === undefined) {
      id = this.names.length;
      this.names.push(name);
      this.ids.set(name, id);
    }
    return id;
  }

  name(id: number): string {
    return this.names[id] ?? '';
  }
}

/** Node kinds of both grammars. `ERROR` is a kind of its own in every backend. */
export const kindNames = new NameTable();

/** Field names of both grammars; id 0 is "no field". */
export const fieldNames = new NameTable();
fieldNames.id('');
