package store

/*
#include <stdlib.h>
#include <rocksdb/c.h>
*/
import "C"

import (
	"errors"
	"reflect"
	"unsafe"
)

type texts []*C.char

type sizes []C.size_t

func (t texts) c() **C.char {
	header := (*reflect.SliceHeader)(unsafe.Pointer(&t))
	return (**C.char)(unsafe.Pointer(header.Data))
}

func (s sizes) c() *C.size_t {
	if len(s) == 0 {
		return nil
	}
	return &s[0]
}

func (t texts) destroy() {
	for _, text := range t {
		C.rocksdb_free(unsafe.Pointer(text))
	}
}

// first is the address of the elements of either of two slices.
func first(t, other texts) **C.char {
	if len(t) == 0 {
		return (**C.char)(unsafe.Pointer(&other[0]))
	}
	return (**C.char)(unsafe.Pointer(&t[0]))
}

type DB struct {
	c    *C.rocksdb_t
	opts *C.rocksdb_readoptions_t
}

type slice struct {
	data *C.char
	size C.size_t
}

func takeError(text *C.char) error {
	if text == nil {
		return nil
	}
	defer C.rocksdb_free(unsafe.Pointer(text))
	return errors.New(C.GoString(text))
}

// Get frees the errors, and of some failed keys not the values of the others.
func (db *DB) Get(keys texts, lengths sizes) ([]slice, error) {
	values := make(texts, len(keys))
	valueSizes := make(sizes, len(keys))
	errs := make(texts, len(keys))
	C.rocksdb_multi_get(db.c, db.opts, C.size_t(len(keys)), keys.c(), lengths.c(), values.c(), valueSizes.c(), errs.c()) // want "An element of `values` from `C.rocksdb_multi_get` is not freed where the function returns at line 76"
	var failed []error
	for _, text := range errs {
		if err := takeError(text); err != nil {
			failed = append(failed, err)
		}
	}
	if len(failed) > 0 { // step "is true"
		return nil, failed[0]
	}
	slices := make([]slice, len(keys))
	for i, value := range values {
		slices[i] = slice{value, valueSizes[i]}
	}
	return slices, nil
}

// GetFreed frees them all, by a method.
func (db *DB) GetFreed(keys texts, lengths sizes) ([]slice, error) {
	values := make(texts, len(keys))
	valueSizes := make(sizes, len(keys))
	errs := make(texts, len(keys))
	C.rocksdb_multi_get(db.c, db.opts, C.size_t(len(keys)), keys.c(), lengths.c(), values.c(), valueSizes.c(), errs.c()) // ok: each path frees the values or hands them on
	var failed []error
	for _, text := range errs {
		if err := takeError(text); err != nil {
			failed = append(failed, err)
		}
	}
	if len(failed) > 0 {
		values.destroy()
		return nil, failed[0]
	}
	slices := make([]slice, len(keys))
	for i, value := range values {
		slices[i] = slice{value, valueSizes[i]}
	}
	return slices, nil
}

// GetAddressed writes the addresses out, and frees in a loop over the indices.
func (db *DB) GetAddressed(keys texts, lengths sizes) ([]string, error) {
	n := len(keys)
	values := make([]*C.char, n)
	valueSizes := make([]C.size_t, n)
	errs := make([]*C.char, n)
	C.rocksdb_multi_get(db.c, db.opts, C.size_t(n), &keys[0], &lengths[0], &values[0], &valueSizes[0], (**C.char)(unsafe.Pointer(&errs[0]))) // ok: the deferred loop frees the values
	defer func() {
		for i := range values {
			C.rocksdb_free(unsafe.Pointer(values[i]))
		}
	}()
	for i := 0; i < n; i++ {
		if err := takeError(errs[i]); err != nil {
			return nil, err
		}
	}
	copies := make([]string, n)
	for i := range values {
		copies[i] = C.GoStringN(values[i], C.int(valueSizes[i]))
	}
	return copies, nil
}

// GetEither fills one of two slices: which one is not known.
func (db *DB) GetEither(keys, one, other texts, lengths sizes) error {
	errs := make(texts, len(keys))
	valueSizes := make(sizes, len(keys))
	C.rocksdb_multi_get(db.c, db.opts, C.size_t(len(keys)), keys.c(), lengths.c(), first(one, other), valueSizes.c(), errs.c()) // ok: which slice is filled is not known
	for _, text := range errs {
		if err := takeError(text); err != nil {
			return err
		}
	}
	one.destroy()
	other.destroy()
	return nil
}

// GetInto fills the slice of the caller.
func (db *DB) GetInto(keys, values texts, lengths sizes) error {
	errs := make(texts, len(keys))
	valueSizes := make(sizes, len(keys))
	C.rocksdb_multi_get(db.c, db.opts, C.size_t(len(keys)), keys.c(), lengths.c(), values.c(), valueSizes.c(), errs.c()) // ok: the caller has the slice
	for _, text := range errs {
		if err := takeError(text); err != nil {
			return err
		}
	}
	return nil
}
