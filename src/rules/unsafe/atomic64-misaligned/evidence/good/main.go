// The type of the counter is aligned on every system.
package main

import (
	"fmt"
	"sync/atomic"
	"unsafe"
)

// snippet:start
type stats struct {
	closed uint32
	bytes  atomic.Uint64
}

func (s *stats) add(n int) {
	s.bytes.Add(uint64(n))
}

// snippet:end

func main() {
	s := new(stats)
	s.add(int(unsafe.Sizeof(byte(0))))
	if n := s.bytes.Load(); n != 1 {
		fmt.Println("wrong count:", n)
	}
}
