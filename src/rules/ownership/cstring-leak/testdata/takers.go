package takers

/*
#include <stdlib.h>
#include <string.h>

typedef struct {
	char *name;
	int flags;
} method;

extern void result_text(void *ctx, const char *text, int n, void (*destructor)(void *));
extern char *escape(char *text);
extern void set_style(void *feature, const char *style);
extern void set_style_directly(void *feature, char *style);
extern void delete_key(void *db, const char *key);
extern void *DeleteTopic_new(const char *topic);

static method *methods;

static void text_result(void *ctx, const char *text, int n) { result_text(ctx, text, n, &free); }
static void set_method(int i, method *m) { methods[i] = *m; }
static int lookup_delete(const char *key) { return key[0]; }

typedef void (*dtor)(void *);
static dtor get_free(void) { return free; }
static void call_dtor(dtor d, void *p) { d(p); }
static void call_star(dtor d, void *p) { (*d)(p); }
static void call_local(void *f, void *p) { void (*fn)(void *) = f; fn(p); }
static void call_passed(dtor d, void *p) { call_dtor(d, p); }
static void call_log(void (*log)(const char *), const char *text) { log(text); }

#ifdef _WIN32
static int use(char *text) { return text[0]; }
#else
static int use(char *text) { free(text); return 0; }
#endif
*/
import "C"

import "unsafe"

func destructorInside(ctx unsafe.Pointer, s string) {
	cs := C.CString(s) // ok: the body hands free to the callee
	C.text_result(ctx, cs, C.int(len(s)))
}

func returnedAndFreed(s string) string {
	in := C.CString(s) // want "Does `C.escape` keep `in`"
	out := C.escape(in)
	got := C.GoString(out)
	C.free(unsafe.Pointer(out))
	return got
}

func copiedStruct(name string) {
	m := C.method{name: C.CString(name)} // ok: the body copies the struct into an array of its own
	C.set_method(0, &m)
}

func asks(feature unsafe.Pointer, style string) {
	cs := C.CString(style) // want "Does `C.set_style` keep `cs`"
	C.set_style(feature, cs)
}

type feature struct{ c unsafe.Pointer }

func (f *feature) setStyle(style *C.char) { C.set_style(f.c, style) }

func asksMethod(f *feature, style string) {
	cs := C.CString(style) // want "Does `f.setStyle` keep `cs`"
	f.setStyle(cs)
}

func directly(feature unsafe.Pointer, style string) {
	cs := C.CString(style) // ok: the name says that it takes the string over
	C.set_style_directly(feature, cs)
}

func key(db unsafe.Pointer, s string) {
	cs := C.CString(s) // want "Does `C.delete_key` keep `cs`"
	C.delete_key(db, cs)
}

func visibleBody(s string) C.int {
	cs := C.CString(s) // want "`cs` from `C.CString` is never freed"
	return C.lookup_delete(cs)
}

func made(topic string) unsafe.Pointer {
	cs := C.CString(topic) // want "`cs` from `C.CString` is never freed"
	return C.DeleteTopic_new(cs)
}

func conditional(s string) C.int {
	cs := C.CString(s) // ok: which of the two bodies is compiled is not known
	return C.use(cs)
}

func innerBlock(names []string) {
	for _, name := range names {
		if name != "" {
			cs := C.CString(name) // want "`cs` from `C.CString` is never freed"
			C.lookup_delete(cs)
		}
		C.strlen(nil) // step "out of scope"
	}
}

// Only the early return is sure; whether C keeps the string afterwards is not.
func returnsBeforeKeeper(feature unsafe.Pointer, style string, ready bool) {
	cs := C.CString(style) // want "`cs` from `C.CString` is not freed on every path"
	if !ready {
		return // step "returns"
	}
	C.set_style(feature, cs)
}

// A keeper on a path that frees afterwards is no question about the other path.
func keeperOnOtherPath(feature unsafe.Pointer, style string, ready bool) {
	cs := C.CString(style) // want "`cs` from `C.CString` is not freed on every path"
	if ready {
		C.set_style(feature, cs)
		C.free(unsafe.Pointer(cs))
		return
	}
	C.lookup_delete(cs)
}

func destructor(s string) {
	cs := C.CString(s) // ok: the body calls what it is given, which is free here
	C.call_dtor(C.get_free(), unsafe.Pointer(cs))
}

func destructorByAddress(s string) {
	cs := C.CString(s) // ok: the same, written the old way
	C.call_star(C.get_free(), unsafe.Pointer(cs))
}

func destructorInVariable(f unsafe.Pointer, s string) {
	cs := C.CString(s) // ok: the body calls a variable that it has from its caller
	C.call_local(f, unsafe.Pointer(cs))
}

func destructorPassed(s string) {
	cs := C.CString(s) // ok: the body hands both on
	C.call_passed(C.get_free(), unsafe.Pointer(cs))
}

func logged(log unsafe.Pointer, s string) {
	cs := C.CString(s) // want "`cs` from `C.CString` is never freed"
	C.call_log((*[0]byte)(log), cs)
}
