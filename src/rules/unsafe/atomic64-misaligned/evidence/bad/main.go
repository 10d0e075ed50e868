// On a 32-bit system the counter is four bytes into the struct.
package main

import (
	"fmt"
	"sync/atomic"
	"unsafe"
)

type stats struct {
	closed uint32
	bytes  uint64
}

func (s *stats) add(n int) {
	atomic.AddUint64(&s.bytes, uint64(n))
}

func main() {
	s := new(stats)
	s.add(int(unsafe.Sizeof(byte(0))))
	if s.bytes != 1 {
		fmt.Println("wrong count:", s.bytes)
	}
}
