#include <signal.h>
#include <stdint.h>

static volatile uintptr_t frame;

static void on_usr1(int sig) {
	volatile int here = sig;
	frame = (uintptr_t)&here;
}

static uintptr_t handler_frame(void) { return frame; }
