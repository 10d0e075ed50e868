// The lock is held while C sleeps.
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

func (s *state) rest() {
	s.mu.Lock()
	defer s.mu.Unlock()
	C.usleep(s.delay)
	s.count++
}

func main() {
	s := &state{delay: 10}
	s.rest()
	fmt.Println(s.count)
}
