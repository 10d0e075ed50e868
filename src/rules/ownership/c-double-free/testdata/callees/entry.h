#ifndef ENTRY_H
#define ENTRY_H

typedef struct entry {
	char *name;
} entry;

entry *entry_new(char *name);
int entry_size(const entry *e);
void entry_free(entry *e);
void entry_clear(entry *e);

#endif
