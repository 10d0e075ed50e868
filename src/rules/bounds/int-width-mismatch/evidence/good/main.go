// C gets elements of its own type.
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
)

// snippet:start
// sum gives C a slice of C's own type: no unsafe.Pointer is needed for it.
func sum(values []int) int {
	if len(values) == 0 {
		return 0
	}
	list := make([]C.int, len(values))
	for i, value := range values {
		list[i] = C.int(value)
	}
	return int(C.sum(&list[0], C.int(len(list))))
}

// snippet:end

func main() {
	total := sum([]int{1, 2, 3, 4})
	if total != 10 {
		fmt.Println("wrong sum:", total)
		os.Exit(1)
	}
	fmt.Println("right sum:", total)
}
