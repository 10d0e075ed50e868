package run

/*
#include <stdlib.h>
#include <unistd.h>

typedef struct container container;

int lib_run(container *c, char **argv);
int lib_run_n(container *c, char **argv, int n);
typedef struct { int count; } options;

int lib_parse(int *argc, char **argv);
int lib_start(const options *o, char **argv);
int lib_find(container *c, const char *name);
*/
import "C"

import "unsafe"

// Exec replaces the process.
func Exec(path string, args []string) {
	name := C.CString(path)
	defer C.free(unsafe.Pointer(name))
	argv := make([]*C.char, len(args))
	for i, arg := range args {
		argv[i] = C.CString(arg) // step "`C.CString\\(arg\\)` is what `argv` ends with"
	}
	C.execv(name, &argv[0]) // want "`C.execv` reads `argv` up to a NULL, and its last element is `C.CString\\(arg\\)`"
}

// Environment appends.
func Environment(path *C.char, args, env []string) {
	var argv []*C.char
	for _, arg := range args {
		argv = append(argv, C.CString(arg))
	}
	argv = append(argv, nil)
	var envp []*C.char
	for _, one := range env {
		s := C.CString(one)
		defer C.free(unsafe.Pointer(s))
		envp = append(envp, s) // step "`s` is what `envp` ends with"
	}
	C.execve(path, &argv[0], unsafe.SliceData(envp)) // want "`C.execve` reads `envp` up to a NULL, and its last element is `s`"
}

// Run asks.
func Run(c *C.container, args []string) int {
	argv := make([]*C.char, len(args))
	for i := 0; i < len(args); i++ {
		argv[i] = C.CString(args[i])
	}
	return int(C.lib_run(c, (**C.char)(unsafe.Pointer(&argv[0])))) // want "How does `C.lib_run` know where `argv` ends\\? It is given no number"
}

// Shell is a literal.
func Shell(c *C.container, command string) int {
	argv := []*C.char{C.CString("/bin/sh"), C.CString("-c"), C.CString(command)} // step "`C.CString\\(command\\)` is what `argv` ends with"
	return int(C.lib_run(c, &argv[0]))                                           // want "How does `C.lib_run` know where `argv` ends"
}

// Longer has room for the NULL.
func Longer(path *C.char, args []string) {
	argv := make([]*C.char, len(args)+1)
	for i, arg := range args {
		argv[i] = C.CString(arg)
	}
	C.execv(path, &argv[0]) // ok: one element more
}

// Literal ends with nil.
func Literal(c *C.container, command string) int {
	argv := []*C.char{C.CString("/bin/sh"), C.CString("-c"), C.CString(command), nil}
	return int(C.lib_run(c, &argv[0])) // ok: ends with nil
}

// Counted tells how many there are.
func Counted(c *C.container, args []string) int {
	argv := make([]*C.char, len(args))
	for i, arg := range args {
		argv[i] = C.CString(arg)
	}
	return int(C.lib_run_n(c, &argv[0], C.int(len(argv)))) // ok: the number is given
}

// Passed may end with nil.
func Passed(c *C.container, argv []*C.char) int {
	name := C.CString("name")
	defer C.free(unsafe.Pointer(name))
	C.lib_find(c, name)
	return int(C.lib_run(c, &argv[0])) // ok: the caller made it
}

// Some may stay nil.
func Some(c *C.container, args []string) int {
	argv := make([]*C.char, len(args))
	for i, arg := range args {
		if arg == "" {
			continue
		}
		argv[i] = C.CString(arg)
	}
	return int(C.lib_run(c, &argv[0])) // ok: some may be nil
}

// Pointed gives the address of the number.
func Pointed(c *C.container, args []string) int {
	argv := make([]*C.char, len(args))
	for i, arg := range args {
		argv[i] = C.CString(arg)
	}
	count := C.int(len(args))
	return int(C.lib_parse(&count, &argv[0])) // ok: what C reads the number from
}

// Grouped gives a struct that has it.
func Grouped(args []string) int {
	argv := make([]*C.char, len(args))
	for i, arg := range args {
		argv[i] = C.CString(arg)
	}
	options := C.options{count: C.int(len(args))}
	return int(C.lib_start(&options, &argv[0])) // ok: a field may be the number
}
