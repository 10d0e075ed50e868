// Without SA_ONSTACK the C handler runs on the stack of the goroutine that the signal interrupts. Here that stack was
// made large before, so that the program can tell; goroutines start with a few kilobytes, which the handler's frame
// and the kernel's own would run over.
package main

/*
#include <signal.h>
#include <stdint.h>
#include <string.h>

static volatile uintptr_t frame;

static void on_usr1(int sig) {
	volatile int here = sig;
	frame = (uintptr_t)&here;
}

static int install(void) {
	struct sigaction sa;
	memset(&sa, 0, sizeof sa);
	sa.sa_handler = on_usr1;
	sigemptyset(&sa.sa_mask);
	sa.sa_flags = SA_RESTART;
	return sigaction(SIGUSR1, &sa, NULL);
}

static uintptr_t handler_frame(void) { return frame; }
*/
import "C"

import (
	"fmt"
	"os"
	"runtime"
	"syscall"
	"unsafe"
)

//go:noinline
func grow(depth int) int {
	var room [1024]int
	if depth > 0 {
		room[depth] = grow(depth - 1)
	}
	return room[depth] + depth
}

// interrupt raises the signal on its own thread, and says where its frame is.
//
//go:noinline
func interrupt() uintptr {
	var here int
	frame := uintptr(unsafe.Pointer(&here))
	syscall.Tgkill(syscall.Getpid(), syscall.Gettid(), syscall.SIGUSR1)
	return frame
}

func main() {
	runtime.LockOSThread()
	if C.install() != 0 {
		panic("sigaction")
	}
	result := make(chan bool)
	go func() {
		runtime.LockOSThread()
		grow(64)
		frame := interrupt()
		handler := uintptr(C.handler_frame())
		result <- handler < frame && frame-handler < 64<<10
	}()
	if <-result {
		fmt.Println("the C handler ran on the goroutine's stack")
		os.Exit(1)
	}
}
