package poly

/*
#include <stddef.h>

typedef struct {
	double x, y;
} point;

static int points(const point *p, int n) { return p != NULL && n > 0; }
static int numbers(const int *p, int n) { return p != NULL && n > 0; }
static int bytes(const unsigned char *p, size_t n) { return p != NULL && n > 0; }
static int row(const double *p, int n) { return p != NULL && n > 0; }
*/
import "C"

import (
	"errors"
	"unsafe"
)

// Polygon gathers as many points as it is given.
func Polygon(pts [][2]float64) {
	cp := make([]C.point, 0, len(pts))
	for _, p := range pts {
		cp = append(cp, C.point{C.double(p[0]), C.double(p[1])})
	}
	C.points(&cp[0], C.int(len(cp))) // want "`&cp.0.` panics when `cp` is empty: a caller may pass an empty `pts`"
}

// Numbers starts with a nil slice.
func Numbers(xs []int) {
	var cs []C.int
	for _, x := range xs {
		cs = append(cs, C.int(x))
	}
	C.numbers(&cs[0], C.int(len(cs))) // want "`&cs.0.` panics when `cs` is empty: a caller may pass an empty `xs`"
}

// Values gathers what is in a map.
func Values(m map[string]int) {
	cs := []C.int{}
	for _, v := range m {
		cs = append(cs, C.int(v))
	}
	C.numbers(&cs[0], C.int(len(cs))) // want "`&cs.0.` panics when `cs` is empty: a caller may pass an empty `m`"
}

// Flat gathers from two loops, each of which may have no round.
func Flat(rows [][]float64, more ...float64) {
	flat := make([]C.double, 0)
	for _, r := range rows {
		for _, v := range r {
			flat = append(flat, C.double(v))
		}
	}
	for _, v := range more {
		flat = append(flat, C.double(v))
	}
	C.row(&flat[0], C.int(len(flat))) // want "`&flat.0.` panics when `flat` is empty: a caller may pass an empty `rows`"
}

func convert(xs []int) {
	var cs []C.int
	for _, x := range xs {
		cs = append(cs, C.int(x))
	}
	C.numbers(&cs[0], C.int(len(cs))) // want "`&cs.0.` panics when `cs` is empty: `Convert` .line 72. passes `xs`, and a caller may pass an empty `xs`"
}

// Convert passes on what it is given.
func Convert(xs []int) { convert(xs) }

// Positive appends some elements only.
func Positive(load func() []int) {
	var cs []C.int
	for _, x := range load() {
		if x > 0 {
			cs = append(cs, C.int(x))
		}
	}
	C.numbers(&cs[0], C.int(len(cs))) // want "May `cs` be empty here. `&cs.0.` panics then, and nothing is appended where `x > 0` .line 78. holds for no element"
}

// Some tests its input, and leaves some of it out.
func Some(xs []int) {
	if len(xs) == 0 {
		return
	}
	cs := make([]C.int, 0, len(xs))
	for _, x := range xs {
		if x != 0 {
			cs = append(cs, C.int(x))
		}
	}
	C.numbers(&cs[0], C.int(len(cs))) // want "May `cs` be empty here. `&cs.0.` panics then, and nothing is appended where `x != 0`"
}

// Rows passes one row after the other.
func Rows(rows [][]float64) {
	for _, r := range rows {
		C.row((*C.double)(&r[0]), C.int(len(r))) // want "May `r` be empty here. `&r.0.` panics then, and an element of `rows`, which a caller passes, may be empty"
	}
}

// Copied makes a copy of each row.
func Copied(rows [][]float64) {
	for _, r := range rows {
		cp := make([]C.double, len(r))
		C.row(&cp[0], C.int(len(cp))) // want "May `cp` be empty here. `&cp.0.` panics then, and an element of `rows`"
	}
}

// Tested returns before it gathers.
func Tested(xs []int) {
	if len(xs) == 0 {
		return
	}
	var cs []C.int
	for _, x := range xs {
		cs = append(cs, C.int(x))
	}
	C.numbers(&cs[0], C.int(len(cs))) // ok: one round at least
}

// TestedLater tests the source behind the loop.
func TestedLater(xs []int) {
	var cs []C.int
	for _, x := range xs {
		cs = append(cs, C.int(x))
	}
	if len(xs) > 0 {
		C.numbers(&cs[0], C.int(len(cs))) // ok: there were rounds
	}
}

// Itself tests what was gathered.
func Itself(xs []int) {
	var cs []C.int
	for _, x := range xs {
		if x > 0 {
			cs = append(cs, C.int(x))
		}
	}
	if len(cs) == 0 {
		return
	}
	C.numbers(&cs[0], C.int(len(cs))) // ok: tested
}

// Counted tests a count of the same loop.
func Counted(xs []int) {
	n := 0
	var cs []C.int
	for _, x := range xs {
		if x > 0 {
			cs = append(cs, C.int(x))
			n++
		}
	}
	if n == 0 {
		return
	}
	C.numbers(&cs[0], C.int(n)) // ok: the count says that something was appended
}

// Terminated appends an element behind the loop.
func Terminated(xs []int) {
	var cs []C.int
	for _, x := range xs {
		cs = append(cs, C.int(x))
	}
	cs = append(cs, 0)
	C.numbers(&cs[0], C.int(len(cs))) // ok: the terminator is always there
}

// Headed has an element before the loop.
func Headed(xs []int) {
	cs := []C.int{1}
	for _, x := range xs {
		cs = append(cs, C.int(x))
	}
	C.numbers(&cs[0], C.int(len(cs))) // ok: starts with an element
}

// Distinct appends the first of every kind.
func Distinct(load func() []int) {
	seen := map[int]bool{}
	var cs []C.int
	for _, x := range load() {
		if !seen[x] {
			seen[x] = true
			cs = append(cs, C.int(x))
		}
	}
	C.numbers(&cs[0], C.int(len(cs))) // ok: the first one is always appended, and how many there are is not known
}

// Either appends in both branches.
func Either(load func() []int) {
	var cs []C.int
	for _, x := range load() {
		if x > 0 {
			cs = append(cs, C.int(x))
		} else {
			cs = append(cs, 0)
		}
	}
	C.numbers(&cs[0], C.int(len(cs))) // ok: each round appends, and how many there are is not known
}

// Array goes through an array.
func Array(xs [4]int) {
	var cs []C.int
	for _, x := range xs {
		cs = append(cs, C.int(x))
	}
	C.numbers(&cs[0], C.int(len(cs))) // ok: four rounds
}

// Within takes the address where it has appended.
func Within(xs []int) {
	var cs []C.int
	for _, x := range xs {
		cs = append(cs, C.int(x))
		C.numbers(&cs[0], C.int(len(cs))) // ok: appended before
	}
}

// Matrix tests the width of its first row.
func Matrix(rows [][]float64) {
	if len(rows) == 0 || len(rows[0]) == 0 {
		return
	}
	for _, r := range rows {
		C.row((*C.double)(&r[0]), C.int(len(r))) // ok: the length of a row is looked at
	}
}

// Checked looks at every row first.
func Checked(rows [][]float64) error {
	for _, r := range rows {
		if len(r) == 0 {
			return errors.New("poly: empty row")
		}
	}
	for _, r := range rows {
		C.row((*C.double)(&r[0]), C.int(len(r))) // ok: every row has been looked at
	}
	return nil
}

func eachRow(rows [][]float64) {
	for _, r := range rows {
		C.row((*C.double)(&r[0]), C.int(len(r))) // ok: what its callers pass is not followed into the rows
	}
}

// Fixed goes through rows of a fixed length.
func Fixed(rows [][16]byte) {
	for _, r := range rows {
		C.bytes((*C.uchar)(unsafe.Pointer(&r[0])), C.size_t(len(r))) // ok: an array
	}
}
