package window

/*
#include <SDL2/SDL.h>
*/
import "C"

import (
	"errors"
	"runtime"
)

func init() { runtime.LockOSThread() }

func Init() error {
	if C.SDL_Init(0) < 0 { // ok: the package is made for the thread of main
		return errors.New(C.GoString(C.SDL_GetError()))
	}
	return nil
}
