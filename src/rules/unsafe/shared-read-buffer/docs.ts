import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Goroutines read into one buffer at the same time',
  what:
    'Reports a slice or array that goroutines share while somebody reads into it: goroutines that are started in a ' +
    'loop, each of which reads into the same buffer from outside of the loop, and a goroutine that is given what was ' +
    'read while the loop that started it reads into the buffer again.\n\nIt leaves alone a buffer that each round ' +
    'makes anew, copies, parts that start elsewhere (`buf[i*n:]`), and code that may wait in between: a channel, a ' +
    'lock, a `WaitGroup`, or a function of which that is not known.',
  why:
    'Each read overwrites the bytes of the others. A message is cut, mixed with another, or handled twice, and what a ' +
    'connection sent becomes visible to another one.',
  contract: {
    text: '"Programs that modify data being simultaneously accessed by multiple goroutines must serialize such access."',
    url: 'https://go.dev/ref/mem#advice',
  },
  classes: [],
  example: `buf := make([]byte, 2048)
for {
	n, from, err := conn.ReadFrom(buf)
	if err != nil {
		return err
	}
	go handle(from, buf[:n])
}`,
  remediation:
    'Make the buffer in the round or in the goroutine that uses it, or give each goroutine a copy, `bytes.Clone(buf[:n])`.',
  dynamic: 'The race detector reports it where two goroutines touch the buffer while a test runs.',
  limits:
    'Buffers in fields, a goroutine that is started by another function, `errgroup` and its kin, and a buffer that is ' +
    'sent over a channel are not followed. Only packages with cgo, `unsafe` or a header of `reflect` are looked at.',
};

export default docs;
