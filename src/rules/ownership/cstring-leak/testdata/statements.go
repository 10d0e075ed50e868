package journal

/*
#include <stdlib.h>

int journal_seek(const char *cursor);
int journal_match(const char *match);
*/
import "C"

import (
	"errors"
	"time"
	"unsafe"
)

var errSeek = errors.New("seek failed")

// One case leaves without the free.
func seek(cursor string, mode int) error {
	ccursor := C.CString(cursor) // want "`ccursor`.*not freed on every path"
	switch mode {
	case 0:
		C.journal_seek(ccursor)
	case 1:
		return errSeek
	default:
		C.journal_match(ccursor)
	}
	C.free(unsafe.Pointer(ccursor))
	return nil
}

// Without a default there is a way past all cases.
func seekCases(cursor string, mode int) {
	ccursor := C.CString(cursor) // want "`ccursor`.*not freed on every path"
	switch mode {
	case 0:
		C.journal_seek(ccursor)
		C.free(unsafe.Pointer(ccursor))
	case 1:
		C.journal_match(ccursor)
		C.free(unsafe.Pointer(ccursor))
	}
}

func wait(cursor string, ready <-chan struct{}, stop <-chan struct{}) error {
	ccursor := C.CString(cursor) // want "`ccursor`.*not freed on every path"
	select {
	case <-ready:
		C.journal_seek(ccursor)
	case <-stop:
		return errSeek
	case <-time.After(time.Second):
	}
	C.free(unsafe.Pointer(ccursor))
	return nil
}

// The jump leads past the free.
func jump(cursor string) (err error) {
	ccursor := C.CString(cursor) // want "`ccursor`.*not freed on every path"
	if C.journal_seek(ccursor) != 0 {
		err = errSeek
		goto out
	}
	C.free(unsafe.Pointer(ccursor))
out:
	return err
}

// The labelled continue leaves the inner loop and the free behind it.
func matches(lists [][]string) {
outer:
	for _, list := range lists {
		head := C.CString(list[0]) // want "`head`.*not freed on every path"
		for _, match := range list[1:] {
			cmatch := C.CString(match)
			ret := C.journal_match(cmatch)
			C.free(unsafe.Pointer(cmatch))
			if ret != 0 {
				continue outer
			}
		}
		C.journal_seek(head)
		C.free(unsafe.Pointer(head))
	}
}

func fallthroughs(cursor string, mode int) {
	ccursor := C.CString(cursor) // want "`ccursor`.*not freed on every path"
	switch mode {
	case 0:
		C.journal_seek(ccursor)
		fallthrough
	case 1:
		C.free(unsafe.Pointer(ccursor))
	default:
		C.journal_match(ccursor)
	}
}

func seekAll(cursor string, mode int) error {
	ccursor := C.CString(cursor) // ok: freed in every case
	switch mode {
	case 0:
		C.journal_seek(ccursor)
		C.free(unsafe.Pointer(ccursor))
	case 1:
		C.free(unsafe.Pointer(ccursor))
		return errSeek
	default:
		C.free(unsafe.Pointer(ccursor))
	}
	return nil
}

func seekDown(cursor string, mode int) {
	ccursor := C.CString(cursor) // ok: all cases lead to the free
	switch mode {
	case 0:
		C.journal_seek(ccursor)
		fallthrough
	case 1:
		C.journal_match(ccursor)
		fallthrough
	default:
		C.free(unsafe.Pointer(ccursor))
	}
}

func waitAll(cursor string, ready <-chan struct{}, stop <-chan struct{}) error {
	ccursor := C.CString(cursor) // ok: every case of the select frees
	select {
	case <-ready:
		C.journal_seek(ccursor)
		C.free(unsafe.Pointer(ccursor))
		return nil
	case <-stop:
		C.free(unsafe.Pointer(ccursor))
		return errSeek
	}
}

func jumpToFree(cursor, match string) (err error) {
	ccursor := C.CString(cursor) // ok: all jumps lead to the free
	if C.journal_seek(ccursor) != 0 {
		err = errSeek
		goto out
	}
	if C.journal_match(ccursor) != 0 {
		err = errSeek
		goto out
	}
out:
	C.free(unsafe.Pointer(ccursor))
	return err
}

func labelled(lists [][]string) {
outer:
	for _, list := range lists {
		for _, match := range list {
			cmatch := C.CString(match) // ok: freed before both jumps
			ret := C.journal_match(cmatch)
			C.free(unsafe.Pointer(cmatch))
			if ret < 0 {
				break outer
			}
			if ret > 0 {
				continue outer
			}
		}
	}
}

func retry(cursor string) C.int {
	ccursor := C.CString(cursor) // ok: the loop is left to the free only
	for {
		if C.journal_seek(ccursor) == 0 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	ret := C.journal_match(ccursor)
	C.free(unsafe.Pointer(ccursor))
	return ret
}

func typeSwitch(value any) {
	switch v := value.(type) {
	case string:
		cs := C.CString(v) // ok: deferred in the case
		defer C.free(unsafe.Pointer(cs))
		C.journal_match(cs)
	case []byte:
		cs := C.CString(string(v)) // ok: freed in the case
		C.journal_match(cs)
		C.free(unsafe.Pointer(cs))
	}
}

func block(cursor string) C.int {
	var ret C.int
	{
		ccursor := C.CString(cursor) // ok: freed in the block
		ret = C.journal_seek(ccursor)
		C.free(unsafe.Pointer(ccursor))
	}
	return ret
}
