package labels

/*
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct point { int x, y; struct point *next; char tag[8]; };

static struct point origin;

const char *label(int n) {
	char buf[16]; // step "`buf` lives on the stack of `label`"
	snprintf(buf, sizeof buf, "n%d", n);
	return buf; // want "`label` returns the address of its own `buf`"
}

static struct point *make(int x, int y) {
	struct point p = {x, y};
	return &p; // want "`make` returns the address of its own `p`"
}

static char *trim(const char *text) {
	char line[128];
	char *start = line; // step "`start` leads to it"
	strncpy(line, text, sizeof line);
	return start; // want "`trim` returns the address of its own `line`"
}

static void *tail(int n) {
	char data[64] = {0};
	return (void *)(n > 3 ? data + n : 0); // want "returns the address of its own `data`"
}

static int *second(void) {
	struct point p;
	p.y = 2;
	return &p.y; // want "its own `p`"
}

static const char *kept(int n) {
	static char buf[16];
	snprintf(buf, sizeof buf, "n%d", n);
	return buf; // ok: static
}

static char *owned(const char *text) {
	char *copy = malloc(strlen(text) + 1);
	strcpy(copy, text);
	return copy; // ok: from malloc
}

static struct point *found(struct point *list, int x) {
	struct point *at = list;
	struct point *none = NULL;
	if (x < 0) return none; // ok: null
	if (x == 0) return &origin; // ok: a global variable
	while (at && at->x != x) at = at->next;
	return at; // ok: what it points to
}

static char *tag_of(struct point *p) {
	return &p->tag[0]; // ok: behind a pointer
}

static struct point copy_of(struct point *p) {
	struct point own = *p;
	return own;
}

static const char *either(const char *text, int n) {
	char buf[16];
	const char *result = buf;
	if (n == 0) result = text;
	return result; // ok: may lead elsewhere
}

static char *dumped(struct point *p) {
	char *out;
	int size;
	dump(p, &out, &size);
	return (char *)out; // ok: a function sets it
}

static int is_set(void) {
	int x = 0;
	return &x != 0;
}
*/
import "C"
