package window

/*
#include <SDL2/SDL.h>
*/
import "C"

import (
	"errors"
	"runtime"
)

func Run(loop func()) {
	runtime.LockOSThread()
	loop()
}

func Init() error {
	if C.SDL_Init(0) < 0 { // want "from the thread’s own store, and nothing keeps the goroutine on its thread between the two"
		return errors.New(C.GoString(C.SDL_GetError()))
	}
	return nil
}
