package counters

import (
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

type stats struct {
	closed uint32
	bytes  uint64
	calls  int64
}

type queue struct {
	lock sync.Mutex
	name *byte
	head uint64
	tail uint64
}

type totals struct {
	sum   int64
	flag  bool
	count int64
}

type typed struct {
	closed uint32
	bytes  atomic.Uint64
}

type padded struct {
	closed uint32
	_      uint32
	bytes  uint64
}

type inner struct {
	flag uint32
	n    uint64
}

type outer struct {
	id    uint32
	inner inner
}

type timed struct {
	start time.Time
	n     int64
}

func (s *stats) add(n int) {
	atomic.AddUint64(&s.bytes, uint64(n)) // want "On 386 and arm `s.bytes` is 4 bytes into `stats`, which is no multiple of 8: `atomic.AddUint64` panics there"
	atomic.AddUint64(&s.bytes, 1)
	atomic.AddInt64(&s.calls, 1) // want "`s.calls` is 12 bytes into `stats`"
}

func (q *queue) pop() uint64 {
	return atomic.LoadUint64(&q.head) // want "`q.head` is 12 bytes into `queue`"
}

func sum(all []totals) int64 {
	var t totals
	for i := range all {
		atomic.AddInt64(&t.sum, all[i].sum) // ok: the first field
	}
	atomic.StoreInt64(&t.count, 1) // want "`t.count` is 12 bytes into `totals`"
	return t.sum
}

func (t *typed) add(n uint64) {
	t.bytes.Add(n)
}

func (p *padded) add(n uint64) {
	atomic.AddUint64(&p.bytes, n) // ok: 8 bytes into it
}

func (i *inner) add() {
	atomic.AddUint64(&i.n, 1) // ok: it is a part of another struct
}

func (o *outer) add() {
	atomic.AddUint64(&o.inner.n, 1) // ok: 8 bytes into outer
}

func (t *timed) add() {
	atomic.AddInt64(&t.n, 1) // ok: what stands before is of unknown size
}

func size() uintptr { return unsafe.Sizeof(stats{}) }
