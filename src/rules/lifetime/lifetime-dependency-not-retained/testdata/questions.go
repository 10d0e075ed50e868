package questions

/*
#include "shelf.h"
*/
import "C"

import "runtime"

type Shelf struct {
	c *C.shelf
}

func NewShelf() *Shelf {
	s := &Shelf{c: C.shelf_new()}
	runtime.SetFinalizer(s, func(s *Shelf) { C.shelf_free(s.c) })
	return s
}

// Nobody releases a Book: it seems to lie in the shelf.
type Book struct {
	c *C.book
}

func (s *Shelf) Book(i int) *Book {
	return &Book{c: C.shelf_book_at(s.c, C.int(i))} // want "The `Book` of `Book` does not hold `s`, and once nothing else does, its finalizer frees it: does what `C.shelf_book_at` gives not need it"
}

// An iterator goes through its parent.
type Iterator struct {
	c *C.shelf_iter
}

func (s *Shelf) Iterator() *Iterator {
	it := &Iterator{c: C.shelf_iterator_new(s.c)} // want "does what `C.shelf_iterator_new` gives not need it"
	runtime.SetFinalizer(it, func(it *Iterator) { C.shelf_iter_free(it.c) })
	return it
}

// Its other constructor keeps the shelf.
type Board struct {
	c     *C.board
	shelf *Shelf
}

func (s *Shelf) Board(i int) *Board { // step "`Board` keeps its parent"
	b := &Board{c: C.shelf_add_board(s.c, C.int(i)), shelf: s} // ok: is kept
	runtime.SetFinalizer(b, func(b *Board) { C.board_free(b.c) })
	return b
}

func (s *Shelf) Top() *Board {
	b := &Board{c: C.shelf_add_top(s.c)} // want "1 other constructor keeps its parent in `shelf`; does this one not need it"
	runtime.SetFinalizer(b, func(b *Board) { C.board_free(b.c) })
	return b
}

// A copy is its own, and so is what options describe.
func (s *Shelf) Clone() *Copy {
	c := &Copy{c: C.shelf_copy(s.c)} // ok: does not need
	runtime.SetFinalizer(c, func(c *Copy) { C.copy_free(c.c) })
	return c
}

type Copy struct {
	c *C.copied
}

type Options struct {
	c *C.options
}

func NewOptions() *Options {
	o := &Options{c: C.options_new()}
	runtime.SetFinalizer(o, func(o *Options) { C.options_free(o.c) })
	return o
}

type Store struct {
	c *C.store
}

func Open(o *Options) *Store {
	return &Store{c: C.store_open(o.c)} // ok: does not need
}

func (s *Store) Close() {
	C.store_close(s.c)
	s.c = nil
}

// The library gives colours without a shelf, too.
type Colour struct {
	c *C.colour
}

func Red() *Colour { return &Colour{c: C.colour_red()} }

func (s *Shelf) Colour() *Colour {
	return &Colour{c: C.shelf_colour(s.c)} // ok: nothing says that
}
