package given

/*
#include <openssl/ssl.h>
#include <rocksdb/c.h>
#include <libxml/xpath.h>

static long add_extra_cert(SSL_CTX *ctx, X509 *cert) {
	return SSL_CTX_add_extra_chain_cert(ctx, cert);
}
*/
import "C"

import (
	"errors"
	"runtime"
)

var errOpenSSL = errors.New("openssl")

type Context struct {
	c     *C.SSL_CTX
	chain []*Certificate
}

type Certificate struct {
	x *C.X509
}

func NewCertificate() *Certificate {
	cert := &Certificate{x: C.X509_new()}
	runtime.SetFinalizer(cert, func(c *Certificate) {
		C.X509_free(c.x)
	})
	return cert
}

// Peer wraps what another object owns, and adds a reference for the finalizer to give back.
func Peer(store *C.X509_STORE_CTX) *Certificate {
	x := C.X509_STORE_CTX_get_current_cert(store)
	C.X509_up_ref(x)
	cert := &Certificate{x: x}
	runtime.SetFinalizer(cert, func(c *Certificate) {
		C.X509_free(c.x)
	})
	return cert
}

// Add keeps the Go value alive, and its finalizer frees what the context owns.
func (c *Context) Add(cert *Certificate) error {
	c.chain = append(c.chain, cert)
	if C.SSL_CTX_add_extra_chain_cert(c.c, cert.x) != 1 { // want "`cert.x` is freed twice, by `C.SSL_CTX_add_extra_chain_cert`, which becomes its owner, and by the finalizer of `Certificate`"
		return errOpenSSL
	}
	return nil
}

// AddByShim does so through a function of its own.
func (c *Context) AddByShim(cert *Certificate) error {
	if C.add_extra_cert(c.c, cert.x) != 1 { // want "`cert.x` is freed twice, by `C.add_extra_cert`, which becomes its owner, and by the finalizer of `Certificate`"
		return errOpenSSL
	}
	runtime.KeepAlive(cert)
	return nil
}

// AddOwned takes the finalizer off.
func (c *Context) AddOwned(cert *Certificate) error {
	if C.SSL_CTX_add_extra_chain_cert(c.c, cert.x) != 1 { // ok: the finalizer is taken off
		return errOpenSSL
	}
	runtime.SetFinalizer(cert, nil)
	return nil
}

// AddCleared forgets the pointer.
func (c *Context) AddCleared(cert *Certificate) error {
	if C.SSL_CTX_add_extra_chain_cert(c.c, cert.x) != 1 { // ok: the field is cleared
		return errOpenSSL
	}
	cert.x = nil
	return nil
}

// AddClearedLater forgets the pointer when the function ends.
func (c *Context) AddClearedLater(cert *Certificate) {
	defer func() { cert.x = nil }()
	C.SSL_CTX_add_extra_chain_cert(c.c, cert.x) // ok: the field is cleared
}

// AddClearedOnSuccess does so where nothing failed.
func (c *Context) AddClearedOnSuccess(cert *Certificate) (err error) {
	defer func() {
		if err == nil {
			cert.x = nil
		}
	}()
	if C.SSL_CTX_add_extra_chain_cert(c.c, cert.x) != 1 { // ok: the field is cleared
		return errOpenSSL
	}
	return nil
}

// AddSetBefore sets the field ahead of the call, which then gives it away.
func (c *Context) AddSetBefore(cert *Certificate, x *C.X509) {
	cert.x = x
	C.SSL_CTX_add_extra_chain_cert(c.c, cert.x) // want "`cert.x` is freed twice"
}

// AddBorrowing calls what adds the reference by itself.
func (c *Context) AddBorrowing(cert *Certificate) error {
	if C.SSL_CTX_add1_chain_cert(c.c, cert.x) != 1 { // nothing is given away
		return errOpenSSL
	}
	return nil
}

// AddDisowned leaves it to a function to say so.
func (c *Context) AddDisowned(cert *Certificate) error {
	if C.SSL_CTX_add_extra_chain_cert(c.c, cert.x) != 1 { // ok: the function may take the finalizer off
		return errOpenSSL
	}
	disown(cert)
	return nil
}

func disown(cert *Certificate) { runtime.SetFinalizer(cert, nil) }

type Options struct {
	c         *C.rocksdb_options_t
	transform *C.rocksdb_slicetransform_t
	filter    *C.rocksdb_slicetransform_t
	operator  *C.rocksdb_mergeoperator_t
}

func NewOptions() *Options {
	return &Options{c: C.rocksdb_options_create()}
}

// SetPrefix gives its own field away, which Destroy frees.
func (o *Options) SetPrefix(n int) {
	o.transform = C.rocksdb_slicetransform_create_fixed_prefix(C.size_t(n))
	C.rocksdb_options_set_prefix_extractor(o.c, o.transform) // step "becomes the owner"
}

// SetFilter forgets the field.
func (o *Options) SetFilter(n int) {
	o.filter = C.rocksdb_slicetransform_create_fixed_prefix(C.size_t(n))
	C.rocksdb_options_set_prefix_extractor(o.c, o.filter) // ok: the field is cleared
	o.filter = nil
}

func (o *Options) Destroy() {
	C.rocksdb_options_destroy(o.c)
	if o.transform != nil {
		C.rocksdb_slicetransform_destroy(o.transform) // want "`C.rocksdb_slicetransform_destroy` frees what `C.rocksdb_options_set_prefix_extractor` has become the owner of"
	}
	if o.filter != nil {
		C.rocksdb_slicetransform_destroy(o.filter) // ok: freed once
	}
}

// Transform is freed by whoever has it.
type Transform struct {
	c *C.rocksdb_slicetransform_t
}

func NewTransform(n int) *Transform {
	return &Transform{c: C.rocksdb_slicetransform_create_fixed_prefix(C.size_t(n))}
}

func (t *Transform) Destroy() { C.rocksdb_slicetransform_destroy(t.c) } // ok: only where it was not given away

// Use says in words that the transform is the options' from then on.
func (o *Options) Use(t *Transform) {
	C.rocksdb_options_set_prefix_extractor(o.c, t.c) // ok: whoever calls knows not to destroy it
}

// Expression holds a result that a function may replace.
type Expression struct {
	context *C.xmlXPathContext
	result  *C.xmlXPathObject
}

// Bool puts the new object in the place of the one that it gave away.
func (e *Expression) Bool() bool {
	e.result = C.xmlXPathConvertBoolean(e.result) // ok: the field gets another value
	return e.result.boolval != 0
}

func (e *Expression) Free() {
	C.xmlXPathFreeContext(e.context)
	C.xmlXPathFreeObject(e.result)
}

// Consume ends the transform itself.
func (t *Transform) Consume(o *Options) {
	C.rocksdb_options_set_prefix_extractor(o.c, t.c) // ok: it is all that there is of the transform
}
