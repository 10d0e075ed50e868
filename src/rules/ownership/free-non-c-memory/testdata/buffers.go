package rados

/*
#include <stdlib.h>
#include <string.h>

struct stat_info {
	unsigned long size;
	char name[32];
};

static int object_stat(const char *oid, struct stat_info *out) {
	out->size = strlen(oid);
	return 0;
}

static int object_read(const char *oid, char *buf, size_t len) {
	memset(buf, 'x', len);
	return (int)len;
}

static void object_list(char **names, int n) {
	(void)names;
	(void)n;
}
*/
import "C"

import "unsafe"

var lastStat C.struct_stat_info

// Read gives C a Go buffer and then frees it as if C had made it.
func Read(oid string, n int) []byte {
	coid := C.CString(oid)
	defer C.free(unsafe.Pointer(coid))
	buf := make([]byte, n+1)
	read := C.object_read(coid, (*C.char)(unsafe.Pointer(&buf[0])), C.size_t(n))
	out := append([]byte(nil), buf[:read]...)
	C.free(unsafe.Pointer(&buf[0])) // want "`C.free` is given Go memory"
	return out
}

// Stat declares the C struct in Go: the variable is Go memory although its type is C's.
func Stat(oid string) uint64 {
	coid := C.CString(oid)
	defer C.free(unsafe.Pointer(coid))
	var info C.struct_stat_info
	defer C.free(unsafe.Pointer(&info)) // want "`C.free` is given Go memory"
	C.object_stat(coid, &info)
	return uint64(info.size)
}

// List frees the array of pointers besides the strings that it holds.
func List(names []string) {
	argv := make([]*C.char, len(names)+1)
	for i, name := range names {
		argv[i] = C.CString(name)
	}
	C.object_list(&argv[0], C.int(len(names)))
	for _, arg := range argv {
		C.free(unsafe.Pointer(arg)) // ok: each element came from C.CString
	}
	C.free(unsafe.Pointer(&argv[0])) // want "`C.free` is given Go memory"
}

// Key holds the Go memory in a C pointer variable first.
func Key(name string) int {
	raw := append([]byte(name), 0)
	ckey := (*C.char)(unsafe.Pointer(&raw[0]))
	defer C.free(unsafe.Pointer(ckey)) // want "`C.free` is given Go memory"
	var info C.struct_stat_info
	return int(C.object_stat(ckey, &info))
}

// Fixed frees a local array, a package variable and a field of a local struct.
func Fixed() {
	var names [4]*C.char
	C.object_list(&names[0], 4)
	C.free(unsafe.Pointer(&names[0])) // want "`C.free` is given Go memory"
	C.free(unsafe.Pointer(&lastStat)) // want "`C.free` is given Go memory"
	op := struct{ stat C.struct_stat_info }{}
	C.free(unsafe.Pointer(&op.stat)) // want "`C.free` is given Go memory"
}

// Cleanup frees inside the function that is deferred.
func Cleanup(oid string) uint64 {
	coid := C.CString(oid)
	var info C.struct_stat_info
	defer func() {
		C.free(unsafe.Pointer(coid))  // ok: memory of C.CString
		C.free(unsafe.Pointer(&info)) // want "`C.free` is given Go memory"
	}()
	C.object_stat(coid, &info)
	return uint64(info.size)
}
