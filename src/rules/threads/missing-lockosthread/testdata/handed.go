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

func onThread(f func() error) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	return f()
}

func Show(w *C.SDL_Window) error {
	return onThread(func() error {
		if C.SDL_SetWindowInputFocus(w) < 0 { // ok: what runs the literal holds the thread
			return lastError()
		}
		return nil
	})
}

type loop struct{ jobs chan func() }

func start() *loop {
	l := &loop{make(chan func())}
	go func() {
		runtime.LockOSThread()
		for job := range l.jobs {
			job()
		}
	}()
	return l
}

func (l *loop) Raise(w *C.SDL_Window) error {
	done := make(chan error, 1)
	l.jobs <- func() {
		if C.SDL_SetWindowModalFor(w, w) < 0 { // ok: the goroutine that receives it holds its thread
			done <- lastError()
			return
		}
		done <- nil
	}
	return <-done
}

func later(f func() error) error { return f() }

func Update(w *C.SDL_Window) error {
	return later(func() error {
		if C.SDL_UpdateWindowSurface(w) < 0 { // want "nothing keeps the goroutine on its thread between the two"
			return lastError()
		}
		return nil
	})
}
