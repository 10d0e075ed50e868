package promises

/*
#cgo nocallback visit
#cgo nocallback walk
#cgo nocallback add
#cgo nocallback outside
#cgo noescape keep
#cgo noescape add
#cgo noescape keep_object

extern void goVisit(int i);

typedef struct { int id; } object;

static int *kept;
static object *last;

static void visit(int n) {
	goVisit(n); // want "`C.visit` has `#cgo nocallback`, and calls `goVisit` of Go here: the runtime panics"
}

static void step(int i) {
	if (i > 0) goVisit(i); // want "`C.walk` has `#cgo nocallback`, and calls `goVisit` of Go here"
}

static void walk(int n) {
	for (int i = 0; i < n; i++) step(i);
}

static void keep(int *p) {
	kept = p; // want "`C.keep` has `#cgo noescape`, and keeps the pointer in `kept`: Go may put what `&n` leads to on its stack"
}

static void keep_object(object *o) { last = o; }

static int add(int *values, int n) {
	int sum = 0;
	for (int i = 0; i < n; i++) sum += values[i];
	return sum;
}

object *object_new(void);
int outside(int *p);
*/
import "C"

//export goVisit
func goVisit(i C.int) {}

// Visit calls back.
func Visit() {
	C.visit(1)
	C.walk(2)
}

// Keep passes the address of a Go variable.
func Keep() {
	var n C.int
	C.keep(&n)
}

// Sum is as promised.
func Sum(values []C.int) int {
	return int(C.add(&values[0], C.int(len(values)))) // ok: neither kept nor called back
}

// KeepObject has C keep memory of C.
func KeepObject() {
	C.keep_object(C.object_new()) // ok: not Go's memory
}

// Outside has its body elsewhere.
func Outside() {
	var n C.int
	C.outside(&n) // ok: nothing is known of it
}

// Others may visit as they like.
func Others() { goVisit(1) }
