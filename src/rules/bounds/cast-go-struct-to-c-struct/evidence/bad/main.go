// C reads a struct of Go whose numbers have other widths.
package main

/*
typedef struct {
	int width;
	int height;
} window_options;

static int area(const window_options *o) { return o->width * o->height; }
*/
import "C"

import (
	"fmt"
	"os"
	"unsafe"
)

type options struct{ Width, Height int }

func area(o options) int {
	return int(C.area((*C.window_options)(unsafe.Pointer(&o))))
}

func main() {
	if got := area(options{Width: 640, Height: 480}); got != 640*480 {
		fmt.Println("wrong area:", got)
		os.Exit(1)
	}
}
