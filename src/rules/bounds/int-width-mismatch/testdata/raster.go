package gdal

/*
#include <stdint.h>
typedef int rowcount;
typedef long long big;
static int read_bands(void *ds, int n, int *bands);
static void block_size(void *ds, int *x, int *y);
static void scale(double *v, int n);
*/
import "C"

import "unsafe"

type Dataset struct {
	c unsafe.Pointer
}

// Read gives the elements as they are.
func (ds Dataset) Read(bands []int) int {
	return int(C.read_bands(ds.c, C.int(len(bands)), (*C.int)(unsafe.Pointer(&bands[0])))) // want "C sees `bands` as `C.int`s of 4 bytes, and its elements are `int`s of 8 on 64-bit systems: it sees 2 numbers for each of them"
}

// Rows uses a typedef and the data pointer.
func (ds Dataset) Rows(rows []uint) {
	C.read_rows(ds.c, (*C.rowcount)(unsafe.Pointer(unsafe.SliceData(rows)))) // want "C sees `rows` as `C.rowcount`s of 4 bytes"
}

// Stride has an array.
func Stride(stride [4]int) {
	C.set_stride((*C.int)(unsafe.Pointer(&stride))) // want "C sees `stride` as `C.int`s of 4 bytes"
}

// Wide counts as Go does.
func Wide(values []int32) {
	C.sum((*C.big)(unsafe.Pointer(&values[0])), C.int(len(values))) // want "C sees `values` as `C.big`s of 8 bytes, and its elements are `int32`s of 4: it takes 2 elements for one, and runs over the end"
}

// Floats differ, too.
func Floats(values []float32) {
	n := len(values)
	C.scale((*C.double)(unsafe.Pointer(&values[0])), C.int(n)) // want "C sees `values` as `C.double`s of 8 bytes"
}

// Converted makes a slice of C's type.
func (ds Dataset) Converted(bands []int) int {
	list := make([]C.int, len(bands))
	for i, band := range bands {
		list[i] = C.int(band)
	}
	return int(C.read_bands(ds.c, C.int(len(list)), (*C.int)(unsafe.Pointer(&list[0]))))
}

// Same has the same width.
func Same(values []float64, ids []int32, all []uint64) {
	C.scale((*C.double)(unsafe.Pointer(&values[0])), C.int(len(values))) // ok: both have 8 bytes
	C.ids((*C.int)(unsafe.Pointer(&ids[0])))                             // ok: both have 4 bytes
	C.all((*C.uint64_t)(unsafe.Pointer(&all[0])))                        // ok: both have 8 bytes
}

// Bytes are a view of anything.
func Bytes(values []int, raw []byte) {
	C.hash((*C.uchar)(unsafe.Pointer(&values[0])), C.size_t(8*len(values))) // ok: bytes
	C.words((*C.uint32_t)(unsafe.Pointer(&raw[0])), C.size_t(len(raw)/4))   // ok: bytes seen as words
}

// Halves are meant to be seen.
func Halves(values []uint64) {
	C.words((*C.uint32_t)(unsafe.Pointer(&values[0])), C.size_t(len(values)*2)) // ok: twice as many
}
