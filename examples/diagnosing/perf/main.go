// Most of the time goes to C.
package main

/*
static unsigned lib_hash(unsigned rounds) {
	unsigned hash = 1;
	for (unsigned i = 0; i < rounds; i++) hash = hash * 31 + i;
	return hash;
}
*/
import "C"

import "fmt"

func checksum() uint {
	return uint(C.lib_hash(300000000))
}

func main() {
	fmt.Println(checksum() > 0)
}
