package sensor

/*
#include <stdlib.h>

typedef struct {
	void *user_data;
	int *sample;
	int limit;
} sensor;

static int *last;
static void *active;

static void remember(int *value) { last = value; }

static void attach(sensor *s, int *sample) {
	if (sample != NULL)
		s->sample = sample;
}

static void attach_default(int *sample) {
	static sensor shared;
	attach(&shared, sample);
}

static int measure(int *value) {
	last = value;
	int result = *last + 1;
	last = NULL;
	return result;
}

static int fill(sensor *s, void *data) {
	s->user_data = data;
	return s->limit;
}

static void copy_of(sensor *s, const int *value) {
	sensor next = *s;
	next.limit = *value;
	*s = next;
}
*/
import "C"

import (
	"runtime"
	"unsafe"
)

// Remember gives C the address of a local variable for good.
func Remember(start int) {
	value := C.int(start)
	C.remember(&value) // want "`C.remember` still has `&value` when it has returned, and that is the address of Go memory that is not pinned: `value` is a Go variable"
}

// Attach lets C write to a slice later.
func Attach(s *C.sensor, samples []int32) {
	C.attach(s, (*C.int)(unsafe.Pointer(&samples[0]))) // want "`C.attach` still has .* is the address of Go memory that is not pinned: `samples` is a Go slice"
}

// AttachDefault goes through a second function.
func AttachDefault() {
	sample := new(C.int)
	C.attach_default(sample) // want "`C.attach_default` still has `sample` when it has returned"
}

// Sensor has memory that C writes to.
type Sensor struct {
	c      *C.sensor
	sample *C.int
	list   *readings
	values []C.int
}

// Held keeps the memory in Go as well.
func (s *Sensor) Held() {
	sample := new(C.int)
	s.sample = sample
	C.attach(s.c, sample) // want "`C.attach` still has `sample` .*; only `s.sample` keeps it from being freed"
}

// Filled gives C what a field has.
func (s *Sensor) Filled() {
	s.sample = new(C.int)
	C.attach(s.c, &s.list.first) // want "`C.attach` still has `&s.list.first` when it has returned"
	s.values = make([]C.int, 1)
	sample := &readings{owner: s}
	active = s
	C.attach(s.c, &sample.first) // want "address of Go memory that is not pinned: it is from `&readings\\{…\\}`$"
}

type readings struct {
	owner *Sensor
	first C.int
	names []string
}

var active *Sensor

// State is what the callbacks of a sensor get.
type State struct{ names []string }

// NewSensor stores a value of Go as the user data.
func NewSensor(names []string) *C.sensor {
	s := (*C.sensor)(C.calloc(1, C.sizeof_sensor)) // step "the memory of C is from here"
	state := State{names: names}
	s.user_data = unsafe.Pointer(&state) // want "`s.user_data`, in memory of C, keeps the address of Go memory that is not pinned: `state` is a Go variable"
	return s
}

// Measure lends a variable for the time of the call.
func Measure(start int) int {
	value := C.int(start)
	return int(C.measure(&value)) // ok: the body forgets it again
}

// Limit is copied.
func Limit(s *C.sensor, limit int) {
	value := C.int(limit)
	C.copy_of(s, &value) // ok: only the value is stored
}

// Pinned is pinned by the caller's Pinner.
func Pinned(pinner *runtime.Pinner, start int) {
	value := C.int(start)
	pinner.Pin(&value)
	C.remember(&value) // ok: the variable is pinned
}

// Alive is kept until C has another value.
func Alive(start int) {
	value := C.int(start)
	C.remember(&value) // ok: it is kept alive until C forgets it
	C.remember(nil)
	runtime.KeepAlive(&value)
}

// Allocated is memory of C.
func Allocated() {
	value := (*C.int)(C.malloc(C.sizeof_int))
	C.remember(value) // ok: memory of C
}

// Fill has C put the pointer into memory of Go's own, for the time of the call.
func Fill(data []byte) int {
	s := new(C.sensor)
	return int(C.fill(s, unsafe.Pointer(&data[0]))) // ok: C keeps nothing, the sensor is Go memory
}

// FillResult returns what C has filled.
func FillResult(data []byte) (s *C.sensor, n C.int) {
	s = new(C.sensor)
	n = C.fill((*C.sensor)(s), unsafe.Pointer(&data[0])) // ok: C keeps nothing, the sensor is Go memory
	return s, n
}

// FillOf has it put into what C made.
func FillOf(s *C.sensor, data []byte) int {
	return int(C.fill(s, unsafe.Pointer(&data[0]))) // want "`C.fill` still has .* is the address of Go memory that is not pinned: `data` is a Go slice"
}
