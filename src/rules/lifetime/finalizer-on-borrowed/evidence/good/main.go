// The root has no finalizer, and keeps its document alive.
package main

/*
#include <stdlib.h>

typedef struct { int value; } node;
typedef struct { node *root; } doc;

static doc *doc_new(int value) {
	doc *d = malloc(sizeof *d);
	d->root = malloc(sizeof *d->root);
	d->root->value = value;
	return d;
}

static node *doc_root(doc *d) { return d->root; }
static int node_value(node *n) { return n->value; }
static void node_free(node *n) { free(n); }
static void doc_free(doc *d) {
	node_free(d->root);
	free(d);
}
*/
import "C"

import (
	"fmt"
	"runtime"
	"time"
)

type Doc struct {
	c *C.doc
}

// snippet:start
type Node struct {
	c   *C.node
	doc *Doc // owns c
}

func (d *Doc) Root() *Node {
	return &Node{c: C.doc_root(d.c), doc: d}
}

// snippet:end

func (n *Node) Value() int {
	value := int(C.node_value(n.c))
	runtime.KeepAlive(n)
	return value
}

//go:noinline
func use(d *Doc) {
	fmt.Println(d.Root().Value())
}

func main() {
	d := &Doc{c: C.doc_new(42)}
	use(d)
	for i := 0; i < 10; i++ {
		runtime.GC()
		time.Sleep(10 * time.Millisecond)
	}
	C.doc_free(d.c)
}
