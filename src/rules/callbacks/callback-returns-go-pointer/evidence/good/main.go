// The exported function returns a copy that C frees.
package main

/*
#include <stdlib.h>
#include <string.h>

extern char *goName(int id);

static int name_length(int id) {
	char *name = goName(id);
	int length = (int)strlen(name);
	free(name);
	return length;
}
*/
import "C"

import "fmt"

var names = []string{"root", "daemon"}

// snippet:start

//export goName
func goName(id C.int) *C.char {
	return C.CString(names[int(id)]) // C frees it
}

// snippet:end

func main() {
	fmt.Println(C.name_length(1))
}
