package libvirt

/*
#include <stdlib.h>

typedef struct {
	int version;
	void *opaque;
} auth_config;

static int open_auth(auth_config *config, const char *uri) {
	return config->version + (uri != NULL);
}

static int lookup(const char *name, size_t len) {
	(void)name;
	return (int)len;
}
*/
import "C"

import "unsafe"

type connectOptions struct {
	config C.auth_config
	uri    string
}

// OpenAuth allocates the struct with a composite literal, which is Go's allocator.
func OpenAuth(version int) int {
	config := &C.auth_config{version: C.int(version)}
	defer C.free(unsafe.Pointer(config)) // want "`C.free` is given Go memory"
	return int(C.open_auth(config, nil))
}

// OpenDefault allocates it with new.
func OpenDefault() int {
	config := new(C.auth_config)
	rc := C.open_auth(config, nil)
	C.free(unsafe.Pointer(config)) // want "`C.free` is given Go memory"
	return int(rc)
}

// OpenOptions frees a Go struct of its own.
func OpenOptions(uri string) int {
	options := &connectOptions{uri: uri}
	rc := C.open_auth(&options.config, nil)
	C.free(unsafe.Pointer(options)) // want "`C.free` is given Go memory"
	return int(rc)
}

// Lookup frees the bytes of a slice that Go made.
func Lookup(name string) int {
	raw := []byte(name)
	defer C.free(unsafe.Pointer(unsafe.SliceData(raw))) // want "`C.free` is given Go memory"
	return int(C.lookup((*C.char)(unsafe.Pointer(unsafe.SliceData(raw))), C.size_t(len(raw))))
}

// LookupQualified frees the bytes of a Go string.
func LookupQualified(domain, name string) int {
	full := domain + "/" + name
	rc := C.lookup((*C.char)(unsafe.Pointer(unsafe.StringData(full))), C.size_t(len(full)))
	C.free(unsafe.Pointer(unsafe.StringData(full))) // want "`C.free` is given Go memory"
	return int(rc)
}

// Ports frees the array behind a slice literal.
func Ports() int {
	ports := []C.int{5900, 5901}
	defer C.free(unsafe.Pointer(&ports[0])) // want "`C.free` is given Go memory"
	return len(ports)
}
