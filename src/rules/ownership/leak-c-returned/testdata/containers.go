package containers

/*
#include <glib.h>
#include <libxml/tree.h>
#include <openssl/evp.h>
*/
import "C"

import "unsafe"

func dup(s *C.char) unsafe.Pointer { return unsafe.Pointer(C.g_strdup(s)) }

// List puts texts into a list, which keeps them.
func List(s *C.char) *C.GList {
	var l *C.GList
	l = C.g_list_prepend(l, C.gpointer(unsafe.Pointer(C.g_strdup(s)))) // ok: the list keeps it
	l = C.g_list_append(l, C.gpointer(dup(s)))                         // ok: the list keeps it
	return C.g_list_insert(l, C.gpointer(dup(s)), 0)                   // ok: the list keeps it
}

// Names puts one text more into a list that is its own, and frees the list.
func Names(app *C.GAppInfo, s *C.char) uint {
	l := C.g_app_info_get_all() // ok: the list that comes back is freed
	l = C.g_list_prepend(l, C.gpointer(unsafe.Pointer(s)))
	n := uint(C.g_list_length(l))
	C.g_list_free(l)
	return n
}

// Lost does not free it.
func Lost(s *C.char) uint {
	l := C.g_app_info_get_all() // want "`l` from `C.g_app_info_get_all` is never freed"
	l = C.g_list_prepend(l, C.gpointer(unsafe.Pointer(s)))
	return uint(C.g_list_length(l))
}

// Containers keep what they are given.
func Containers(q *C.GQueue, a *C.GPtrArray, h *C.GHashTable, s *C.char) {
	C.g_queue_push_tail(q, C.gpointer(dup(s)))                              // ok: the queue keeps it
	C.g_ptr_array_add(a, C.gpointer(dup(s)))                                // ok: the array keeps it
	C.g_hash_table_insert(h, C.gpointer(C.g_strdup(s)), C.gpointer(dup(s))) // ok: the table keeps both
	C.g_hash_table_lookup(h, C.gconstpointer(C.g_strdup(s)))                // want "`C.g_strdup` gives memory that nothing holds and that is never freed"
}

// Root hangs a node into a document, which owns it then.
func Root(d *C.xmlDoc, name *C.xmlChar) {
	root := C.xmlNewNode(nil, name) // ok: the document owns it
	C.xmlDocSetRootElement(d, root)
}

// Assign gives a key to what owns it where the call succeeds.
func Assign(k *C.EVP_PKEY) bool {
	rsa := C.RSA_new() // ok: freed, or the key's
	if rsa == nil {
		return false
	}
	if C.EVP_PKEY_assign(k, C.EVP_PKEY_RSA, unsafe.Pointer(rsa)) != 1 {
		C.RSA_free(rsa)
		return false
	}
	return true
}
