package tun

/*
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#define NAME_SIZE 32

static char last_error[NAME_SIZE * 2];

static int set_up(const char *ifname) {
	struct ifreq ifr;
	strcpy(ifr.ifr_name, ifname); // want "`strcpy` copies `ifname` whatever its length, and `ifr.ifr_name` has room for 16 bytes"
	return 0;
}

static void set_error(const char *what) {
	sprintf(last_error, "%d: %s", 3, what); // want "`sprintf` copies `what` whatever its length, and `last_error` has room for 64 bytes"
}

int join(char *dir, int n) {
	char path[NAME_SIZE]; // step "`path` has 32 bytes"
	path[0] = 0;
	strcat(path, dir); // want "`strcat` copies `dir`"
	sprintf(path, "%s/x", getenv("HOME")); // want "`sprintf` copies `getenv"
	return path[0];
}

static char *copy_of(const char *message) {
	char *msg = malloc(strlen(message)); // step "as long as `strlen` says"
	strcpy(msg, message); // want "writes one byte behind `msg`"
	return msg;
}

static char *copy_field(struct err *e) {
	char *msg = (char *)malloc(strlen(e->message));
	sprintf(msg, "%s", e->message); // want "writes one byte behind `msg`"
	return msg;
}

static char *either(const char *text, int prefixed) {
	if (prefixed) {
		char *out = malloc(strlen(text) + 3);
		sprintf(out, "> %s", text); // ok: room for all of it
		return out;
	} else {
		char *out = malloc(strlen(text));
		sprintf(out, "%s", text); // want "writes one byte behind `out`"
		return out;
	}
}

static void read_line(void) {
	char line[80];
	gets(line); // want "`gets` writes a line of any length"
}

static void bounded(const char *name, int id) {
	char buf[NAME_SIZE];
	if (strlen(name) >= sizeof buf) return;
	strcpy(buf, name); // ok: asks for the length
	sprintf(buf, "%d", id); // ok: no text
	sprintf(buf, "%.16s", name); // ok: a precision
	strcpy(buf, "idle"); // ok: a literal
}

static char *copied(const char *name) {
	char *own = malloc(strlen(name) + 1);
	strcpy(own, name); // ok: room for all of it
	return own;
}

static void into(char *out, const char *name) {
	strcpy(out, name); // ok: the caller's buffer
}

static void label(const char *text) {
	char buf[8];
	strcpy(buf, text); // ok: short literals only
}

static void labels(void) {
	label("up");
	label("down");
}
*/
import "C"

import "unsafe"

func SetUp(name string) {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname))
	C.set_up(cname)
}
