// The comment has a space behind the slashes, so that it is no directive: cgo does not export onEvent.
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

// export onEvent
func onEvent(n C.int) {
	seen += int(n)
}

func main() {
	C.fire(3)
	fmt.Println(seen)
}
