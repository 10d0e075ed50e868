// The lock is held before and behind the sleep, and not while it lasts.
package main

/*
#include <unistd.h>
*/
import "C"

import (
	"fmt"
	"sync"
)

type state struct {
	mu    sync.Mutex
	delay C.uint
	count int
}

// snippet:start
func (s *state) rest() {
	s.mu.Lock()
	delay := s.delay
	s.mu.Unlock()
	C.usleep(delay)
	s.mu.Lock()
	s.count++
	s.mu.Unlock()
}

// snippet:end

func main() {
	s := &state{delay: 10}
	s.rest()
	fmt.Println(s.count)
}
