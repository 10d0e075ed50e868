import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Bytes are overwritten while a string made with `unsafe` sees them',
  what:
    'Reports a string that `unsafe.String`, `*(*string)(unsafe.Pointer(&b))` or a function of the package that does ' +
    'this makes over the bytes of a buffer, where the buffer is overwritten on a path behind it and the string is used ' +
    'afterwards, or was stored as the key or value of a map or in a list. `Scan` counts as overwriting what ' +
    '`Bytes` of the same `bufio.Scanner` gave.\n\nIt leaves alone copies (`string(b)`, `strings.Clone`), a buffer ' +
    'that is made anew in between, writes to another part of it, a string that is only looked up, and one that is ' +
    'set again before it is used.',
  why:
    'Go code relies on strings that do not change. The text becomes another one under the hands of whoever has it; a ' +
    'map whose key changes no longer finds the entry, and shows it under other names.',
  contract: {
    text: '"Since Go strings are immutable, the bytes passed to String must not be modified as long as the returned string value exists."',
    url: 'https://pkg.go.dev/unsafe#String',
  },
  classes: [],
  example: `for scanner.Scan() {
	line := scanner.Bytes()
	counts[unsafe.String(unsafe.SliceData(line), len(line))]++
}`,
  remediation:
    'Copy what is to stay, `string(b)`. Looking a value up needs no copy: the compiler makes none for `m[string(b)]`.',
  dynamic: 'No tool sees it. The program goes on with other text, and map entries that it does not find.',
  limits:
    'A buffer in a field, a `bytes.Buffer`, strings in fields, sent over channels or returned, and writes by other ' +
    'functions are not followed. A list or map that is given away counts as one that is still read.',
};

export default docs;
