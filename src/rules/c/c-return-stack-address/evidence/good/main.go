// The caller has the buffer, and says how large it is.
package main

// snippet:start

/*
#include <stdio.h>
#include <string.h>

static void label(int n, char *buf, size_t size) {
	snprintf(buf, size, "n%d", n);
}

static int length(const char *text) { return (int)strlen(text); }
*/
import "C"

// snippet:end

import "fmt"

func main() {
	var buf [16]C.char
	C.label(7, &buf[0], C.size_t(len(buf)))
	fmt.Println(C.length(&buf[0]))
}
