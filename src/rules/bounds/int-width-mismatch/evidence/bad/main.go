// C sees each int of Go as two ints of its own.
package main

/*
static long long sum(const int *values, int n) {
	long long total = 0;
	for (int i = 0; i < n; i++)
		total += values[i];
	return total;
}
*/
import "C"

import (
	"fmt"
	"os"
	"unsafe"
)

func sum(values []int) int {
	if len(values) == 0 {
		return 0
	}
	return int(C.sum((*C.int)(unsafe.Pointer(&values[0])), C.int(len(values))))
}

func main() {
	total := sum([]int{1, 2, 3, 4})
	if total != 10 {
		fmt.Println("wrong sum:", total)
		os.Exit(1)
	}
	fmt.Println("right sum:", total)
}
