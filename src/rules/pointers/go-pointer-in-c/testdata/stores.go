package batch

/*
#include <stdlib.h>
#include <stdint.h>

typedef struct {
	unsigned char *data;
	size_t size;
	unsigned char *planes[4];
	uintptr_t handle;
} image;

image *image_current(void);
*/
import "C"

import (
	"runtime"
	"syscall"
	"unsafe"
)

var shared [64]byte

type slot struct {
	name *byte
	next int
}

// NewImage lets an image of C point to pixels of Go.
func NewImage(pixels []byte) *C.image {
	img := (*C.image)(C.calloc(1, C.sizeof_image))    // step "the memory of C is from here"
	img.data = (*C.uchar)(unsafe.Pointer(&pixels[0])) // want "`img.data` is in memory of C and gets the address of Go memory that is not pinned: `pixels` is a Go slice"
	img.size = C.size_t(len(pixels))
	return img
}

// Planes fills an array in memory of C.
func Planes(size int) *C.image {
	img := (*C.image)(C.malloc(C.sizeof_image)) // step "the memory of C is from here"
	for i := range img.planes {
		plane := make([]byte, size)
		img.planes[i] = (*C.uchar)(unsafe.Pointer(&plane[0])) // want "`img.planes\\[i\\]` is in memory of C and gets the address of Go memory that is not pinned: it is from `make`"
	}
	return img
}

// Arguments writes through a view over memory of C.
func Arguments(values []string) unsafe.Pointer {
	memory := C.malloc(C.size_t(len(values)) * C.size_t(unsafe.Sizeof(uintptr(0)))) // step "the memory of C is from here"
	list := unsafe.Slice((**C.char)(memory), len(values))
	for i, value := range values {
		list[i] = (*C.char)(unsafe.Pointer(unsafe.StringData(value))) // want "`list\\[i\\]` is in memory of C and gets the address of Go memory"
	}
	return memory
}

// Element writes through an array of the old way.
func Element(first []byte) unsafe.Pointer {
	memory := C.malloc(64)                                          // step "the memory of C is from here"
	(*[8]*C.char)(memory)[0] = (*C.char)(unsafe.Pointer(&first[0])) // want "is in memory of C and gets the address of Go memory"
	return memory
}

// Indirect writes through a pointer to a pointer.
func Indirect() unsafe.Pointer {
	counter := new(C.int)
	memory := C.malloc(8)        // step "the memory of C is from here"
	*(**C.int)(memory) = counter // want "is in memory of C and gets the address of Go memory that is not pinned: it is from `new\\(C.int\\)`"
	return memory
}

// Whole replaces all of the struct.
func Whole(pixels []byte) *C.image {
	img := (*C.image)(C.malloc(C.sizeof_image))                           // step "the memory of C is from here"
	*img = C.image{data: (*C.uchar)(unsafe.Pointer(&pixels[0])), size: 1} // want "`\\*img` is in memory of C and gets the address of Go memory"
	return img
}

// Mapped writes a pointer into memory that the collector does not see.
func Mapped(fd int) ([]byte, error) {
	memory, err := syscall.Mmap(fd, 0, 4096, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED) // step "the mapped memory is from here"
	if err != nil {
		return nil, err
	}
	value := byte(1)
	first := (*slot)(unsafe.Pointer(&memory[0]))
	first.name = &value // want "`first.name` is in mapped memory and gets the address of Go memory that is not pinned: `value` is a Go variable"
	first.next = 0
	return memory, nil
}

// PinnedImage pins the pixels as long as the image lives.
func PinnedImage(pixels []byte, pinner *runtime.Pinner) *C.image {
	img := (*C.image)(C.malloc(C.sizeof_image))
	pinner.Pin(&pixels[0])
	img.data = (*C.uchar)(unsafe.Pointer(&pixels[0])) // ok: the pixels are pinned
	return img
}

// CopiedImage has its own pixels.
func CopiedImage(pixels []byte) *C.image {
	img := (*C.image)(C.malloc(C.sizeof_image))
	img.data = (*C.uchar)(C.CBytes(pixels)) // ok: a copy in memory of C
	img.handle = 0
	return img
}

// LocalImage is Go's own struct.
func LocalImage(pixels []byte) C.image {
	var img C.image
	img.data = (*C.uchar)(unsafe.Pointer(&pixels[0])) // ok: the struct is Go's, and C does not get it
	return img
}

// SharedImage points to a variable that lives as long as the process.
func SharedImage() *C.image {
	img := (*C.image)(C.malloc(C.sizeof_image))
	img.data = (*C.uchar)(unsafe.Pointer(&shared[0])) // ok: a variable of the package stays where it is
	return img
}

// FillImage does not know whose struct it fills.
func FillImage(img *C.image, pixels []byte) {
	img.data = (*C.uchar)(unsafe.Pointer(&pixels[0])) // ok: nothing shows that the struct is in memory of C
}

// Cleared takes the pointer away.
func Cleared() {
	img := (*C.image)(C.malloc(C.sizeof_image))
	img.data = nil // ok: nil
	C.free(unsafe.Pointer(img))
}
