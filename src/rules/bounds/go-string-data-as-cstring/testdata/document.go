package xml

// #include <libxml/tree.h>
import "C"

import "unsafe"

type Node struct {
	ptr *C.xmlNode
}

func (node *Node) Attr(name string) bool {
	var namePtr unsafe.Pointer = nil
	if len(name) > 0 {
		nameBytes := []byte(name)
		namePtr = unsafe.Pointer(&nameBytes[0])
	}
	return C.xmlHasProp(node.ptr, (*C.xmlChar)(namePtr)) != nil // want "`C.xmlHasProp` reads up to a NUL byte, and there is none behind the bytes of `name`"
}

func (node *Node) Set(name string) {
	var nameBytes []byte
	if len(name) == 0 {
		nameBytes = make([]byte, 1)
		nameBytes[0] = 0
	} else {
		nameBytes = []byte(name)
	}
	namePtr := unsafe.Pointer(&nameBytes[0])
	C.helper_set_name(node.ptr, (*C.xmlChar)(namePtr)) // want "`C.helper_set_name` gets no length, and can only look for a NUL byte, and there is none behind the bytes of `name`"
}

func (node *Node) Find(path string) *Node {
	p := cpath(path)
	return &Node{ptr: C.helper_find(node.ptr, p)}
}

func cpath(path string) *C.xmlChar {
	b := make([]byte, len(path)+1)
	copy(b, path)
	return (*C.xmlChar)(unsafe.Pointer(&b[0]))
}

// Text gives the length.
func (node *Node) Text(text string) {
	b := []byte(text)
	n := len(b)
	C.helper_add_text(node.ptr, (*C.xmlChar)(unsafe.Pointer(&b[0])), C.int(n)) // ok: its length is given, too
}

// Limit gives a number that may be one.
func (node *Node) Limit(text string, size int) {
	b := []byte(text)
	C.helper_add_text(node.ptr, (*C.xmlChar)(unsafe.Pointer(&b[0])), C.int(size)) // ok: may be its length
}

// Encode ends its own copy.
func (node *Node) Encode(encoding string) {
	b := []byte(encoding)
	b = append(b, 0)
	C.helper_encode(node.ptr, (*C.xmlChar)(unsafe.Pointer(&b[0])))
}

func (node *Node) tag(name string) {
	b := []byte(name)
	C.helper_tag(node.ptr, (*C.char)(unsafe.Pointer(&b[0])))
}

func (node *Node) Tags() {
	node.tag("first\x00")
	node.tag("second\x00")
}

// Prefixed puts the string together.
func (node *Node) Prefixed(names []string) {
	path := "/"
	for _, name := range names {
		path = name + path
	}
	b := []byte(path)
	C.helper_tag(node.ptr, (*C.char)(unsafe.Pointer(&b[0])))
}
