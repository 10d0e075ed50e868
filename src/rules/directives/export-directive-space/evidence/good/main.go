// Without a space the comment is a directive, and cgo exports onEvent to C.
package main

/*
extern void onEvent(int);

static void fire(int n) {
	onEvent(n);
}
*/
import "C"

import "fmt"

var seen int

// snippet:start

//export onEvent
func onEvent(n C.int) {
	seen += int(n)
}

// snippet:end

func main() {
	C.fire(3)
	fmt.Println(seen)
}
