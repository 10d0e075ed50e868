// The title lies in the book, which nothing holds while the title is used.
package main

/*
#include <stdlib.h>

typedef struct { int length; } title;
typedef struct { int pages; title title; } book;

static book *book_open(void) {
	book *b = calloc(1, sizeof *b);
	b->title.length = 42;
	return b;
}

static title *book_title(book *b) { return &b->title; }
static int title_length(title *t) { return t->length; }
static void book_close(book *b) { free(b); }
*/
import "C"

import (
	"fmt"
	"runtime"
	"time"
)

type Book struct {
	c *C.book
}

type Title struct {
	c *C.title
}

func Open() *Book {
	b := &Book{c: C.book_open()}
	runtime.SetFinalizer(b, func(b *Book) { C.book_close(b.c) })
	return b
}

//go:noinline
func (b *Book) Title() *Title {
	t := &Title{c: C.book_title(b.c)}
	runtime.KeepAlive(b)
	return t
}

//go:noinline
func (t *Title) Len() int {
	n := int(C.title_length(t.c))
	runtime.KeepAlive(t)
	return n
}

func main() {
	t := Open().Title()
	for i := 0; i < 5; i++ {
		runtime.GC()
		time.Sleep(10 * time.Millisecond)
	}
	fmt.Println(t.Len())
}
