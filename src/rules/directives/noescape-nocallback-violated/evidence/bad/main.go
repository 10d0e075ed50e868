// The function is said not to call back, and does.
package main

/*
#cgo nocallback each

extern void goEach(int i);

static void each(int n) {
	for (int i = 0; i < n; i++) goEach(i);
}
*/
import "C"

import "fmt"

var sum int

//export goEach
func goEach(i C.int) { sum += int(i) }

func main() {
	C.each(4)
	fmt.Println(sum)
}
