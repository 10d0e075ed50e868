// C gets a struct of its own type, whose members are set by name.
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
)

type options struct{ Width, Height int }

// snippet:start
func area(o options) int {
	c := C.window_options{width: C.int(o.Width), height: C.int(o.Height)}
	return int(C.area(&c))
}

// snippet:end

func main() {
	if got := area(options{Width: 640, Height: 480}); got != 640*480 {
		fmt.Println("wrong area:", got)
		os.Exit(1)
	}
}
