// The runtime does not open stopTheWorld to other packages: the linker refuses it.
package main

import (
	"fmt"
	_ "unsafe"
)

//go:linkname stopTheWorld runtime.stopTheWorld
func stopTheWorld(reason uint8)

func main() {
	stopTheWorld(0)
	fmt.Println("stopped")
}
