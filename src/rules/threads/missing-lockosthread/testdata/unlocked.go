package window

/*
#include <SDL2/SDL.h>
*/
import "C"

import "errors"

func GetError() error {
	if text := C.SDL_GetError(); text != nil {
		return errors.New(C.GoString(text))
	}
	return nil
}

// Nothing in the package locks: its users may have to.
func Init() error {
	if C.SDL_Init(0) < 0 { // want "Do the users of this package lock the thread\\? The error of `C.SDL_Init` is read by `GetError`"
		return GetError()
	}
	return nil
}

func Pump(w *C.SDL_Window) error {
	if C.SDL_UpdateWindowSurface(w) < 0 { // ok: it was asked at the first call
		return GetError()
	}
	return nil
}
