package group

/*
#include <stdlib.h>

typedef struct node { struct node *next; int value; } node;
int group_add(const char *name);
int group_has(const char *name);
node *group_nodes(void);
*/
import "C"

import (
	"errors"
	"log"
	"os"
	"unsafe"
)

var errGroup = errors.New("group error")

// The next element is read out of the freed one.
func freeListWrong(head *C.node) {
	for n := head; n != nil; n = n.next { // want "`n`.*after"
		C.free(unsafe.Pointer(n))
	}
}

// The second round uses what the first one freed.
func addTwice(name string) {
	cname := C.CString(name)
	for i := 0; i < 2; i++ {
		C.group_add(cname) // want "`cname`.*after"
		C.free(unsafe.Pointer(cname))
	}
}

// The switch frees in one case and goes on.
func addSwitch(name string, mode int) C.int {
	cname := C.CString(name)
	switch mode {
	case 0:
		C.free(unsafe.Pointer(cname))
	case 1:
		C.group_add(cname)
	}
	return C.group_has(cname) // want "`cname`.*after"
}

// The missing return lets the freed string through.
func addMissingReturn(name string) error {
	cname := C.CString(name)
	if C.group_has(cname) != 0 {
		C.free(unsafe.Pointer(cname))
		log.Print("already there")
	}
	if C.group_add(cname) != 0 { // want "`cname`.*after"
		return errGroup
	}
	return nil
}

// The flag and the free go together, and the use asks for the flag.
func addFlagWrong(name string) C.int {
	cname := C.CString(name)
	freed := false
	if C.group_has(cname) != 0 {
		C.free(unsafe.Pointer(cname))
		freed = true
	}
	if freed {
		return C.group_add(cname) // want "`cname`.*after"
	}
	C.free(unsafe.Pointer(cname))
	return 0
}

func addGoto(name string) C.int {
	cname := C.CString(name)
	if C.group_has(cname) != 0 {
		C.free(unsafe.Pointer(cname))
		goto again
	}
	return 0
again:
	return C.group_add(cname) // want "`cname`.*after"
}

func freeList(head *C.node) {
	for n := head; n != nil; {
		next := n.next // ok: read before the free
		C.free(unsafe.Pointer(n))
		n = next
	}
}

func freeListTwoVariables(head *C.node) {
	var next *C.node
	for n := head; n != nil; n = next {
		next = n.next // ok: read before the free
		C.free(unsafe.Pointer(n))
	}
}

func addEach(names []string) {
	for _, name := range names {
		cname := C.CString(name) // ok: a new string in each round
		C.group_add(cname)
		C.free(unsafe.Pointer(cname))
	}
}

func addEachOuter(names []string) {
	var cname *C.char
	for _, name := range names {
		cname = C.CString(name) // ok: a new string in each round
		C.group_add(cname)
		C.free(unsafe.Pointer(cname))
	}
}

func freeEach(names []*C.char) {
	for _, cname := range names {
		C.group_add(cname) // ok: another element in each round
		C.free(unsafe.Pointer(cname))
	}
}

func freeByIndex(names []*C.char) {
	for i := range names {
		C.group_add(names[i]) // ok: another element in each round
		C.free(unsafe.Pointer(names[i]))
	}
}

func addContinue(names []string) {
	for _, name := range names {
		cname := C.CString(name)
		if C.group_has(cname) != 0 {
			C.free(unsafe.Pointer(cname))
			continue // ok: the use lies on the other path
		}
		C.group_add(cname)
		C.free(unsafe.Pointer(cname))
	}
}

func addBreak(name string) {
	cname := C.CString(name)
	for {
		if C.group_has(cname) != 0 {
			C.free(unsafe.Pointer(cname))
			break // ok: no use behind the loop
		}
		C.group_add(cname)
	}
}

func addExit(name string) {
	cname := C.CString(name)
	if C.group_has(cname) != 0 {
		C.free(unsafe.Pointer(cname))
		os.Exit(1) // ok: this path ends the process
	}
	C.group_add(cname)
	C.free(unsafe.Pointer(cname))
}

func addFatal(name string) {
	cname := C.CString(name)
	if C.group_has(cname) != 0 {
		C.free(unsafe.Pointer(cname))
		log.Fatalf("%s is there", name) // ok: this path ends the process
	}
	C.group_add(cname)
	C.free(unsafe.Pointer(cname))
}

func addPanic(name string) {
	cname := C.CString(name)
	if C.group_has(cname) != 0 {
		C.free(unsafe.Pointer(cname))
		panic(name) // ok: this path does not go on
	}
	C.group_add(cname)
	C.free(unsafe.Pointer(cname))
}

func addFlag(name string) C.int {
	cname := C.CString(name)
	freed := false
	if C.group_has(cname) != 0 {
		C.free(unsafe.Pointer(cname))
		freed = true
	}
	if !freed {
		n := C.group_add(cname) // ok: the flag says that it is still there
		C.free(unsafe.Pointer(cname))
		return n
	}
	return 0
}

func addSameCondition(name string, temporary bool) C.int {
	cname := C.CString(name)
	if temporary {
		C.free(unsafe.Pointer(cname))
	}
	if !temporary {
		return C.group_add(cname) // ok: the two conditions exclude one another
	}
	return 0
}

func addArms(name string, known bool) C.int {
	cname := C.CString(name)
	if known {
		C.free(unsafe.Pointer(cname))
	} else {
		C.group_add(cname) // ok: the other arm
		C.free(unsafe.Pointer(cname))
	}
	return 0
}

func addCases(name string, mode int) (n C.int) {
	cname := C.CString(name)
	switch mode {
	case 0:
		C.free(unsafe.Pointer(cname))
	default:
		n = C.group_add(cname) // ok: the other case
		C.free(unsafe.Pointer(cname))
	}
	return n
}

func addNilled(name string) C.int {
	cname := C.CString(name)
	if C.group_has(cname) != 0 {
		C.free(unsafe.Pointer(cname))
		cname = nil
	}
	if cname != nil {
		n := C.group_add(cname) // ok: nil after the free
		C.free(unsafe.Pointer(cname))
		return n
	}
	return 0
}
