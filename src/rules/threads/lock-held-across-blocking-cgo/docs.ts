import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'A mutex that is held while C waits',
  what:
    'Asks about calls of C functions that wait by their names, as `C.sleep`, `C.poll`, `C.recv`, `C.pthread_join` ' +
    'and whatever ends in `_wait`, `_join` or `_sleep`, where a mutex of Go is held on every path to the call.\n\n' +
    'It is off until the configuration turns it on. It leaves alone `poll` and `epoll_wait` with a timeout of 0, ' +
    'tests, deferred calls, and calls that only some paths make with the lock.',
  why:
    'Every goroutine that wants the lock waits as long as C does. Where one of them has to take it to end the wait, ' +
    'as a `Close` does, the program stands still; and Go cannot interrupt a call of C.',
  contract: {
    text: 'Lock: "If the lock is already in use, the calling goroutine blocks until the mutex is available."',
    url: 'https://pkg.go.dev/sync#Mutex.Lock',
  },
  classes: [],
  example: [
    'func (q *Queue) Next() C.int {',
    '\tq.mu.Lock()',
    '\tdefer q.mu.Unlock()',
    '\treturn C.queue_wait(q.c)',
    '}',
  ].join('\n'),
  remediation:
    'Copy what the call needs under the lock, unlock, wait, and lock again for what comes back. A close that frees ' +
    'the object then has to wait for the call to return.',
  dynamic:
    'No tool reports it. A program whose goroutines all wait for locks ends with "all goroutines are asleep", but ' +
    'not while one of them is in C. The block and mutex profiles show how long locks are waited for.',
  limits:
    'That a function waits is told by its name: one that waits inside of a wrapper is missed, and one that returns ' +
    'at once is asked about. What the lock protects is not known.',
};

export default docs;
