// Each of the two C files with the preamble has a fire of its own.
package main

// snippet:start

/*
extern void onEvent(int);

static inline void fire(int n) {
	onEvent(n);
}
*/
import "C"

// snippet:end

import "fmt"

var seen int

//export onEvent
func onEvent(n C.int) {
	seen += int(n)
}

func main() {
	C.fire(3)
	fmt.Println(seen)
}
