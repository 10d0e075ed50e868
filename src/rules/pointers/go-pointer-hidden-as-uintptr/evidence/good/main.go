// C gets a pointer: the compiler puts the variable on the heap, where it stays, and cgo keeps it alive.
package main

/*
void goProgress(int);

static void count(int n, int *result) {
	goProgress(n);
	*result = n;
}
*/
import "C"

import (
	"fmt"
	"os"
)

// depth needs a larger stack than the goroutine has.
func depth(n int) int {
	var frame [1024]byte
	if n == 0 {
		return int(frame[0])
	}
	return depth(n-1) + 1
}

//export goProgress
func goProgress(n C.int) { depth(int(n)) }

// snippet:start
func count(n int) int {
	var result C.int
	C.count(C.int(n), &result)
	return int(result)
}

// snippet:end

func main() {
	n := count(1000)
	fmt.Println("counted", n)
	if n != 1000 {
		fmt.Println("what C wrote is lost")
		os.Exit(1)
	}
}
