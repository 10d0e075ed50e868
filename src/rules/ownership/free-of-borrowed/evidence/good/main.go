// What C lends is copied, and left to its owner.
package main

/*
static const char *engine_version(void) {
	return "engine 2.4.1";
}
*/
import "C"

import "fmt"

// snippet:start
func version() string {
	// The text stays the library's: copy it, and free nothing.
	return C.GoString(C.engine_version())
}

// snippet:end

func main() {
	fmt.Println(version())
}
