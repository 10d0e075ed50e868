/** Texts that make careless patterns search again and again from every place. */
const pieces: readonly (readonly [name: string, start: string, repeated: string, end: string])[] = [
  ['a line of parentheses', '  ', '(', '\n'],
  ['calls without an end', '', '  f(a)(', 'x\n'],
  ['a heading in every line', '', '==1==ERROR: AddressSanitizer: heap-use-after-free on address 0x1\n', ''],
  [
    'a leak in every line',
    '==1==ERROR: LeakSanitizer: detected memory leaks\n',
    'Direct leak of 6 byte(s) in 1 object(s) allocated from:\n',
    '',
  ],
  ['a frame in every line', '==1==ERROR: AddressSanitizer: SEGV\n', '    #0 0x1 in f /a/b.c:1\n', ''],
  ['one long frame', '==1==ERROR: AddressSanitizer: SEGV\n    #0 0x1 in ', 'f (', ')\n'],
  ['a frame of places', '==1==ERROR: AddressSanitizer: SEGV\n    #0 0x1 in f /a', '.c:1:1', 'x\n'],
  [
    'variables without an end',
    '==1==ERROR: AddressSanitizer: SEGV\n',
    "0x1 is located 0 bytes global variable 'a' from 'b' defined in '",
    '\n',
  ],
  ['a panic in every line', '', 'panic: x\n', ''],
  ['a known panic in every line', '', 'panic: runtime error: index out of range\n', ''],
  ['goroutines', 'fatal error: fault\n\n', 'goroutine 1 [running]:\n', ''],
  [
    'a traceback without an end',
    'fatal error: fault\n\ngoroutine 1 [running]:\n',
    'main.f(0x1)\n\t/a/b.go:1 +0x1\n',
    '',
  ],
  ['a result of many results', 'panic: runtime error: ', ': result of Go function a:1', '\n'],
  [
    'creators',
    'fatal error: fault\n\ngoroutine 1 [running]:\ncreated by ',
    'a in goroutine 1 ',
    '\n\t/a.go:1\n',
  ],
  ['races', '', 'WARNING: DATA RACE\nRead at 0x1 by goroutine 1:\n  f()\n      /a.go:1 +0x1\n', ''],
  ['errors of valgrind', '', '==1== Invalid read of size 1\n', ''],
  ['a block of valgrind', '==1== Invalid read of size 1\n==1==  Address 0x1 is ', '1,', ' bytes inside\n'],
  ['lines of nothing', '', '\r', ''],
  ['colours', '', '\u001b[', '\n'],
  ['no lines', '', 'a', ''],
  ['aborts', '', 'free(): invalid pointer\nSIGABRT: abort\n', ''],
];

export interface HostileLog {
  readonly name: string;
  readonly text: string;
}

/** Just below the length at which a line is cut. */
const lineLength = 4000;

/** Each of about `length` units: what is repeated fills the log, or line after line. */
export function hostileLogs(length: number): readonly HostileLog[] {
  return pieces.map(([name, start, repeated, end]) => {
    if (repeated.includes('\n')) {
      return { name, text: `${start}${repeated.repeat(Math.ceil(length / repeated.length))}${end}` };
    }
    const line = `${start}${repeated.repeat(Math.ceil(lineLength / repeated.length))}${end}`;
    return { name, text: line.repeat(Math.ceil(length / line.length)) };
  });
}
