package shelf

/*
#include <stdlib.h>
#include <string.h>
#include <stdio.h>

typedef struct item { char *key; struct item *next; char data[8]; } item;
typedef struct shelf { item *head; char *error; void **all; int count; void (*hook)(item *); } shelf;
void shelf_log(item *i);

static item *shelf_put(shelf *s, const char *key) {
	item *i = malloc(sizeof *i);
	i->next = s->head;
	s->head = i;
	return i;
}

static char *shelf_error(shelf *s) {
	char *text = strdup("error");
	free(s->error);
	s->error = text;
	return text;
}

static void *shelf_add(shelf *s) {
	void *p = calloc(1, 8);
	s->all = realloc(s->all, sizeof(void *) * (s->count + 1));
	s->all[s->count++] = p;
	return p;
}

static void shelf_track(shelf *s, void *p) { s->all[s->count++] = p; }

static char *shelf_title(shelf *s) {
	char *text = strdup("title");
	shelf_track(s, text);
	return text;
}

static char *last;
static char *shelf_last(void) {
	char *text = malloc(4);
	strcpy(text, "x");
	free(last);
	last = text;
	return text;
}

static char *shelf_cached(void) {
	static char *cache;
	char *text = malloc(4);
	cache = text;
	return text;
}

static item *shelf_alias(shelf *s) {
	item *i = malloc(sizeof *i);
	item *same = i;
	s->head = same;
	return i;
}

static item *shelf_chain(shelf *s) {
	item *i = malloc(sizeof *i);
	s->all[0] = s->head = i;
	return i;
}

static item *shelf_logged(shelf *s) {
	item *i = malloc(sizeof *i);
	shelf_log(i);
	return i;
}

static item *shelf_hooked(shelf *s) {
	item *i = malloc(sizeof *i);
	s->hook(i);
	return i;
}

static item *item_ring(void) {
	item *i = calloc(1, sizeof *i);
	i->next = i;
	return i;
}

static char *item_text(const item *i) {
	char *text = malloc(64);
	snprintf(text, 64, "%s", i->key);
	return text;
}

static void item_reset(item *i) { i->next = NULL; memset(i->data, 0, 8); }

static item *item_fresh(void) {
	item *i = malloc(sizeof *i);
	item *same = i;
	item_reset(same);
	i->key = strdup("");
	return i;
}
*/
import "C"

type Shelf struct{ c *C.shelf }

func (s *Shelf) Put(key *C.char) {
	C.shelf_put(s.c, key) // not asked: the body links it into the list of the shelf
}

func (s *Shelf) Error() string {
	return C.GoString(C.shelf_error(s.c)) // not asked: a field of the shelf has it
}

func (s *Shelf) Add() {
	p := C.shelf_add(s.c) // not asked: an array of the shelf has it
	*(*int64)(p) = 3
}

func (s *Shelf) Title() string {
	return C.GoString(C.shelf_title(s.c)) // not asked: the body hands it to a function that stores it
}

func Last() string {
	return C.GoString(C.shelf_last()) // not asked: a variable of the file has it
}

func Cached() string {
	return C.GoString(C.shelf_cached()) // not asked: a static variable has it
}

func (s *Shelf) Alias() bool {
	return C.shelf_alias(s.c).next != nil // not asked: the shelf gets the same pointer through another variable
}

func (s *Shelf) Chain() bool {
	return C.shelf_chain(s.c).next != nil // not asked: stored twice
}

func (s *Shelf) Logged() bool {
	return C.shelf_logged(s.c).next != nil // not asked: the body of shelf_log is not here
}

func (s *Shelf) Hooked() bool {
	return C.shelf_hooked(s.c).next != nil // not asked: a function pointer gets it
}

// What a body makes, and only fills, is the caller's.
func Ring() bool {
	ring := C.item_ring() // want "`ring` from `C.item_ring` is never freed; `C.free` frees it"
	return ring.next == ring
}

func Text(i *C.item) string {
	return C.GoString(C.item_text(i)) // want "`C.item_text` gives memory that nothing holds and that is never freed"
}

func Fresh() bool {
	i := C.item_fresh() // want "`i` from `C.item_fresh` is never freed; `C.free` frees it"
	return i.next == nil
}
