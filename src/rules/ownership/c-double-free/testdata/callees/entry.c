#include "entry.h"

#include <stdlib.h>
#include <string.h>

entry *entry_new(char *name) {
	entry *e = malloc(sizeof *e);
	e->name = name;
	return e;
}

int entry_size(const entry *e) { return e->name ? (int)strlen(e->name) : 0; }

void entry_clear(entry *e) {
	free(e->name);
	e->name = NULL;
}

void entry_free(entry *e) {
	entry_clear(e);
	free(e);
}
