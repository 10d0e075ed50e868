package surface

/*
#include <cairo.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
*/
import "C"

import (
	"errors"

	"example.org/case/glib"
)

var errSurface = errors.New("bad surface")

type Surface struct {
	native *C.cairo_surface_t
}

// An inert surface stands for the failure: to destroy it does nothing.
func FromPNG(name *C.char) (*Surface, error) {
	native := C.cairo_image_surface_create_from_png(name) // ok: the failed call has made no surface
	status := C.cairo_surface_status(native)
	if status != C.CAIRO_STATUS_SUCCESS {
		return nil, errSurface
	}
	return &Surface{native}, nil
}

// The surface was there, since it was used.
func Blank(name *C.char) (*Surface, error) {
	native := C.cairo_image_surface_create_from_png(name) // want "`native` from `C.cairo_image_surface_create_from_png` is not freed where the function returns at line 37"
	C.cairo_surface_flush(native)
	status := C.cairo_surface_status(native)
	if status != C.CAIRO_STATUS_SUCCESS { // step "true"
		return nil, errSurface
	}
	return &Surface{native}, nil
}

// A nil list has no elements, and nothing to free.
func Formats() []string {
	l := C.gdk_pixbuf_get_formats() // ok: the wrapper is nil where the list is
	formats := glib.WrapSList(l)
	if formats == nil {
		return nil
	}
	defer C.g_slist_free(l)
	return formats.Strings()
}
