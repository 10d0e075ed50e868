package variant

// typedef signed char tiny;
import "C"

import (
	"fmt"
	"time"
	"unsafe"
)

type handle uintptr

type alias = int8

type shape interface{ Area() int }

// Address hands out the memory of a value.
func Address(v any) unsafe.Pointer {
	switch v.(type) {
	case *uint8:
		return unsafe.Pointer(v.(*uint8)) // ok: the case's own type
	case *byte:
		return unsafe.Pointer(v.(*uint8)) // ok: byte is uint8
	case *int8: // step "the case of `\\*int8`"
		return unsafe.Pointer(v.(*uint8)) // want "`v` is a `\\*int8` here, and the assertion that it is a `\\*uint8` panics"
	case *C.tiny:
		return unsafe.Pointer(v.(*C.schar)) // ok: perhaps the same
	}
	return nil
}

// Number uses a declared variable beside the old one.
func Number(v interface{}) int64 {
	switch vv := v.(type) {
	case int16:
		return int64(vv)
	case handle:
		return int64(v.(uintptr)) // want "`v` is a `handle` here, and the assertion that it is a `uintptr` panics"
	case int32, int64:
		return int64(v.(int)) // want "`v` is a `int32` or `int64` here, and the assertion that it is a `int` panics"
	case nil:
		return int64(v.(int)) // want "`v` is a `nil` here"
	}
	return 0
}

// Checked asks.
func Checked(v any) int {
	switch v.(type) {
	case int8:
		if n, ok := v.(int); ok { // ok: asks
			return n
		}
	case alias:
		return int(v.(int8)) // ok: two names of one type
	case int32, int64:
		return int(v.(int64)) // ok: one of the two
	case fmt.Stringer:
		return int(v.(time.Duration)) // ok: an interface has many types
	case time.Month:
		_ = v.(shape) // ok: an interface
	default:
		return v.(int)
	}
	return 0
}

// Set holds something else.
func Set(v any) int {
	switch n := v.(type) {
	case int8:
		v = int(n)
		return v.(int) // ok: it was set again
	case string:
		v := any(len(n))
		return v.(int)
	}
	return 0
}

// Pointed sets it through its address.
func Pointed(v any) int {
	p := &v
	switch v.(type) {
	case int8:
		*p = 3
		return v.(int) // ok: may be set through the pointer
	}
	return 0
}

// Called sets it in a literal.
func Called(v any) int {
	clear := func() { v = 0 }
	switch v.(type) {
	case int8:
		clear()
		return v.(int) // ok: the literal sets it
	}
	return 0
}

// Tables has maps and arrays.
func Tables(v any) int {
	switch v.(type) {
	case map[string]int32:
		return len(v.(map[string]int64)) // want "`v` is a `map\\[string\\]int32` here, and the assertion that it is a `map\\[string\\]int64` panics"
	case [4]byte:
		return int(v.([3]byte)[0]) // want "`v` is a `\\[4\\]byte` here"
	case [2]uint8:
		return int(v.([1 + 1]byte)[0]) // ok: one type, or not known
	case map[byte]any:
		return len(v.(map[uint8]interface{})) // ok: one type
	}
	return 0
}
