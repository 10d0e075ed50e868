package keys

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unsafe"
)

func view(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	return unsafe.String(&b[0], len(b))
}

func count(reader io.Reader) map[string]int {
	counts := map[string]int{}
	scanner := bufio.NewScanner(reader)
	for scanner.Scan() {
		line := scanner.Bytes()
		counts[unsafe.String(unsafe.SliceData(line), len(line))]++ // want "`scanner.Scan..` overwrites the bytes of this string, which has no copy of them: it is kept in `counts`"
	}
	return counts
}

func words(scanner *bufio.Scanner, seen map[string]bool) {
	for scanner.Scan() {
		word := view(scanner.Bytes()) // want "`scanner.Scan..` overwrites the bytes of this string, which has no copy of them: it is kept in `seen`"
		if !seen[word] {
			seen[word] = true
		}
	}
}

func lines(reader io.Reader) []string {
	var all []string
	buf := make([]byte, 80)
	for {
		n, err := reader.Read(buf)
		if err != nil {
			return all
		}
		all = append(all, unsafe.String(&buf[0], n)) // want "`reader.Read.buf.` overwrites the bytes of this string, .* kept in `all`"
	}
}

func changed() string {
	b := []byte("hello")
	s := *(*string)(unsafe.Pointer(&b)) // step "a string over the memory of `b`" // want "`b.0.` overwrites the bytes of this string, which has no copy of them: `s` is used behind it"
	b[0] = 'j'
	return s // step "`s` is used with other bytes in the string"
}

func reused(names []string) {
	var b []byte
	last := ""
	for _, name := range names {
		b = b[:0]
		b = append(b, name...)
		if last == name {
			fmt.Println("twice")
		}
		last = view(b) // want "overwrites the bytes of this string, .* `last` is used behind it"
	}
}

func copied(scanner *bufio.Scanner) map[string]int {
	counts := map[string]int{}
	for scanner.Scan() {
		word := view(scanner.Bytes()) // ok: the key is a copy
		counts[strings.Clone(word)]++
	}
	return counts
}

func lookedUp(scanner *bufio.Scanner, values map[string]int) int {
	sum := 0
	for scanner.Scan() {
		sum += values[view(scanner.Bytes())] // ok: only looked up
	}
	return sum
}

func own(reader io.Reader, into map[string]int) error {
	for {
		buf := make([]byte, 16)
		n, err := io.ReadFull(reader, buf)
		if err != nil {
			return err
		}
		into[unsafe.String(&buf[0], n)]++ // ok: each round has its own
	}
}

func parts(key, value string) (string, []byte) {
	buf := make([]byte, len(key)+len(value))
	copy(buf, key)
	s := unsafe.String(unsafe.SliceData(buf), len(key)) // ok: the rest of the buffer is written to
	copy(buf[len(key):], value)
	return s, buf[len(key):]
}

func grown(name string) string {
	b := make([]byte, 0, 64)
	b = append(b, name...)
	s := view(b) // ok: what is appended stands behind it
	b = append(b, '!')
	fmt.Println(view(b))
	return s
}

func built(digits []byte) string {
	b := make([]byte, len(digits))
	for i := range digits {
		b[i] = '0' + digits[i]
	}
	return view(b) // ok: nothing is written behind it
}

func again(reader io.Reader) {
	buf := make([]byte, 16)
	for {
		n, err := reader.Read(buf)
		if err != nil {
			return
		}
		text := unsafe.String(&buf[0], n) // ok: it is set again before it is used
		fmt.Println(text)
	}
}
