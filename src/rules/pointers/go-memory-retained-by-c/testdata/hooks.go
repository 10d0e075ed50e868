package hooks

/*
#include <stddef.h>

typedef struct kv kv;
typedef void (*kv_hook)(void *data);

void kv_update_hook(kv *db, kv_hook hook, void *data);
void kv_on_event(kv *db, kv_hook hook, void *data);
void kv_foreach_hook(kv *db, kv_hook hook, void *data);
void kv_scan(kv *db, kv_hook hook, void *data);

extern void goHook(void *data);
*/
import "C"

import "unsafe"

type hooks struct{ f func() }

//export goHook
func goHook(data unsafe.Pointer) { (*hooks)(data).f() }

func onUpdate(db *C.kv, h *hooks) {
	C.kv_update_hook(db, C.kv_hook(C.goHook), unsafe.Pointer(h)) // want "Does `C.kv_update_hook` keep `unsafe.Pointer\\(h\\)` when it has returned, as its name says"
}

func onEvent(db *C.kv, f func()) {
	h := &hooks{f}
	C.kv_on_event(db, C.kv_hook(C.goHook), unsafe.Pointer(h)) // want "Does `C.kv_on_event` keep"
}

func scan(db *C.kv, f func()) {
	h := &hooks{f}
	C.kv_scan(db, C.kv_hook(C.goHook), unsafe.Pointer(h))         // ok: the callback runs at once
	C.kv_foreach_hook(db, C.kv_hook(C.goHook), unsafe.Pointer(h)) // ok: the callback runs at once
	C.kv_update_hook(db, nil, unsafe.Pointer(h))                  // ok: there is no callback
}
