package display

/*
#include <EGL/egl.h>
*/
import "C"

import "fmt"

func Initialize(d C.EGLDisplay) error {
	if C.eglInitialize(d, nil, nil) == 0 { // want "The error of `C.eglInitialize` is read by `C.eglGetError`"
		return fmt.Errorf("egl: %#x", C.eglGetError())
	}
	return nil
}
