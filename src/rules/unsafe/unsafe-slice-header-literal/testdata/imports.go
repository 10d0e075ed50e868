package codec

import (
	"unsafe"

	"example.com/wire/reflect"
	h264 "example.com/wire/reflect"
)

// Frame uses another package that is called reflect.
func Frame(tag uint32) uintptr {
	header := reflect.SliceHeader{Tag: tag, Size: 4} // ok: not the standard library's package
	var empty reflect.SliceHeader                    // ok: not the standard library's package
	text := new(reflect.StringHeader)                // ok: not the standard library's package
	slice := h264.SliceHeader{Tag: tag}              // ok: not the standard library's package
	return unsafe.Sizeof(header) + unsafe.Sizeof(empty) + unsafe.Sizeof(*text) + unsafe.Sizeof(slice)
}
