// Package gz compresses in memory, and reads and writes gzip files, through zlib.
package gz

/*
#cgo LDFLAGS: -lz
#include <stdlib.h>
#include <zlib.h>
*/
import "C"

import (
	"errors"
	"fmt"
	"unsafe"
)

var (
	// ErrCorrupt says that the input is not a zlib stream, or ends too early.
	ErrCorrupt = errors.New("gz: corrupt input")
	// ErrTooLong says that the output is longer than the caller allows.
	ErrTooLong = errors.New("gz: output is too long")
	// ErrClosed says that the file has been closed.
	ErrClosed = errors.New("gz: file is closed")
)

// Version returns the version of zlib that is linked.
func Version() string {
	// The string is zlib's own and static.
	return C.GoString(C.zlibVersion())
}

// Compress returns src as a zlib stream. The level is 1 (fast) to 9 (small), or 0 to store only.
func Compress(src []byte, level int) ([]byte, error) {
	size := C.compressBound(C.uLong(len(src)))
	dst := make([]byte, int(size))
	status := C.compress2(
		(*C.Bytef)(unsafe.SliceData(dst)), &size,
		(*C.Bytef)(unsafe.SliceData(src)), C.uLong(len(src)), C.int(level),
	)
	if err := statusError(status); err != nil {
		return nil, err
	}
	return dst[:size], nil
}

// Decompress returns the content of a zlib stream, which may be up to limit bytes long.
func Decompress(src []byte, limit int) ([]byte, error) {
	size := C.uLong(limit)
	dst := make([]byte, limit)
	status := C.uncompress(
		(*C.Bytef)(unsafe.SliceData(dst)), &size,
		(*C.Bytef)(unsafe.SliceData(src)), C.uLong(len(src)),
	)
	if err := statusError(status); err != nil {
		return nil, err
	}
	return dst[:size], nil
}

// Checksum returns the CRC-32 of data.
func Checksum(data []byte) uint32 {
	return uint32(C.crc32_z(0, (*C.Bytef)(unsafe.SliceData(data)), C.z_size_t(len(data))))
}

func statusError(status C.int) error {
	switch status {
	case C.Z_OK:
		return nil
	case C.Z_DATA_ERROR:
		return ErrCorrupt
	case C.Z_BUF_ERROR:
		return ErrTooLong
	}
	// zError returns a static string.
	return fmt.Errorf("gz: %s", C.GoString(C.zError(status)))
}
