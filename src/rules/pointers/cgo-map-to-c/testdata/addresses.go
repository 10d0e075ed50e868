package settings

/*
#include <stddef.h>

typedef void *GoMap;
typedef void (*lib_callback)(void *data);

static void configure(const void *settings) { (void)settings; }
static void configure_numbers(const int *settings) { (void)settings; }
static void measure(GoMap *map) { (void)map; }
static void fill(void *out, size_t length) { (void)out; (void)length; }
static void each(lib_callback callback, void *data) { callback(data); }
static void *kept;
static void keep(void *data) { kept = data; }
void onItem(void *data);
*/
import "C"

import "unsafe"

type sink interface{ Write(text string) }

type options map[string]string

type server struct {
	values options
	done   chan struct{}
	log    func(string)
	out    sink
	size   int
	names  [4]int32
}

// Map gives C the address of a map's variable.
func Map(values map[string]int) {
	C.configure(unsafe.Pointer(&values)) // want "`C.configure` is given the address of the Go map `values`, whose content only Go can read"
}

// Cast hides the map behind a pointer to a number.
func Cast() {
	values := options{"depth": "3"}
	C.configure_numbers((*C.int)(unsafe.Pointer(&values))) // want "`C.configure_numbers` is given the address of the Go map `values`"
}

// Fields gives C what a struct holds.
func (s *server) Fields() {
	C.configure(unsafe.Pointer(&s.values)) // want "the address of the Go map `s.values`"
	C.configure(unsafe.Pointer(&s.done))   // want "the address of the Go channel `s.done`"
	C.configure(unsafe.Pointer(&s.log))    // want "the address of the Go function `s.log`"
	C.configure(unsafe.Pointer(&s.out))    // want "the address of the Go interface `s.out`"
}

// Errors gives C an error.
func Errors(err error) {
	C.configure(unsafe.Pointer(&err)) // want "the address of the Go interface `err`"
}

// Numbers gives C plain values.
func (s *server) Numbers() {
	C.configure(unsafe.Pointer(&s.size))  // ok: a number
	C.configure(unsafe.Pointer(&s.names)) // ok: an array of numbers
	var flags C.int
	C.configure_numbers(&flags) // ok: an integer of C
}

// Measure calls a function that wants the map.
func Measure(values map[string]int) {
	C.measure((*C.GoMap)(unsafe.Pointer(&values))) // ok: the parameter is cgo's own GoMap
}

// Visit hands its own callback a function.
func Visit(visit func(int)) {
	C.each(C.lib_callback(C.onItem), unsafe.Pointer(&visit)) // ok: data for the callback beside it
}

// Keep is another rule's.
func Keep(values map[string]int) {
	C.keep(unsafe.Pointer(&values)) // ok: what C keeps is go-memory-retained-by-c's
}

// Entry gives C an element.
func Entry(numbers []int64) {
	C.fill(unsafe.Pointer(&numbers[0]), 8) // ok: an element of a slice of numbers
}
