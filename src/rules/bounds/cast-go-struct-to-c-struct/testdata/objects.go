package objects

/*
typedef struct resampler resampler;
struct frame { int width; int height; };
struct node { struct node *next; int value; };

void resampler_free(resampler **r);
void frame_free(struct frame **f);
int frame_get(struct frame **f);
void node_next(struct node **n);
void holder_free(void *r);
*/
import "C"

import "unsafe"

type Resampler C.resampler

type Frame C.struct_frame

type Node C.struct_node

type Holder struct {
	r *C.resampler
}

func (r *Resampler) Free() {
	C.resampler_free((**C.resampler)(unsafe.Pointer(r))) // want "`r` leads to the `C.resampler` itself, and is seen as a pointer to a pointer to it"
}

func FreeFrame(f *Frame) {
	C.frame_free((**C.struct_frame)(unsafe.Pointer(f))) // want "`f` leads to the `C.frame` itself"
}

func (h *Holder) Free() {
	C.resampler_free((**C.resampler)(unsafe.Pointer(h.r))) // want "`h.r` leads to the `C.resampler` itself"
}

func (r *Resampler) Close() {
	C.resampler_free((**C.resampler)(unsafe.Pointer(&r))) // ok: the address of the pointer
}

func FreeAll(frames []*Frame) {
	C.frame_free((**C.struct_frame)(unsafe.Pointer(&frames[0]))) // ok: an element is a pointer
}

func Get(f **Frame) int {
	return int(C.frame_get((**C.struct_frame)(unsafe.Pointer(f)))) // ok: a pointer to a pointer
}

func (n *Node) Next() {
	C.node_next((**C.struct_node)(unsafe.Pointer(n))) // ok: its first member is the pointer
}

func (h *Holder) Other(f *Frame) {
	C.resampler_free((**C.resampler)(unsafe.Pointer(f))) // ok: nothing says what lies in the other struct
}
