import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'A struct of C is copied with the lock inside of it',
  what:
    'Reports an assignment, an argument or a result that copies a struct of C which has a `pthread_mutex_t`, a ' +
    '`pthread_cond_t`, a `sem_t` or the like inside, by its declaration in the package. Where the copy is a local ' +
    'and only its members are read, the rule asks whether the struct is locked meanwhile.\n\nIt leaves alone ' +
    'pointers to such structs, structs that only point to a lock, and what a call of C returns by value.',
  why:
    'The copy has the state that the lock had at that moment: made while it was locked, it stays locked for ever, ' +
    'and two threads that lock the two hold neither off. Some systems keep the address of the lock in it.',
  contract: {
    text:
      'Only the object referenced by mutex may be used for performing synchronization. The result of referring to ' +
      'copies of mutex in calls to pthread_mutex_lock(), pthread_mutex_trylock(), pthread_mutex_unlock(), and ' +
      'pthread_mutex_destroy() is undefined.',
    url: 'https://pubs.opengroup.org/onlinepubs/9799919799/functions/pthread_mutex_init.html',
  },
  classes: ['race-with-c', 'struct-copied-from-c'],
  example: [
    '// struct queue { pthread_mutex_t lock; int length; };',
    'func (q *Queue) Snapshot() Queue {',
    '\treturn Queue{c: *q.c}',
    '}',
  ].join('\n'),
  remediation:
    'Keep a pointer to the struct, and copy the members that are needed while it is locked, best in a function of C ' +
    'that locks, reads and unlocks.',
  dynamic:
    'A program that locks the copy stops, or goes on without the lock. ThreadSanitizer sees the race only where all ' +
    'of C is built with it; the race detector of Go does not look into C.',
  limits:
    'A struct whose declaration is not in the package is not looked at, and neither are locks of other kinds, nor the ' +
    'copies that a range loop makes.',
};

export default docs;
