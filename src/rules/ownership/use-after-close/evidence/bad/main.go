// Height hands the freed tree to C: the other methods ask for the flag first.
package main

/*
#include <stdlib.h>

typedef struct { int size, count, depth, height; } tree;

static tree *tree_new(void) { return calloc(1, sizeof(tree)); }
static void tree_free(tree *t) { free(t); }
static int tree_size(tree *t) { return t->size; }
static int tree_count(tree *t) { return t->count; }
static int tree_depth(tree *t) { return t->depth; }
static int tree_height(tree *t) { return t->height; }
*/
import "C"

import "fmt"

type Tree struct {
	ptr    *C.tree
	closed bool
}

func New() *Tree { return &Tree{ptr: C.tree_new()} }

func (t *Tree) Close() {
	if t.closed {
		return
	}
	t.closed = true
	C.tree_free(t.ptr)
}

func (t *Tree) Size() int {
	if t.closed {
		return 0
	}
	return int(C.tree_size(t.ptr))
}

func (t *Tree) Count() int {
	if t.closed {
		return 0
	}
	return int(C.tree_count(t.ptr))
}

func (t *Tree) Depth() int {
	if t.closed {
		return 0
	}
	return int(C.tree_depth(t.ptr))
}

func (t *Tree) Height() int {
	return int(C.tree_height(t.ptr))
}

func main() {
	t := New()
	t.Close()
	fmt.Println(t.Size(), t.Count(), t.Depth(), t.Height())
}
