package both

/*
#include "pipe.h"
*/
import "C"

import "sync"

// A method that lacks two practices is asked about this one here, and by use-after-close about the other.
type Pipe struct {
	mu  sync.Mutex
	ptr *C.pipe
}

func (p *Pipe) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	C.pipe_free(p.ptr)
	p.ptr = nil
}

func (p *Pipe) Read() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ptr == nil {
		return 0
	}
	return int(C.pipe_read(p.ptr))
}

func (p *Pipe) Peek() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ptr == nil {
		return 0
	}
	return int(C.pipe_peek(p.ptr))
}

func (p *Pipe) Len() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ptr == nil {
		return 0
	}
	return int(C.pipe_len(p.ptr))
}

func (p *Pipe) Cap() int {
	return int(C.pipe_cap(p.ptr)) // want "Four methods of `Pipe` hold a mutex"
}
