// A pointer is kept in a field of its type.
package main

import "fmt"

type node struct {
	next *node
}

// snippet:start
type entry struct {
	tag  uint32
	next *node
}

var kept *entry

// link keeps the pointer where the garbage collector looks for it.
func link(to *node) *node {
	kept = &entry{tag: 1, next: to}
	return kept.next
}

// snippet:end

func main() {
	fmt.Println(link(nil) == nil)
}
