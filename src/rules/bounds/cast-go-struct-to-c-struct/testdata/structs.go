package structs

/*
#include <stdint.h>
#include <stdbool.h>

typedef struct {
	int width;
	int height;
	const char *title;
} window_options;

struct sample {
	uint8_t kind;
	uint32_t at;
	double value;
};

typedef struct {
	uint32_t low;
	uint32_t high;
	char name[8];
} wide;

typedef struct {
	unsigned flags : 3;
	int n;
} bits;

void window_open(window_options *options);
void sample_push(struct sample *s);
struct sample *sample_pop(void);
void wide_set(wide *w);
void bits_set(bits *b);
*/
import "C"

import "unsafe"

type windowOptions struct {
	Width, Height int
	Title         *C.char
}

type sample struct {
	kind  uint8
	at    uint32
	value float64
}

type packedSample struct {
	kind  uint8
	_     [3]byte
	at    uint64
	value float64
}

type shortOptions struct {
	Width, Height int32
}

type window struct {
	options windowOptions
}

func open(options windowOptions) {
	C.window_open((*C.window_options)(unsafe.Pointer(&options))) // want "`windowOptions` is not laid out as `C.window_options`, which it is seen as: `Width` has 8 bytes at offset 0 in Go, and `width` has 4 bytes at offset 0 in C"
}

func (w *window) open() {
	C.window_open((*C.window_options)(unsafe.Pointer(&w.options))) // want "`Width` has 8 bytes"
}

func pop() *packedSample {
	return (*packedSample)(unsafe.Pointer(C.sample_pop())) // want "`C.struct_sample` is not laid out as `packedSample`, which it is seen as: `at` has 8 bytes at offset 8 in Go, and `at` has 4 bytes at offset 4 in C"
}

func tooShort() {
	options := shortOptions{640, 480}
	C.window_open((*C.window_options)(unsafe.Pointer(&options))) // want "`&options` leads to 8 bytes, and a `C.window_options` has 16"
}

func push(s *sample) {
	C.sample_push((*C.struct_sample)(unsafe.Pointer(s))) // ok: the same offsets and sizes
}

type halves struct {
	number uint64
	name   [8]byte
}

func whole(h *halves) {
	C.wide_set((*C.wide)(unsafe.Pointer(h))) // ok: two numbers of C fill one of Go
}

type flags struct {
	flags uint32
	n     int64
}

func set(f *flags) {
	C.bits_set((*C.bits)(unsafe.Pointer(f))) // ok: how bit-fields lie is the compiler's choice
}

// What p leads to may go on behind the members that Go has declared.
func opaque(p *shortOptions) {
	C.window_open((*C.window_options)(unsafe.Pointer(p))) // ok: the first members agree
}
