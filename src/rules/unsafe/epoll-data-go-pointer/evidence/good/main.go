// The kernel holds the descriptor, a number; a map of the program leads from it to the connection.
package main

import (
	"fmt"
	"os"
	"runtime"
	"syscall"
)

type conn struct {
	id  int
	pad [15]int
}

var others []*conn

// snippet:start
var conns = map[int32]*conn{}

func watch(epfd, fd, id int) {
	conns[int32(fd)] = &conn{id: id}
	event := syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(fd)}
	if err := syscall.EpollCtl(epfd, syscall.EPOLL_CTL_ADD, fd, &event); err != nil {
		panic(err)
	}
}

// snippet:end

//go:noinline
func next(epfd int) int {
	var events [1]syscall.EpollEvent
	if _, err := syscall.EpollWait(epfd, events[:], 1000); err != nil {
		panic(err)
	}
	return conns[events[0].Fd].id
}

func main() {
	epfd, err := syscall.EpollCreate1(0)
	if err != nil {
		panic(err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		panic(err)
	}
	watch(epfd, int(r.Fd()), 42)
	for i := 0; i < 4; i++ {
		runtime.GC()
	}
	for i := 0; i < 10000; i++ {
		others = append(others, &conn{id: 7})
	}
	w.Write([]byte{1})
	id := next(epfd)
	runtime.KeepAlive(r)
	if id != 42 {
		fmt.Println("wrong data:", id)
		os.Exit(1)
	}
}
