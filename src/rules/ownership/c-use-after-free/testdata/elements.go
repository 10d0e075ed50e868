package elements

/*
#include <stdlib.h>

typedef struct { int x, y; } point;
typedef struct { point *points; int length; } shape;
typedef struct { shape *shapes; int length; } picture;

void fill(void *image, picture p);
void draw(shape *shapes, int n);
int count(int n);
int run(char **argv, int argc);
*/
import "C"

import "unsafe"

// A literal that is called at once, so that its defer runs in each round.
func fillPolygons(image unsafe.Pointer, polygons [][]int) {
	shapes := make([]C.shape, len(polygons))
	for i, polygon := range polygons {
		func() {
			p := (*C.point)(C.malloc(C.size_t(C.sizeof_point * len(polygon))))
			defer C.free(unsafe.Pointer(p)) // want "`C.free` frees what `shapes\\[i\\]` holds, and `C.fill` gets it"
			shapes[i] = C.shape{
				points: (*C.point)(p),
				length: C.int(len(polygon)),
			}
		}()
	}
	whole := C.picture{
		shapes: (*C.shape)(&shapes[0]),
		length: C.int(len(polygons)),
	}
	C.fill(image, whole)
}

// At the end of each round.
func fillInRounds(polygons [][]int) {
	shapes := make([]C.shape, len(polygons))
	for i, polygon := range polygons {
		p := (*C.point)(C.malloc(C.size_t(C.sizeof_point * len(polygon))))
		shapes[i].points = p
		shapes[i].length = C.int(len(polygon))
		C.free(unsafe.Pointer(p)) // want "`C.free` frees what `shapes\\[i\\].points` holds, and `C.draw` gets it"
	}
	C.draw(&shapes[0], C.int(len(shapes)))
}

func runFreed(args []string) int {
	var argv []*C.char
	for _, arg := range args {
		text := C.CString(arg)
		argv = append(argv, text)
		C.free(unsafe.Pointer(text)) // want "`C.free` frees what `argv` holds, and `C.run` gets it"
	}
	return int(C.run(&argv[0], C.int(len(argv))))
}

// What is deferred in the function itself runs behind the call.
func fillDeferred(polygons [][]int) {
	shapes := make([]C.shape, len(polygons))
	for i, polygon := range polygons {
		p := (*C.point)(C.malloc(C.size_t(C.sizeof_point * len(polygon))))
		defer C.free(unsafe.Pointer(p)) // ok: runs when the function ends
		shapes[i].points = p
	}
	C.draw(&shapes[0], C.int(len(shapes)))
}

func drawEach(polygons [][]int) {
	shapes := make([]C.shape, 1)
	for _, polygon := range polygons {
		p := (*C.point)(C.malloc(C.size_t(C.sizeof_point * len(polygon))))
		shapes[0].points = p
		C.draw(&shapes[0], 1)
		C.free(unsafe.Pointer(p)) // ok: behind the call
	}
	C.count(C.int(len(shapes)))
}

func drawOrFail(polygons [][]int) bool {
	shapes := make([]C.shape, len(polygons))
	for i, polygon := range polygons {
		p := (*C.point)(C.malloc(C.size_t(C.sizeof_point * len(polygon))))
		shapes[i].points = p
		if C.count(C.int(len(polygon))) == 0 {
			C.free(unsafe.Pointer(p)) // ok: the function returns
			return false
		}
	}
	C.draw(&shapes[0], C.int(len(shapes)))
	return true
}

func drawCleared(polygons [][]int) {
	shapes := make([]C.shape, len(polygons))
	for i, polygon := range polygons {
		p := (*C.point)(C.malloc(C.size_t(C.sizeof_point * len(polygon))))
		shapes[i].points = p
		C.draw(&shapes[i], 1)
		C.free(unsafe.Pointer(p)) // ok: it is taken out again
		shapes[i].points = nil
	}
	C.draw(&shapes[0], C.int(len(shapes)))
}
