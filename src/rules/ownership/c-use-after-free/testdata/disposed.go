package disposed

/*
#include <stdlib.h>
#include "reply.h"

typedef struct {
	char *data;
	size_t len;
	struct entry *first;
} list;

struct entry {
	int id;
};

void list_fill(list *l);
void list_free(list *l);
*/
import "C"

import "unsafe"

// The headers of reply.h are not here: `C.GoStringN` tells that its field is a pointer.
func nameOf(key C.int) string {
	reply := C.reply_t{}
	C.reply_get(&reply, key)
	C.reply_dispose(&reply) // step "`C.reply_dispose` gets `&reply`, and frees what it holds"

	return C.GoStringN(reply.text, C.int(reply.size)) // want "`reply.text` is read after `C.reply_dispose` has freed what is in the struct"
}

func firstOf(strict bool) (id int, err error) {
	var l C.list
	C.list_fill(&l)
	n := l.len
	C.list_free(&l)
	if n == 0 || strict {
		return 0, nil
	}
	return int(l.first.id), nil // want "`l.first` is read after `C.list_free` has freed what is in the struct"
}

func bytesOf() []byte {
	var l C.list
	C.list_fill(&l)
	C.list_free(&l)
	return C.GoBytes(unsafe.Pointer(l.data), C.int(l.len)) // want "`l.data` is read after `C.list_free`"
}

func copiedFirst() string {
	var l C.list
	C.list_fill(&l)
	text := C.GoStringN(l.data, C.int(l.len)) // ok: freed behind it
	C.list_free(&l)
	return text
}

func freedLater() string {
	var l C.list
	C.list_fill(&l)
	defer C.list_free(&l)
	return C.GoString(l.data) // ok: freed as the function returns
}

func filledAgain() string {
	var l C.list
	C.list_fill(&l)
	C.list_free(&l)
	C.list_fill(&l)
	return C.GoString(l.data) // ok: the line above has filled it
}

func counted() int {
	var l C.list
	C.list_fill(&l)
	C.list_free(&l)
	return int(l.len) // ok: a number stays what it was
}

func onError(failed bool) string {
	var l C.list
	C.list_fill(&l)
	if failed {
		C.list_free(&l)
		return ""
	}
	return C.GoString(l.data) // ok: the branch that frees has returned
}

func compared() bool {
	var l C.list
	C.list_fill(&l)
	C.list_free(&l)
	return l.data == nil // ok: only the pointer is compared
}
