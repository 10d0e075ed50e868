package xml

/*
#include <libxml/tree.h>
#include <libxml/HTMLparser.h>
#include <openssl/x509.h>
*/
import "C"

import "runtime"

type Document struct {
	c *C.xmlDoc
}

func NewDocument() *Document {
	doc := &Document{c: C.xmlNewDoc(nil)} // ok: it is its own
	runtime.SetFinalizer(doc, func(d *Document) { C.xmlFreeDoc(d.c) })
	return doc
}

type Node struct {
	c   *C.xmlNode
	doc *Document
}

func freeNode(n *Node) { C.xmlFreeNode(n.c) }

// newNode takes over what it is given.
func newNode(c *C.xmlNode) *Node {
	node := &Node{c: c}
	runtime.SetFinalizer(node, freeNode) // step "the finalizer is set here, and frees it with `C.xmlFreeNode`"
	return node
}

// Root gives it what the document owns.
func (d *Document) Root() *Node {
	return newNode(C.xmlDocGetRootElement(d.c)) // want "The finalizer of `Node` frees `C.xmlDocGetRootElement\\(d.c\\)`, which `C.xmlDocGetRootElement` only lends"
}

// RootOrNil does so through a variable.
func (d *Document) RootOrNil() *Node {
	root := C.xmlDocGetRootElement(d.c) // step "`C.xmlDocGetRootElement` keeps what it gives"
	if root == nil {
		return nil
	}
	return newNode(root) // want "frees `root`, which `C.xmlDocGetRootElement` only lends"
}

type Element struct {
	c *C.xmlNode
}

// Element sets the finalizer itself.
func (d *Document) Element() *Element {
	element := &Element{c: C.xmlDocGetRootElement(d.c)} // want "The finalizer of `Element` frees"
	runtime.SetFinalizer(element, func(e *Element) { C.xmlFreeNode(e.c) })
	return element
}

// Copy owns its node.
func (d *Document) Copy() *Node {
	return newNode(C.xmlCopyNode(C.xmlDocGetRootElement(d.c), 1)) // ok: a copy
}

// Copied copies what is lent.
func (d *Document) Copied() *Node {
	root := C.xmlDocGetRootElement(d.c)
	copied := C.xmlCopyNode(root, 1)
	return newNode(copied) // ok: a copy
}

// Text makes a node.
func Text(s *C.xmlChar) *Node {
	return newNode(C.xmlNewText(s)) // ok: it is new
}

type View struct {
	c   *C.xmlNode
	doc *Document
}

// View keeps the document and frees nothing.
func (d *Document) View() *View {
	return &View{c: C.xmlDocGetRootElement(d.c), doc: d}
}

type Certificate struct {
	x *C.X509
}

// Current adds a reference by hand.
func Current(ctx *C.X509_STORE_CTX) *Certificate {
	x := C.X509_STORE_CTX_get_current_cert(ctx)
	C.CRYPTO_add_not_a_macro(&x.references, 1, C.CRYPTO_LOCK_X509)
	cert := &Certificate{x: x} // ok: a reference is added
	runtime.SetFinalizer(cert, func(c *Certificate) { C.X509_free(c.x) })
	return cert
}
