package given

/*
#include <openssl/ssl.h>
*/
import "C"

import (
	"errors"
	"runtime"
)

var errOpenSSL = errors.New("openssl")

type Context struct {
	c *C.SSL_CTX
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

// Retain lets a caller take references of its own.
func (c *Certificate) Retain() { C.X509_up_ref(c.x) }

// Add may be given a certificate that was retained for it.
func (c *Context) Add(cert *Certificate) error {
	if C.SSL_CTX_add_extra_chain_cert(c.c, cert.x) != 1 { // ok: the caller may have retained it
		return errOpenSSL
	}
	return nil
}

// AddShared gives a reference of its own away.
func (c *Context) AddShared(cert *Certificate) error {
	C.X509_up_ref(cert.x)
	if C.SSL_CTX_add_extra_chain_cert(c.c, cert.x) != 1 { // ok: a reference more is taken for it
		return errOpenSSL
	}
	return nil
}
