// The label stands on the stack of a C function that has returned.
package main

/*
#include <stdio.h>
#include <string.h>

static const char *label(int n) {
	char buf[16];
	const char *text = buf;
	snprintf(buf, sizeof buf, "n%d", n);
	return text;
}

static int length(const char *text) { return (int)strlen(text); }
*/
import "C"

import "fmt"

func main() {
	fmt.Println(C.length(C.label(7)))
}
