// The file exports a function, so that its preamble stands in two C files: fire is defined twice.
package main

/*
extern void onEvent(int);

void fire(int n) {
	onEvent(n);
}
*/
import "C"

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
