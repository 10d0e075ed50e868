// With SA_ONSTACK the handler runs on the stack that the run time has for signals.
package main

// snippet:start

/*
#include <signal.h>
#include <string.h>
#include "handler.h"

static int install(void) {
	struct sigaction sa;
	memset(&sa, 0, sizeof sa);
	sa.sa_handler = on_usr1;
	sigemptyset(&sa.sa_mask);
	sa.sa_flags = SA_RESTART | SA_ONSTACK;
	return sigaction(SIGUSR1, &sa, NULL);
}
*/
import "C"

// snippet:end

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
