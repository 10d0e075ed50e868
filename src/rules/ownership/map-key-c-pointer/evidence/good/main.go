// The entry is deleted before the memory is freed.
package main

/*
#include <stdlib.h>

typedef struct { int fd; } conn;

static conn *conn_new(void) { return calloc(1, 48); }

static void conn_free(conn *c) { free(c); }
*/
import "C"

import (
	"fmt"
	"os"
)

var names = map[*C.conn]string{}

func open(name string) *C.conn {
	c := C.conn_new()
	if name != "" {
		names[c] = name
	}
	return c
}

// snippet:start
func end(c *C.conn) {
	delete(names, c)
	C.conn_free(c)
}

// snippet:end

func main() {
	for i := 0; i < 1000; i++ {
		end(open("old"))
		c := open("")
		if names[c] != "" {
			fmt.Println("the new object has the name of the old one")
			os.Exit(1)
		}
		end(c)
	}
}
