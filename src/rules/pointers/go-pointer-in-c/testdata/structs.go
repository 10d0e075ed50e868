package request

/*
#include <stdlib.h>

typedef void (*lib_done)(void *data);

static void *last;
static int lib_send(void *request) { return request != NULL; }
static int lib_send_all(void *requests, int count) { return requests != NULL ? count : 0; }
static void lib_start(lib_done done, void *data) { done(data); }
static void lib_keep(void *data) { last = data; }
void onDone(void *data);
void onTick(void *data);
*/
import "C"

import (
	"runtime"
	"unsafe"
)

type request struct {
	id     C.int
	header []byte
	done   chan struct{}
}

type job struct {
	id     int
	finish func()
}

type table struct {
	size int
	rows map[string]int
}

type numbers struct {
	id    C.int
	name  string
	bytes [8]byte
}

type watch struct{ ticks []int }

// Send gives C its receiver.
func (r *request) Send() int {
	return int(C.lib_send(unsafe.Pointer(r))) // want "Is `header` nil here\\? `C.lib_send` is given a Go `request`, and its slice `header` leads to other Go memory"
}

// SendJob gives C a parameter.
func SendJob(j *job) int {
	return int(C.lib_send(unsafe.Pointer(j))) // want "Is `finish` nil here\\?.*its function `finish`"
}

// SendAll gives C an array of structs.
func SendAll(tables []table) int {
	if len(tables) == 0 {
		return 0
	}
	return int(C.lib_send_all(unsafe.Pointer(&tables[0]), C.int(len(tables)))) // want "Is `rows` nil here\\?.*its map `rows`"
}

// SendNumbers has numbers in its struct, and a string, which may be a constant.
func SendNumbers(n *numbers) int {
	return int(C.lib_send(unsafe.Pointer(n)))
}

// SendPinned pins what the struct holds.
func (r *request) SendPinned() int {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	pinner.Pin(&r.header[0])
	return int(C.lib_send(unsafe.Pointer(r))) // ok: what it holds may be pinned
}

// Start hands the struct to its own callback.
func (r *request) Start() {
	C.lib_start(C.lib_done(C.onDone), unsafe.Pointer(r)) // ok: data for the callback beside it
}

//export onTick
func onTick(data unsafe.Pointer) {
	w := (*watch)(data)
	w.ticks = append(w.ticks, 1)
}

// Tick gives C what an exported function gets back.
func (w *watch) Tick() {
	C.lib_send(unsafe.Pointer(w)) // ok: C only hands it back
}

// Keep is another rule's.
func (r *request) Keep() {
	C.lib_keep(unsafe.Pointer(r)) // ok: what C keeps is go-memory-retained-by-c's
}

// sendFromC has memory of C behind the pointer.
func sendFromC(j *job) int {
	return int(C.lib_send(unsafe.Pointer(j))) // ok: the caller has it from C
}

func makeJob() int {
	j := (*job)(C.malloc(C.size_t(unsafe.Sizeof(job{}))))
	defer C.free(unsafe.Pointer(j))
	return sendFromC(j)
}

type frame struct {
	rows [][]byte
	pix  []byte
}

// C gets the bytes, and not the slice's pointer to them.
func scaled(frames []frame, size, from int) {
	f := frames[0]
	if len(f.pix) < size {
		f.pix = make([]byte, size)
		f.pix = f.pix[:size]
	}
	C.lib_send(unsafe.Pointer(&f.pix[from])) // silent: `f.pix` itself is not given to C
	f.rows = [][]byte{make([]byte, size)}
	C.lib_send(unsafe.Pointer(&f.rows[0])) // want "holds the address of other Go memory that is not pinned"
}
