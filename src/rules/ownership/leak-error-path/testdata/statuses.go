package statuses

/*
#include <sqlite3.h>
#include <libavcodec/avcodec.h>
#include <libavutil/mem.h>
#include <glib-object.h>

static void clear_object(GObject **object) {
	if (G_IS_OBJECT(*object)) g_object_unref(*object);
}
*/
import "C"

import (
	"errors"
	"unsafe"
)

var errOpen = errors.New("open")

// Retried is tried again where another connection has the table.
func Retried(db *C.sqlite3) (*C.sqlite3_blob, error) {
	var blob *C.sqlite3_blob
	for {
		switch rc := C.sqlite3_blob_open(db, nil, nil, nil, 1, 0, &blob); rc { // ok: only C.SQLITE_OK says that there is one
		case C.SQLITE_LOCKED_SHAREDCACHE:
			if C.wait_for_unlock(db) != C.SQLITE_OK {
				return nil, errOpen
			}
		case C.SQLITE_OK:
			return blob, nil
		default:
			return nil, errOpen
		}
	}
}

// Sized has one way out too many.
func Sized(db *C.sqlite3, limit C.int) (*C.sqlite3_blob, error) {
	var blob *C.sqlite3_blob
	for {
		switch rc := C.sqlite3_blob_open(db, nil, nil, nil, 1, 0, &blob); rc { // want "`blob` from `C.sqlite3_blob_open` is not freed where the function returns at line 48"
		case C.SQLITE_LOCKED_SHAREDCACHE:
			C.wait_for_unlock(db)
		case C.SQLITE_OK:
			if C.sqlite3_blob_bytes(blob) > limit {
				return nil, errOpen
			}
			return blob, nil
		default:
			return nil, errOpen
		}
	}
}

// An averror is below 0.
type averror C.int

func (e averror) Error() string { return "averror" }

func newError(rc C.int) error {
	code := int(rc)
	if code >= 0 {
		return nil
	}
	return averror(code)
}

// HandedOver frees in a deferred literal what the packet did not take.
func HandedOver(packet *C.AVPacket, size C.size_t) (err error) {
	buf := (*C.uint8_t)(C.av_malloc(size)) // ok: taken where the call succeeds, freed where there is an error
	if buf == nil {
		return errOpen
	}
	defer func() {
		if err != nil {
			C.av_freep(unsafe.Pointer(&buf))
		}
	}()
	err = newError(C.av_packet_from_data(packet, buf, C.int(size)))
	return
}

// Lost has nobody who frees it.
func Lost(packet *C.AVPacket, size C.size_t) (err error) {
	buf := (*C.uint8_t)(C.av_malloc(size)) // want "`buf` from `C.av_malloc` is not freed where the function returns at line 92"
	if buf == nil {
		return errOpen
	}
	err = newError(C.av_packet_from_data(packet, buf, C.int(size)))
	return
}

func clear(object *C.GObject) {
	C.clear_object(&object)
}

// Cleared hands the address of the pointer to a body that unrefs what it leads to.
func Cleared() error {
	object := (*C.GObject)(C.g_object_new(0, nil)) // silent: `clear` frees it
	defer clear(object)
	if C.use(object) != 0 {
		return errOpen
	}
	return nil
}
