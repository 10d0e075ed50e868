// unsafe.Slice reaches behind an array on the heap.
package main

import (
	"fmt"
	"unsafe"
)

var kept *[3]uint64

func view() []uint64 {
	var values [3]uint64
	kept = &values
	return unsafe.Slice(&values[0], 4)
}

func main() {
	fmt.Println(len(view()))
}
