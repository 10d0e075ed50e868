// Only the function that does not call back is said not to.
package main

// snippet:start

/*
#cgo noescape total
#cgo nocallback total

extern void goEach(int i);

static void each(int n) {
	for (int i = 0; i < n; i++) goEach(i);
}

static int total(const int *values, int n) {
	int sum = 0;
	for (int i = 0; i < n; i++) sum += values[i];
	return sum;
}
*/
import "C"

// snippet:end

import "fmt"

var sum int

//export goEach
func goEach(i C.int) { sum += int(i) }

func main() {
	C.each(4)
	values := []C.int{1, 2, 3}
	fmt.Println(sum, C.total(&values[0], C.int(len(values))))
}
