package puts

import (
	"bytes"
	"errors"
	"sync"
	"unsafe"
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

var errEmpty = errors.New("empty")

func text(b []byte) string { return *(*string)(unsafe.Pointer(&b)) }

func deferred(v []byte) (int, error) {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf) // step "`buf` goes back to the pool when the function returns"
	if len(v) == 0 {
		buffers.Put(buf) // want "`buf` is put back into the pool twice: two calls of `Get` may return the same memory"
		return 0, errEmpty
	}
	return buf.Write(v)
}

func cleanup(v []byte) int {
	buf := buffers.Get().(*bytes.Buffer)
	defer func() {
		buf.Reset()
		buffers.Put(buf)
	}()
	n, _ := buf.Write(v)
	buffers.Put(buf) // want "`buf` is put back into the pool twice"
	return n
}

func fallsThrough(v []byte) error {
	var err error
	buf := buffers.Get().(*bytes.Buffer)
	if len(v) == 0 {
		err = errEmpty
		buffers.Put(buf) // step "`buf` goes back to the pool"
	}
	buffers.Put(buf) // want "`buf` is put back into the pool twice"
	return err
}

func either(v []byte) error {
	buf := buffers.Get().(*bytes.Buffer)
	if len(v) == 0 {
		buffers.Put(buf) // ok: the function returns
		return errEmpty
	}
	buf.Write(v)
	buffers.Put(buf) // ok: nothing behind it
	return nil
}

func another(v []byte) {
	buf := buffers.Get().(*bytes.Buffer)
	buf.Write(v)
	buffers.Put(buf) // ok: another one is put back later
	buf = buffers.Get().(*bytes.Buffer)
	buf.Write(v)
	buffers.Put(buf)
}

func rounds(list [][]byte) {
	for _, v := range list {
		buf := buffers.Get().(*bytes.Buffer)
		if len(v) == 0 {
			buffers.Put(buf) // ok: the next round takes another one
			continue
		}
		buf.Write(v)
		buffers.Put(buf)
	}
}

func exclusive(v []byte, keep bool) {
	buf := buffers.Get().(*bytes.Buffer)
	if keep {
		buffers.Put(buf) // ok: the conditions exclude each other
	}
	println(text(v))
	if !keep {
		buffers.Put(buf)
	}
}
