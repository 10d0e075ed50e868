package prof

/*
#include <signal.h>
#include <string.h>
#include <unistd.h>

static struct sigaction old_action;
static void (*old_handler)(int);

static void on_prof(int sig, siginfo_t *info, void *context) {}
static void on_usr1(int sig) {}

static int start(void) {
	struct sigaction sa;
	memset(&sa, 0, sizeof(sa));
	sa.sa_sigaction = on_prof;
	sigemptyset(&sa.sa_mask);
	sa.sa_flags = SA_SIGINFO | SA_RESTART; // step "the flags are `SA_SIGINFO . SA_RESTART`"
	return sigaction(SIGPROF, &sa, &old_action); // want "`on_prof` is installed for `SIGPROF` without `SA_ONSTACK`"
}

static void start_simple(void) {
	old_handler = signal(SIGUSR1, on_usr1); // want "`signal` installs `on_usr1` for `SIGUSR1`"
}

static void start_zeroed(void) {
	struct sigaction action = { .sa_handler = on_usr1 };
	sigaction(SIGUSR2, &action, NULL); // want "`on_usr1` is installed for `SIGUSR2`"
}

static void stop(void) {
	sigaction(SIGPROF, &old_action, NULL); // ok: the action from before
	signal(SIGUSR1, old_handler); // ok: the handler from before
	signal(SIGPIPE, SIG_IGN); // ok: runs no code
}

static void start_right(void) {
	struct sigaction sa = {0};
	sa.sa_handler = &on_usr1;
	sa.sa_flags = SA_ONSTACK | SA_RESTART;
	sigaction(SIGUSR1, &sa, NULL); // ok: with the flag
}

static void add_flag(int sig) {
	struct sigaction sa;
	sigaction(sig, NULL, &sa);
	sa.sa_flags |= SA_ONSTACK;
	sigaction(sig, &sa, NULL); // ok: adds the flag
}

static void with_flags(int flags) {
	struct sigaction sa = {0};
	sa.sa_handler = on_usr1;
	sa.sa_flags = flags;
	sigaction(SIGUSR1, &sa, NULL); // ok: flags not known
}

static int run_child(char **argv) {
	if (fork() == 0) {
		signal(SIGTERM, on_usr1); // ok: in the child
		execv(argv[0], argv);
	}
	return 0;
}
#ifdef _WIN32
static void on_windows(void) {
	signal(SIGINT, on_usr1); // ok: under a condition
}
#endif
*/
import "C"

func Start() { C.start() }
