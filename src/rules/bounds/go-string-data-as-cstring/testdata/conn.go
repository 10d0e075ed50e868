package openssl

/*
#include <openssl/ssl.h>

static long set_host_name(SSL *ssl, const char *name) {
	return SSL_set_tlsext_host_name(ssl, name);
}

static int by_name(const char *name, int flags);
static int log_line(void *ctx, const char *line);
static int put(const char *key, size_t key_len, const char *value);
static int uuid_put(const char *id) {
	return put_fixed(id, 16);
}
static int raw(const unsigned char *digest);
*/
import "C"

import "unsafe"

type Conn struct {
	ssl *C.SSL
}

func (c *Conn) SetTlsExtHostName(name string) bool {
	bname := []byte(name)                         // step "the bytes of `name` are taken as they are, without a NUL byte behind them"
	cname := (*C.char)(unsafe.Pointer(&bname[0])) // the address of the first one
	return C.set_host_name(c.ssl, cname) != 0     // want "`C.set_host_name` gives it to `SSL_set_tlsext_host_name`, which reads up to a NUL byte, and there is none behind the bytes of `name`" step "`C.set_host_name` gets them without their length"
}

// Log uses the string itself.
func (c *Conn) Log(line string) {
	C.log_line(unsafe.Pointer(c.ssl), (*C.char)(unsafe.Pointer(unsafe.StringData(line)))) // want "`C.log_line` takes a `const char \\*` without a length, and there is none behind the bytes of `line`"
}

// Length asks the C library.
func Length() int {
	text := "fixed"
	return int(C.strlen((*C.char)(unsafe.Pointer(unsafe.StringData(text))))) // want "`C.strlen` reads up to a NUL byte, and there is none behind the bytes of `text`"
}

// LogBytes gets bytes.
func (c *Conn) LogBytes(line []byte) {
	C.log_line(unsafe.Pointer(c.ssl), (*C.char)(unsafe.Pointer(&line[0]))) // want "Does every caller end `line` with a NUL byte\\? `C.log_line` takes a `const char \\*` without a length"
}

// Terminated has the NUL byte.
func (c *Conn) Terminated(name string) bool {
	bname := append([]byte(name), 0)
	return C.set_host_name(c.ssl, (*C.char)(unsafe.Pointer(&bname[0]))) != 0
}

// Ended ends the string.
func (c *Conn) Ended(name string) bool {
	bname := []byte(name + "\x00")
	return C.set_host_name(c.ssl, (*C.char)(unsafe.Pointer(&bname[0]))) != 0
}

// Put gives the length of the key.
func Put(key, value string) int {
	cvalue := C.CString(value)
	defer C.free(unsafe.Pointer(cvalue))
	k := unsafe.StringData(key)
	_ = k
	return int(C.put((*C.char)(unsafe.Pointer(unsafe.StringData(key))), C.size_t(len(key)), cvalue)) // ok: the length is beside it
}

// ByName has a number that may be a length.
func ByName(name string) int {
	b := []byte(name)
	return int(C.by_name((*C.char)(unsafe.Pointer(&b[0])), 0)) // ok: the number beside it may be a length
}

// UUID has as many bytes as both sides know.
func UUID(id string) int {
	b := []byte(id)
	return int(C.uuid_put((*C.char)(unsafe.Pointer(&b[0])))) // ok: the body reads 16 bytes
}

// Digest is no text.
func Digest(sum string) int {
	b := []byte(sum)
	return int(C.raw((*C.uchar)(unsafe.Pointer(&b[0])))) // ok: not a string of C
}
