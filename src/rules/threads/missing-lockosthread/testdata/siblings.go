package window

/*
#include <SDL2/SDL.h>
*/
import "C"

import (
	"errors"
	"runtime"
)

func lastError() error {
	return errors.New(C.GoString(C.SDL_GetError()))
}

func Show(w *C.SDL_Window) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if C.SDL_SetWindowInputFocus(w) < 0 { // step "`Show` holds the thread from here to the read"
		return lastError()
	}
	return nil
}

func Raise(w *C.SDL_Window) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if C.SDL_SetWindowModalFor(w, w) < 0 { // ok: the thread is held
		return lastError()
	}
	return nil
}

func Update(w *C.SDL_Window) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if C.SDL_UpdateWindowSurface(w) < 0 {
		return lastError()
	}
	return nil
}

// What siblings do is quoted.
func Fade(w *C.SDL_Window) error {
	if C.SDL_SetWindowOpacity(w, 1) < 0 { // want "keeps the goroutine on its thread between the two; three functions hold the thread from the C call to where they read it with `lastError`, this one does not$"
		return lastError()
	}
	return nil
}
