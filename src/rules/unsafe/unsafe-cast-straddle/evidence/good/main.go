// The length is taken from the array itself.
package main

import (
	"fmt"
	"unsafe"
)

var kept *[3]uint64

// snippet:start
// view takes the length from the memory that it shows.
func view() []uint64 {
	var values [3]uint64
	kept = &values
	return unsafe.Slice(&values[0], len(values))
}

// snippet:end

func main() {
	fmt.Println(len(view()))
}
