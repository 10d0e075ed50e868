package text

import (
	"io"
	"strings"
	"unsafe"
)

func bytesOf(s string) []byte {
	return unsafe.Slice(unsafe.StringData(s), len(s))
}

func lower(s string) string {
	b := unsafe.Slice(unsafe.StringData(s), len(s)) // step "a view of `s`, without a copy"
	for i := range b {
		if b[i] >= 'A' && b[i] <= 'Z' {
			b[i] += 'a' - 'A' // want "writes to the bytes of the string `s`, which may not change"
		}
	}
	return s
}

func fixed() string {
	name := "gopher"
	b := *(*[]byte)(unsafe.Pointer(&name))
	b[0] = 'G' // want "writes to the bytes of the string `name`"
	return name
}

func greeting() string {
	text := "hello"
	b := bytesOf(text)
	b[0]++ // want "those of a constant are read-only memory"
	return text
}

func fill(r io.Reader, n int) (string, error) {
	s := strings.Repeat(" ", n)
	_, err := io.ReadFull(r, bytesOf(s)) // want "`io.ReadFull.r, bytesOf.s..` writes to the bytes of the string `s`"
	return s, err
}

func overwrite(s, with string) {
	b := bytesOf(s)
	tail := b[1:]
	copy(tail, with) // want "`copy.tail, with.` writes to the bytes"
}

func first(s string) {
	p := unsafe.StringData(s)
	*p = 'x' // want "writes to the bytes of the string `s`"
}

func count(s string, c byte) int {
	b := unsafe.Slice(unsafe.StringData(s), len(s))
	counts := make([]byte, 256)
	for i := range b {
		counts[b[i]]++ // ok: another slice
	}
	return int(counts[c])
}

func upper(s string) string {
	b := []byte(s)
	b[0] -= 'a' - 'A' // ok: a copy
	return unsafe.String(unsafe.SliceData(b), len(b))
}

func appended(s string, out []byte) []byte {
	out = append(out[:0], bytesOf(s)...) // ok: reads the view
	return out
}

func either(s string, copyIt bool) []byte {
	b := bytesOf(s)
	if copyIt {
		b = append([]byte(nil), b...)
		b[0] = 'x' // ok: may be a copy
	}
	return b
}

func own(n int) string {
	buf := make([]byte, n)
	s := unsafe.String(unsafe.SliceData(buf), len(buf))
	unsafe.Slice(unsafe.StringData(s), len(s))[0] = 'a' // ok: made over bytes
	return s
}
