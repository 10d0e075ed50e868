// What is returned is unmapped when the function returns.
package main

import (
	"fmt"
	"os"
	"syscall"
	"unsafe"
)

func load(file *os.File, size int) (string, error) {
	data, err := syscall.Mmap(int(file.Fd()), 0, size, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return "", err
	}
	defer syscall.Munmap(data)
	return unsafe.String(unsafe.SliceData(data), len(data)), nil
}

func main() {
	file, err := os.CreateTemp("", "mapped")
	if err != nil {
		panic(err)
	}
	defer os.Remove(file.Name())
	if _, err := file.WriteString("version 2"); err != nil {
		panic(err)
	}
	text, err := load(file, len("version 2"))
	if err != nil || text != "version 2" {
		fmt.Println("wrong data:", text, err)
	}
}
