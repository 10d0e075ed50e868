import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Map entry outlives the C memory whose address is its key',
  what:
    'Reports a map of the package with addresses of C memory as keys, where a function frees the memory first and ' +
    'deletes its entry afterwards, with no lock held over both. It asks where nothing deletes from such a map, and ' +
    'the package frees memory of the same C type.\n\nIt leaves alone entries that are deleted before the free, or ' +
    'under the lock, maps that other code gets, and keys of types that nothing here frees.',
  why:
    'A map compares addresses, not what is there. The allocator gives the address of freed memory to the next ' +
    'object that fits, and that object then finds the entry of the old one: its callbacks, its state, its owner. ' +
    'Where the entry is deleted behind the free, another goroutine may have its own new object in the map under ' +
    'that address by then, and loses it.',
  contract: {
    text:
      '"Pointer values are comparable. Two pointer values are equal if they point to the same variable": an ' +
      'address says which object it is only as long as that is there.',
    url: 'https://go.dev/ref/spec#Comparison_operators',
  },
  classes: ['use-after-free'],
  example: `func (c *Conn) Close() {
	C.lib_conn_free(c.ptr)
	mu.Lock()
	delete(conns, c.ptr)
	mu.Unlock()
}`,
  remediation:
    'Delete the entry before the memory is freed, or hold the lock of the map over both. Or use a number of your ' +
    'own as the key, such as a `cgo.Handle`, which is not given out again while it is in use.',
  dynamic:
    'No tool reports it: a key is not dereferenced, so neither the sanitizers nor checkptr see a use of freed ' +
    'memory. What shows is the wrong entry.',
  limits:
    'Looks at maps in variables of the package. Whether a free is of the same object is told by its type or by ' +
    'the variable alone; a free that only the name of a C function tells of is asked about.',
};

export default docs;
