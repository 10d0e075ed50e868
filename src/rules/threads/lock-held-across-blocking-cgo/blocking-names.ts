/** Functions of POSIX and of Linux that wait for time, for a descriptor, or for another thread or process. */
const waiting: ReadonlySet<string> = new Set([
  ...['sleep', 'usleep', 'nanosleep', 'clock_nanosleep', 'pause'],
  ...['poll', 'ppoll', 'select', 'pselect', 'epoll_wait', 'epoll_pwait', 'kevent'],
  ...['accept', 'accept4', 'recv', 'recvfrom', 'recvmsg', 'read'],
  ...['pthread_join', 'thrd_join', 'sem_wait', 'pthread_cond_wait', 'pthread_barrier_wait'],
  ...['wait', 'waitpid', 'waitid', 'sigwait', 'mq_receive', 'msgrcv'],
]);

/** Whether a function of C waits, as far as its name tells. */
export function blocksByName(name: string): boolean {
  return waiting.has(name) || /(?<!_no|_non)_(?:wait|join|sleep)$/.test(name);
}

/** Where a function takes its timeout; 0 means not to wait. */
export function timeoutOf(name: string): number | undefined {
  if (name === 'poll') return 2;
  return name === 'epoll_wait' || name === 'epoll_pwait' ? 3 : undefined;
}
