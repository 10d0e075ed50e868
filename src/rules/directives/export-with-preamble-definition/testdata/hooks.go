package hooks

/*
#include <sqlite3.h>

extern int goCommit(void *arg);
extern void goRollback(void *arg);

int counter = 0;         // want "The variable `counter` is defined twice"
const char *names[2];    // want "The variable `names` is defined twice"
static int depth;
typedef struct { int a; } pair;

int trampoline(void *arg) { // want "The function `trampoline` is defined twice" // step "defines `trampoline`"
	return goCommit(arg);
}

void
set_hook(sqlite3 *db, int on) { // want "The function `set_hook` is defined twice"
	if (on) sqlite3_commit_hook(db, trampoline, 0);
}

static int each(void *arg) { return depth; }

inline int twice(int n) { return 2 * n; }

#ifdef WITH_TRACE
void trace_all(void) {}
#endif

int __attribute__((weak)) maybe(void) { return 0; }
*/
import "C"

import "unsafe"

//export goCommit
func goCommit(arg unsafe.Pointer) C.int { // step "this export of the same file"
	return 0
}

//export goRollback
func goRollback(arg unsafe.Pointer) {}
