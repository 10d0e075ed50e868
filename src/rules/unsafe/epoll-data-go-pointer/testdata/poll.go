package poll

// #include <stdlib.h>
import "C"

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

type conn struct {
	fd    int
	ready func()
}

type poller struct {
	fd    int
	conns map[int]*conn
}

type epollevent struct {
	events uint32
	data   [8]byte
}

func (p *poller) add(fd int) error {
	c := &conn{fd: fd}
	ev := syscall.EpollEvent{Events: syscall.EPOLLIN}
	*(**conn)(unsafe.Pointer(&ev.Fd)) = c // want "`ev.Fd` hides `c` from the collector"
	return syscall.EpollCtl(p.fd, syscall.EPOLL_CTL_ADD, fd, &ev)
}

func (p *poller) addNumber(fd int) error {
	var ev unix.EpollEvent
	*(*uintptr)(unsafe.Pointer(&ev.Fd)) = uintptr(unsafe.Pointer(&conn{fd: fd})) // want "hides `&conn"
	return unix.EpollCtl(p.fd, unix.EPOLL_CTL_ADD, fd, &ev)
}

func (p *poller) attach(c *conn) {
	var ev epollevent
	*(**conn)(unsafe.Pointer(&ev.data)) = c // want "Does something else keep `c` until the event comes"
	_ = ev
}

func (p *poller) kept(fd int) {
	c := &conn{fd: fd}
	p.conns[fd] = c
	var ev epollevent
	*(**conn)(unsafe.Pointer(&ev.data[0])) = c // want "Does something else keep `c`"
	_ = ev
}

func (p *poller) number(fd int) error {
	ev := unix.EpollEvent{Events: unix.EPOLLIN}
	ev.Fd = int32(fd) // ok: a number
	ev.Pad = 0        // ok: a number
	return unix.EpollCtl(p.fd, unix.EPOLL_CTL_ADD, fd, &ev)
}

func (p *poller) foreign(fd int) {
	var ev epollevent
	mem := C.malloc(16)
	*(*unsafe.Pointer)(unsafe.Pointer(&ev.data)) = mem // ok: memory of C
	_ = ev
}

func (p *poller) none() {
	var ev epollevent
	*(**conn)(unsafe.Pointer(&ev.data)) = nil // ok: nil
	_ = ev
}
