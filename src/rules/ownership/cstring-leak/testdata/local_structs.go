package mount

/*
#include <stdlib.h>

typedef struct mount_options {
	char *root;
	char *user;
	int flags;
} mount_options;

int mount_create(const mount_options *options);

static void mount_options_free(mount_options *options) {
	free(options->root);
	free(options->user);
}
*/
import "C"

import "unsafe"

type config struct {
	options C.mount_options
	name    *C.char
}

func create(root string) C.int {
	var options C.mount_options
	options.root = C.CString(root) // want "freed"
	return C.mount_create(&options)
}

func createLiteral(root, user string) C.int {
	options := C.mount_options{
		root: C.CString(root), // want "freed"
		user: C.CString(user), // want "freed"
	}
	return C.mount_create(&options)
}

// One of the two fields is forgotten.
func createHalf(root, user string) C.int {
	options := C.mount_options{}
	options.root = C.CString(root)
	defer C.free(unsafe.Pointer(options.root))
	options.user = C.CString(user) // want "freed"
	return C.mount_create(&options)
}

func createThroughVariable(root string) C.int {
	croot := C.CString(root) // want "freed"
	options := C.mount_options{root: croot}
	return C.mount_create(&options)
}

func createFreed(root, user string) C.int {
	var options C.mount_options
	options.root = C.CString(root) // ok: the field is freed
	defer C.free(unsafe.Pointer(options.root))
	options.user = C.CString(user) // ok: the deferred closure frees the field
	defer func() {
		C.free(unsafe.Pointer(options.user))
	}()
	return C.mount_create(&options)
}

func createVariableFreed(root string) C.int {
	croot := C.CString(root) // ok: freed through the variable
	defer C.free(unsafe.Pointer(croot))
	options := C.mount_options{root: croot}
	return C.mount_create(&options)
}

func createFieldFreed(root string) C.int {
	croot := C.CString(root) // ok: freed through the field
	options := C.mount_options{root: croot}
	ret := C.mount_create(&options)
	C.free(unsafe.Pointer(options.root))
	return ret
}

func createCleared(root, user string) C.int {
	var options C.mount_options
	options.root = C.CString(root) // ok: mount_options_free frees the fields
	options.user = C.CString(user) // ok: mount_options_free frees the fields
	defer C.mount_options_free(&options)
	return C.mount_create(&options)
}

func newOptions(root string) C.mount_options {
	var options C.mount_options
	options.root = C.CString(root) // ok: the caller gets the struct
	return options
}

func newConfig(root, name string) *config {
	c := &config{name: C.CString(name)} // ok: the caller gets the struct
	c.options.root = C.CString(root)    // ok: the caller gets the struct
	return c
}

func newAllocated(root string) *C.mount_options {
	options := (*C.mount_options)(C.calloc(1, C.sizeof_mount_options))
	options.root = C.CString(root) // ok: the caller gets the C struct
	return options
}

func (c *config) setRoot(root string) {
	C.free(unsafe.Pointer(c.options.root))
	c.options.root = C.CString(root) // ok: the receiver owns it
}

func (c *config) setName(name string) {
	cname := C.CString(name) // ok: the receiver owns it
	if c.name != nil {
		C.free(unsafe.Pointer(c.name))
	}
	c.name = cname
}

func (c *config) Close() {
	C.free(unsafe.Pointer(c.name))
	c.name = nil
	C.mount_options_free(&c.options)
	c.options = C.mount_options{}
}
