package pcap

/*
#include <stddef.h>

typedef struct {
	int n;
} options;

static int put(const void *buf, size_t len) { return buf != NULL && len > 0; }
static int size(void) { return 0; }
*/
import "C"

import (
	"errors"
	"unsafe"
)

var header = []byte("<fragment>")

// Handle is a capture.
type Handle struct{ n int }

// WritePacketData passes on whatever its caller has.
func (h *Handle) WritePacketData(data []byte) int {
	return h.send(data)
}

func (h *Handle) send(data []byte) int {
	return int(C.put(unsafe.Pointer(&data[0]), C.size_t(len(data)))) // want "`&data.0.` panics when `data` is empty: `WritePacketData` .line 27. passes `data`, and a caller may pass an empty `data`"
}

// Inject tests first.
func (h *Handle) Inject(data []byte) int {
	if len(data) == 0 {
		return 0
	}
	return h.inject(data)
}

func (h *Handle) inject(data []byte) int {
	return int(C.put(unsafe.Pointer(&data[0]), C.size_t(len(data)))) // ok: its only caller tests
}

// Names goes through two functions.
func Names(names []string) int {
	return first(names)
}

func first(names []string) int { return second(names) }

func second(names []string) int {
	list := make([]C.options, len(names))
	return int(C.put(unsafe.Pointer(&list[0]), 0)) // want "`&list.0.` panics when `list` is empty"
}

// Tested goes through two functions, and tests.
func Tested(names []string) int {
	if len(names) > 0 {
		return third(names)
	}
	return 0
}

func third(names []string) int { return fourth(names) }

func fourth(names []string) int {
	list := make([]C.options, len(names))
	return int(C.put(unsafe.Pointer(&list[0]), 0)) // ok: tested by the caller of its caller
}

func fifth(names []string) int {
	list := make([]C.options, len(names))
	return int(C.put(unsafe.Pointer(&list[0]), 0)) // ok: a function that is a value may be called with anything
}

var handler = fifth

// ParseFragment wraps what it gets.
func ParseFragment(content []byte) int {
	content = append(header, content...)
	return int(C.put(unsafe.Pointer(&content[0]), C.size_t(len(content)))) // ok: the header has elements
}

func check(data []byte) error {
	if len(data) < 12 {
		return errors.New("pcap: too short")
	}
	return nil
}

func look(data []byte) error {
	if data == nil {
		return errors.New("pcap: no data")
	}
	return nil
}

// Checked leaves the length to another function.
func Checked(data []byte) error {
	if err := check(data); err != nil {
		return err
	}
	C.put(unsafe.Pointer(&data[0]), C.size_t(len(data))) // ok: check compares its length
	return nil
}

// Looked calls one that compares with nil only.
func Looked(data []byte) error {
	if err := look(data); err != nil {
		return err
	}
	C.put(unsafe.Pointer(&data[0]), C.size_t(len(data))) // want "`&data.0.` panics when `data` is empty"
	return nil
}

// Part takes as much as C says, which may be nothing.
func Part(data []byte) int {
	n := C.size()
	part := data[:n]
	return int(C.put(unsafe.Pointer(&part[0]), C.size_t(n))) // want "`&part.0.` panics when `part` is empty: `C.size` may report 0"
}

// PartTested asks for more than nothing.
func PartTested(data []byte) int {
	n := C.size()
	if n <= 0 {
		return 0
	}
	part := data[:n]
	return int(C.put(unsafe.Pointer(&part[0]), C.size_t(n))) // ok: `n` elements, and `n` is above 0
}

// Inline takes the address in a literal that is called at once.
func Inline(data []byte) {
	if len(data) == 0 {
		return
	}
	func() {
		C.put(unsafe.Pointer(&data[0]), C.size_t(len(data))) // ok: tested before the call
	}()
}

// Field is made with elements.
func Field() {
	s := struct{ buf []byte }{buf: make([]byte, 16)}
	C.put(unsafe.Pointer(&s.buf[0]), 16) // ok: 16 elements
}

// WithKey takes a key of the length that the library asks for.
func WithKey(key []byte) error {
	return apply(key)
}

func apply(key []byte) error {
	if len(key) != int(C.size()) {
		return errors.New("bad key size")
	}
	C.put(unsafe.Pointer(&key[0]), C.size_t(len(key))) // ok: an exact length was asked for
	return nil
}

// Both takes slices of one length, which may be 0.
func Both(keys, values []byte) error {
	if len(keys) != len(values) {
		return errors.New("unequal")
	}
	C.put(unsafe.Pointer(&keys[0]), C.size_t(len(keys))) // want "`&keys.0.` panics when `keys` is empty"
	return nil
}

// Options are what a caller may fill in.
type Options struct {
	Keys   []C.int
	Labels [][]byte
	secret []C.int
}

// PutKeys takes the keys as they are.
func PutKeys(options *Options) int {
	return int(C.put(unsafe.Pointer(&options.Keys[0]), C.size_t(len(options.Keys)))) // want "May `options.Keys` be empty here.*a caller may pass `options` with an empty `Keys`"
}

// PutCopies copies the keys.
func PutCopies(options Options) int {
	keys := make([]C.int, len(options.Keys))
	copy(keys, options.Keys)
	return int(C.put(unsafe.Pointer(&keys[0]), C.size_t(len(keys)))) // want "May `keys` be empty here.*a caller may pass `options` with an empty `Keys`"
}

// PutChecked asks first.
func PutChecked(options Options) int {
	keys := make([]C.int, len(options.Keys))
	if len(options.Keys) == 0 {
		return 0
	}
	return int(C.put(unsafe.Pointer(&keys[0]), C.size_t(len(keys)))) // ok: there are keys
}

// PutDefault has a key at least.
func PutDefault(options *Options) int {
	if options.Keys == nil {
		options.Keys = []C.int{1}
	}
	return int(C.put(unsafe.Pointer(&options.Keys[0]), C.size_t(len(options.Keys)))) // ok: what the function sets is not followed
}

// PutSecret gives what no caller can set.
func PutSecret(options *Options) int {
	return int(C.put(unsafe.Pointer(&options.secret[0]), C.size_t(len(options.secret)))) // ok: the package sets it
}

// PutNormal hands the options on first.
func PutNormal(options *Options) int {
	normalise(options)
	return int(C.put(unsafe.Pointer(&options.Keys[0]), C.size_t(len(options.Keys)))) // ok: the call may fill them in
}

func normalise(options *Options) {
	if len(options.Keys) == 0 {
		options.Keys = append(options.Keys, 1)
	}
}
