package rooms

/*
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MAX_LEN 16
enum { SLOTS = 4 };

struct item { int id; };

static char *digits(void) {
	char *p = malloc(8); // step "the room of `p` is fixed here"
	memcpy(p, "12345678", 8); // ok: as long as it is
	p[8] = 0; // want "`p.8.` is behind the end of `p`, which has 8 elements"
	return p;
}

static int named(const char *name) {
	char buf[NAME_MAX_LEN];
	strncpy(buf, name, NAME_MAX_LEN); // ok: as long as it is
	buf[NAME_MAX_LEN] = 0; // want "`buf.NAME_MAX_LEN.` is behind the end of `buf`, which has 16 elements"
	return buf[NAME_MAX_LEN - 1]; // ok: the last one
}

static uint32_t sum(void) {
	uint32_t *slots = calloc(SLOTS, sizeof(uint32_t));
	slots[0] = 1; // ok: there
	slots[3] = 2; // ok: the last one
	slots[4] = 3; // want "`slots.4.` is behind the end of `slots`, which has 4 elements"
	uint32_t last = slots[3];
	free(slots);
	return last;
}

static void cleared(void) {
	unsigned char key[32];
	memset(key, 0, 64); // want "`memset` is told that `key` has room for 64 bytes, and it has 32"
	memset(key, 0, sizeof key); // ok: its own size
	key[-1] = 0; // want "`key.-1.` is in front of the beginning of `key`"
}

static int told(const char *name) {
	char text[16];
	return snprintf(text, 32, "%s", name); // want "`snprintf` is told that `text` has room for 32 bytes"
}

static char *moved(char *from, int n) {
	char *p = malloc(8);
	p += 4;
	p[8] = 0; // ok: the pointer is moved
	char *q = malloc(8);
	if (n > 8) q = realloc(q, 64);
	q[8] = 0; // ok: it may lead to more
	from[8] = 0; // ok: a parameter
	return p ? p : q;
}

static int ends(void) {
	int list[4] = {0};
	int *end = &list[4]; // ok: the end itself
	int total = 0;
	for (int *at = list; at != end; at++) total += *at;
	if (sizeof(long) > 4) list[7] = 1; // ok: for some systems
	return total + (int)sizeof(list[9]); // ok: nothing is read
}

static void variable(int n) {
	char buf[8];
	for (int i = 0; i < n; i++) buf[i] = 0; // ok: an index that is not constant
	struct item *items = malloc(64);
	items[n].id = 1; // ok: an index that is not constant
	free(items);
}
*/
import "C"

// Digits is the C code's text.
func Digits() string {
	return C.GoString(C.digits())
}
