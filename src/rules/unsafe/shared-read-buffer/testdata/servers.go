package servers

import (
	"bytes"
	"io"
	"net"
	"sync"
	"unsafe"
)

func handle(from net.Addr, data []byte) {}

func number(data []byte) uint32 { return *(*uint32)(unsafe.Pointer(&data[0])) }

func accept(listener net.Listener) error {
	buf := make([]byte, 1024)
	for {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		go func() { // step "a goroutine is started that has `buf`"
			defer conn.Close()
			n, err := conn.Read(buf) // want "Goroutines that run at the same time read into the same `buf`: each overwrites what the others have read"
			if err == nil {
				handle(conn.RemoteAddr(), buf[:n])
			}
		}()
	}
}

func serve(conn net.PacketConn) error {
	buf := make([]byte, 2048)
	for {
		n, from, err := conn.ReadFrom(buf) // step "and it is read into, before the goroutine is known to be done"
		if err != nil {
			return err
		}
		go handle(from, buf[:n]) // want "The goroutine uses `buf` while `conn.ReadFrom.buf.` reads into it again"
	}
}

func headers(readers []io.Reader) {
	var header [16]byte
	var wait sync.WaitGroup
	for _, reader := range readers {
		wait.Add(1)
		go func(reader io.Reader) {
			defer wait.Done()
			if _, err := io.ReadFull(reader, header[:]); err == nil { // want "read into the same `header`"
				number(header[:])
			}
		}(reader)
	}
	wait.Wait()
}

func fill(reader io.Reader, into []byte) {
	reader.Read(into)
}

func both(a, b io.Reader) {
	buf := make([]byte, 64)
	go fill(a, buf) // want "read into the same `buf`"
	go fill(b, buf)
}

func captured(conn net.Conn, seen chan<- string) {
	buf := make([]byte, 64)
	for {
		n, err := conn.Read(buf)
		if err != nil {
			return
		}
		go func() {
			println(string(buf[:n])) // want "The goroutine uses `buf` while `conn.Read.buf.` reads into it again"
		}()
	}
}

func collect(readers []io.Reader, results chan<- []byte) {
	buf := make([]byte, 64)
	for _, reader := range readers {
		go func() {
			n, _ := reader.Read(buf) // want "read into the same `buf`"
			results <- buf[:n]
		}()
	}
}

type server struct{ turns chan int }

func (s *server) show(data []byte) { println(string(data)) }

func (s *server) work(data []byte) {
	for n := range s.turns {
		println(string(data[:n]))
	}
}

func (s *server) serve(conn net.Conn) {
	buf := make([]byte, 64)
	for {
		n, err := conn.Read(buf)
		if err != nil {
			return
		}
		go s.show(buf[:n]) // want "The goroutine uses `buf` while `conn.Read.buf.` reads into it again"
	}
}

func (s *server) turnByTurn(conn net.Conn) {
	buf := make([]byte, 64)
	go s.work(buf)
	n, _ := conn.Read(buf)
	s.turns <- n
}

func own(listener net.Listener) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		buf := make([]byte, 1024)
		go func() {
			conn.Read(buf) // ok: each round has its own
		}()
	}
}

func renewed(conn net.PacketConn) {
	buf := make([]byte, 2048)
	for {
		n, from, err := conn.ReadFrom(buf)
		if err != nil {
			return
		}
		go handle(from, buf[:n]) // ok: the next read has another one
		buf = make([]byte, 2048)
	}
}

func copied(conn net.PacketConn) {
	buf := make([]byte, 2048)
	for {
		n, from, err := conn.ReadFrom(buf)
		if err != nil {
			return
		}
		go handle(from, bytes.Clone(buf[:n]))
	}
}

func oneByOne(readers []io.Reader) {
	buf := make([]byte, 64)
	done := make(chan int)
	for _, reader := range readers {
		go func() {
			n, _ := reader.Read(buf)
			done <- n
		}()
		<-done
	}
}

func waited(readers []io.Reader) {
	buf := make([]byte, 64)
	var wait sync.WaitGroup
	for _, reader := range readers {
		wait.Add(1)
		go func() {
			defer wait.Done()
			reader.Read(buf) // ok: each round waits for it
		}()
		wait.Wait()
	}
}

func locked(readers []io.Reader, lock *sync.Mutex) {
	buf := make([]byte, 64)
	for _, reader := range readers {
		go func() {
			lock.Lock()
			defer lock.Unlock()
			reader.Read(buf)
		}()
	}
}

func parts(readers []io.Reader) {
	buf := make([]byte, 64*len(readers))
	for i, reader := range readers {
		go func() {
			reader.Read(buf[i*64 : (i+1)*64])
		}()
	}
}

func once(reader io.Reader, fallback io.Reader) {
	buf := make([]byte, 64)
	started := false
	for i := 0; i < 4; i++ {
		if !started {
			started = true
			go func() {
				reader.Read(buf) // ok: only one is started
			}()
		}
	}
}
