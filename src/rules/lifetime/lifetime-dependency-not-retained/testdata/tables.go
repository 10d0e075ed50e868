package tables

/*
#include <openssl/x509.h>
#include <rados/librados.h>
#include <yara.h>
*/
import "C"

import (
	"errors"
	"runtime"
)

var errFailed = errors.New("failed")

type Certificate struct {
	x *C.X509
}

func NewCertificate() *Certificate {
	c := &Certificate{x: C.X509_new()}
	runtime.SetFinalizer(c, func(c *Certificate) { C.X509_free(c.x) }) // step "the finalizer is set here"
	return c
}

type Name struct {
	name *C.X509_NAME
}

// The name lies in the certificate.
func (c *Certificate) Subject() (*Name, error) {
	n := C.X509_get_subject_name(c.x) // want "The `Name` of `Subject` leads to what `C.X509_get_subject_name` lends from `c`, but does not hold `c`, and once nothing else does, its finalizer frees it"
	if n == nil {
		return nil, errFailed
	}
	return &Name{name: n}, nil
}

type OwnedName struct {
	name *C.X509_NAME
	cert *Certificate
}

func (c *Certificate) Issuer() *OwnedName {
	return &OwnedName{name: C.X509_get_issuer_name(c.x), cert: c} // ok: is kept
}

// The key is the caller's.
type PublicKey struct {
	key *C.EVP_PKEY
}

func (c *Certificate) PublicKey() *PublicKey {
	p := &PublicKey{key: C.X509_get_pubkey(c.x)} // ok: nothing says that
	runtime.SetFinalizer(p, func(p *PublicKey) { C.EVP_PKEY_free(p.key) })
	return p
}

type Conn struct {
	cluster C.rados_t
}

func NewConn() *Conn {
	c := &Conn{}
	if C.rados_create(&c.cluster, nil) < 0 {
		return nil
	}
	runtime.SetFinalizer(c, (*Conn).Shutdown)
	return c
}

func (c *Conn) Shutdown() {
	if c.cluster != nil {
		C.rados_shutdown(c.cluster)
		c.cluster = nil
	}
}

type IOContext struct {
	ioctx C.rados_ioctx_t
}

func (c *Conn) OpenIOContext(pool *C.char) (*IOContext, error) {
	ioctx := &IOContext{}
	ret := C.rados_ioctx_create(c.cluster, pool, &ioctx.ioctx) // want "The `IOContext` of `OpenIOContext` needs `c`, which `C.rados_ioctx_create` keeps for it, but does not hold `c`"
	if ret == 0 {
		return ioctx, nil
	}
	return nil, errFailed
}

func (x *IOContext) Destroy() {
	C.rados_ioctx_destroy(x.ioctx)
	x.ioctx = nil
}

// The finalizer sits on an inner object.
type Rules struct{ *rules }

type rules struct {
	cptr *C.YR_RULES
}

func LoadRules(path *C.char) (*Rules, error) {
	r := &Rules{&rules{}}
	if C.yr_rules_load(path, &r.rules.cptr) != 0 {
		return nil, errFailed
	}
	runtime.SetFinalizer(r.rules, func(r *rules) { C.yr_rules_destroy(r.cptr) })
	return r, nil
}

type Scanner struct {
	cptr *C.YR_SCANNER
}

func NewScanner(r *Rules) (*Scanner, error) {
	var s *C.YR_SCANNER
	if C.yr_scanner_create(r.cptr, &s) != 0 { // want "The `Scanner` of `NewScanner` needs `r`, which `C.yr_scanner_create` keeps for it, but does not hold `r`, and once nothing else does, the finalizer of its `rules` frees that"
		return nil, errFailed
	}
	runtime.KeepAlive(r)
	return &Scanner{cptr: s}, nil
}

func (s *Scanner) Destroy() { C.yr_scanner_destroy(s.cptr) }

type HoldingScanner struct {
	cptr  *C.YR_SCANNER
	rules *Rules
}

func NewHoldingScanner(r *Rules) (*HoldingScanner, error) {
	s := &HoldingScanner{}
	if C.yr_scanner_create(r.cptr, &s.cptr) != 0 { // ok: is kept
		return nil, errFailed
	}
	s.rules = r
	return s, nil
}

func (s *HoldingScanner) Destroy() { C.yr_scanner_destroy(s.cptr) }
