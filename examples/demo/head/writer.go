package gz

/*
#include <stdlib.h>
#include <zlib.h>
*/
import "C"

import (
	"fmt"
	"unsafe"
)

// Writer writes a gzip file. It is not safe for concurrent use.
type Writer struct {
	handle C.gzFile
}

// Create makes the gzip file at path, or empties it. The level is that of Compress. The caller closes it.
func Create(path string, level int) (*Writer, error) {
	mode := C.CString(fmt.Sprintf("wb%d", level))
	defer C.free(unsafe.Pointer(mode))
	cpath := C.CString(path)
	handle, err := C.gzopen(cpath, mode)
	if handle == nil {
		return nil, fmt.Errorf("gz: create %s: %w", path, err)
	}
	C.free(unsafe.Pointer(cpath))
	return &Writer{handle: handle}, nil
}

// Write compresses p into the file, as io.Writer says.
func (w *Writer) Write(p []byte) (int, error) {
	if w.handle == nil {
		return 0, ErrClosed
	}
	n := C.gzwrite(w.handle, C.voidpc(unsafe.Pointer(&p[0])), C.uint(len(p)))
	return w.written(int(n), len(p))
}

// WriteString is Write without a copy of s.
func (w *Writer) WriteString(s string) (int, error) {
	if w.handle == nil {
		return 0, ErrClosed
	}
	n := C.gzwrite(w.handle, C.voidpc(unsafe.Pointer(unsafe.StringData(s))), C.uint(len(s)))
	return w.written(int(n), len(s))
}

// written turns the result of gzwrite, which is 0 for an error, into that of io.Writer.
func (w *Writer) written(n, size int) (int, error) {
	if n == 0 && size > 0 {
		return 0, fileError(w.handle)
	}
	return n, nil
}

// Close writes what is left and closes the file. A second call does nothing.
func (w *Writer) Close() error {
	if w.handle == nil {
		return nil
	}
	status := C.gzclose(w.handle)
	w.handle = nil
	return statusError(status)
}
