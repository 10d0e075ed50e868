package codec

import (
	"bytes"
	"sync"
	"unsafe"
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

type encoder struct {
	pool sync.Pool
	keep []byte
}

func render(name string) []byte {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf) // step "`buf` goes back to the pool when the function returns"
	buf.WriteString(name)
	return buf.Bytes() // want "`buf.Bytes..` is given to the caller, and its memory to the pool"
}

func key(parts ...string) string {
	bp := buffers.Get().(*bytes.Buffer)
	defer func() {
		bp.Reset()
		buffers.Put(bp)
	}()
	for _, part := range parts {
		bp.WriteString(part)
	}
	b := bp.Bytes()
	return *(*string)(unsafe.Pointer(&b)) // want "is given to the caller"
}

func (e *encoder) encode(v []byte) []byte {
	p := e.pool.Get().(*[]byte)
	out := append((*p)[:0], v...)
	e.pool.Put(p) // step "`p` goes back to the pool"
	return out    // want "`out` is memory that was put back into the pool"
}

func (e *encoder) checksum(v []byte) int {
	p := e.pool.Get().(*[]byte)
	if len(v) > 4 {
		e.pool.Put(p)
	}
	sum := 0
	for _, b := range *p { // want "`p` is memory that was put back"
		sum += int(b)
	}
	return sum
}

func copied(name string) string {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf) // ok: the result is a copy
	buf.WriteString(name)
	return buf.String()
}

func cloned(name string) []byte {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf) // ok: the result is a copy
	buf.WriteString(name)
	return bytes.Clone(buf.Bytes())
}

func length(name string) int {
	p := buffers.Get().(*bytes.Buffer)
	p.WriteString(name)
	n := p.Len()
	buffers.Put(p) // ok: nothing behind it
	return n
}

func rounds(names []string) {
	buf := buffers.Get().(*bytes.Buffer)
	for _, name := range names {
		buf.WriteString(name)
		buffers.Put(buf) // ok: another one is taken
		buf = buffers.Get().(*bytes.Buffer)
	}
	buf.Reset()
}

func (e *encoder) sometimes(v []byte) []byte {
	p := e.pool.Get().(*[]byte)
	if cap(*p) < 1024 {
		e.pool.Put(p) // ok: the path that uses it goes by without
		return nil
	}
	return *p
}

func (e *encoder) handed(p *[]byte) {
	*p = (*p)[:0]
	e.pool.Put(p) // ok: nothing behind it
}

func onError(fail bool) *bytes.Buffer {
	buf := buffers.Get().(*bytes.Buffer)
	defer func() {
		if fail {
			buffers.Put(buf)
		}
	}()
	return buf
}

type item struct {
	next *item
	name string
	data []byte
}

var items sync.Pool

func release(list *item) {
	for list != nil {
		next := list.next
		items.Put(list) // ok: the next one is another object
		list = next
	}
}

func takeOut() []byte {
	it := items.Get().(*item)
	it.data = append(it.data[:0], 1, 2)
	data := it.data
	it.data = nil
	items.Put(it) // ok: the data was taken out before
	return data
}

func nameOf() string {
	it := items.Get().(*item)
	name := it.name
	items.Put(it) // ok: a string does not change
	return name
}

func dataOf() []byte {
	it := items.Get().(*item)
	it.data = append(it.data[:0], 1, 2)
	defer items.Put(it)
	return it.data[1:] // want "`it.data.1:.` is given to the caller"
}
