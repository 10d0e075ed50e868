package declares

/*
#include <stdint.h>

extern void goDone(uintptr_t handle); // ok: a declaration
void start(uintptr_t handle); // ok: a declaration

static void call_done(uintptr_t handle) { // ok: each copy has its own
	goDone(handle);
}

extern int shared; // ok: defined elsewhere
struct job { int id; };
enum state { idle, busy };
*/
import "C"

//export goDone
func goDone(handle C.uintptr_t) {}
