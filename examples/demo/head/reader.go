package gz

/*
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
*/
import "C"

import (
	"fmt"
	"io"
	"math"
	"strings"
	"unsafe"
)

// maxLine is the longest line that ReadLine returns in one piece, its line feed and C's NUL included.
const maxLine = 64 * 1024

// Reader reads a gzip file. It is not safe for concurrent use.
type Reader struct {
	handle C.gzFile
}

// Open opens the gzip file at path. The caller closes it.
func Open(path string) (*Reader, error) {
	cpath := C.CString(path)
	defer C.free(unsafe.Pointer(cpath))
	mode := C.CString("rb")
	defer C.free(unsafe.Pointer(mode))

	handle, err := C.gzopen(cpath, mode)
	if handle == nil {
		return nil, fmt.Errorf("gz: open %s: %w", path, err)
	}
	return &Reader{handle: handle}, nil
}

// Read fills p with decompressed bytes, as io.Reader says.
func (r *Reader) Read(p []byte) (int, error) {
	if r.handle == nil {
		return 0, ErrClosed
	}
	if len(p) == 0 {
		return 0, nil
	}
	size := min(len(p), math.MaxInt32)
	n := C.gzread(r.handle, C.voidp(unsafe.Pointer(&p[0])), C.uint(size))
	switch {
	case n < 0:
		return 0, fileError(r.handle)
	case n == 0:
		return 0, io.EOF
	}
	return int(n), nil
}

// ReadLine returns the next line without its end; after the last one it returns io.EOF.
func (r *Reader) ReadLine() (string, error) {
	if r.handle == nil {
		return "", ErrClosed
	}
	buf := (*C.char)(C.malloc(maxLine))
	line := C.gzgets(r.handle, buf, maxLine)
	C.free(unsafe.Pointer(buf))
	if line == nil {
		return "", fileError(r.handle)
	}
	length := C.strlen(buf)
	return strings.TrimRight(C.GoStringN(buf, C.int(length)), "\r\n"), nil
}

// Close closes the file. A second call does nothing.
func (r *Reader) Close() error {
	if r.handle == nil {
		return nil
	}
	status := C.gzclose(r.handle)
	r.handle = nil
	return statusError(status)
}

// fileError says what went wrong last with an open file: io.EOF where it has just come to its end.
func fileError(handle C.gzFile) error {
	var code C.int
	// The message belongs to zlib and lives until the file is closed.
	message := C.gzerror(handle, &code)
	if code == C.Z_OK || code == C.Z_STREAM_END {
		return io.EOF
	}
	return fmt.Errorf("gz: %s", C.GoString(message))
}
