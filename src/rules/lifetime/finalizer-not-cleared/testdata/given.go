package wasi

/*
#include <stdlib.h>
#include <wasi.h>
#include <openssl/ssl.h>
*/
import "C"

import (
	"errors"
	"runtime"
	"unsafe"
)

var errUsed = errors.New("already used")

type Config struct {
	ptr *C.wasi_config_t
}

func NewConfig() *Config {
	config := &Config{ptr: C.wasi_config_new()}
	runtime.SetFinalizer(config, func(c *Config) { C.wasi_config_delete(c.ptr) })
	return config
}

func (c *Config) native() *C.wasi_config_t { return c.ptr }

type Store struct {
	ptr *C.store_t
}

// NewInstance leaves the finalizer, which will delete nil.
func NewInstance(store *Store, config *Config, name string) (*C.wasi_instance_t, error) {
	if config.ptr == nil {
		return nil, errUsed
	}
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname))
	instance := C.wasi_instance_new(store.ptr, cname, config.native())
	runtime.KeepAlive(store)
	config.ptr = nil // want "Can `C.wasi_config_delete` be called with nil\\? The finalizer stays set when `config.ptr` is given to `C.wasi_instance_new`"
	return instance, nil
}

// NewInstanceOwned takes it off.
func NewInstanceOwned(store *Store, config *Config) *C.wasi_instance_t {
	instance := C.wasi_instance_new(store.ptr, nil, config.ptr)
	config.ptr = nil // ok: the finalizer is taken off
	runtime.SetFinalizer(config, nil)
	return instance
}

// Buffer is freed with C.free, which takes nil.
type Buffer struct {
	p *C.char
}

func NewBuffer(s string) *Buffer {
	b := &Buffer{p: C.CString(s)}
	runtime.SetFinalizer(b, func(b *Buffer) { C.free(unsafe.Pointer(b.p)) })
	return b
}

func (s *Store) Give(b *Buffer) {
	C.store_give(s.ptr, b.p)
	b.p = nil // ok: free does nothing with nil
}

// Linker has a finalizer that looks.
type Linker struct {
	ptr *C.linker_t
}

func NewLinker() *Linker {
	l := &Linker{ptr: C.linker_new()}
	runtime.SetFinalizer(l, func(l *Linker) {
		if l.ptr != nil {
			C.linker_delete(l.ptr)
		}
	})
	return l
}

func (s *Store) Link(l *Linker) {
	C.store_link(s.ptr, l.ptr)
	l.ptr = nil // ok: the finalizer tests the pointer
}

// Certificate is given to a function that a table tells of: that is c-double-free's.
type Certificate struct {
	x *C.X509
}

func NewCertificate() *Certificate {
	cert := &Certificate{x: C.X509_new()}
	runtime.SetFinalizer(cert, func(c *Certificate) { C.X509_free(c.x) })
	return cert
}

// Add is reported by the rule of what is freed twice.
func Add(ctx *C.SSL_CTX, cert *Certificate) bool {
	return C.SSL_CTX_add_extra_chain_cert(ctx, cert.x) == 1
}
