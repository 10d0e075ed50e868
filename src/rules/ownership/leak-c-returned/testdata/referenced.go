package tree

/*
typedef struct node node;
extern node *tree_root(void *tree);
extern node *tree_leaf(void *tree, int at);
extern void node_ref(node *n);
extern void node_unref(node *n);
extern int node_is_floating(node *n);
#define NODE(n) ((node *)(n))
static node *to_node(void *p) { return NODE(p); }
*/
import "C"

import (
	"runtime"
	"unsafe"
)

// Node has a reference of its own, which its finalizer gives back.
type Node struct{ c *C.node }

func (n *Node) ref()   { C.node_ref(n.c) }
func (n *Node) unref() { C.node_unref(n.c) }

func toNode(p unsafe.Pointer) *C.node { return C.to_node(p) }

func wrap(p unsafe.Pointer) *Node {
	n := &Node{toNode(p)}
	if C.node_is_floating(n.c) == 0 {
		n.ref()
	}
	runtime.SetFinalizer(n, (*Node).unref)
	return n
}

func root(tree unsafe.Pointer) *Node {
	c := C.tree_root(tree) // ok: as in the other functions, the finalizer gives back what `wrap` took
	return wrap(unsafe.Pointer(c))
}

func rootOf(tree *unsafe.Pointer) *Node {
	c := C.tree_root(*tree) // ok: as above
	return wrap(unsafe.Pointer(c))
}

func rootAt(trees []unsafe.Pointer, at int) *Node {
	c := C.tree_root(trees[at]) // ok: as above
	return wrap(unsafe.Pointer(c))
}

func rootOrNil(tree unsafe.Pointer) *Node {
	if tree == nil {
		return nil
	}
	c := C.tree_root(tree) // ok: as above
	return wrap(unsafe.Pointer(c))
}

func leaf(tree unsafe.Pointer) {
	c := C.tree_leaf(tree, 0)
	C.node_unref(c)
}

func otherLeaf(tree unsafe.Pointer) {
	c := C.tree_leaf(tree, 1)
	C.node_unref(c)
}

func thirdLeaf(tree unsafe.Pointer) {
	c := C.tree_leaf(tree, 2)
	C.node_unref(c)
}

func forgottenLeaf(tree unsafe.Pointer) bool {
	c := C.tree_leaf(tree, 3) // want "callers free what `C.tree_leaf` returns with `C.node_unref`, this one does not"
	return c != nil
}
