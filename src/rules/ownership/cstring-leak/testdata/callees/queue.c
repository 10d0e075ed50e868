#include "queue.h"

#include <stdlib.h>
#include <string.h>

struct queue {
	char *names[16];
	int length;
};

int queue_length(queue *q) { return q->length; }

int queue_find(queue *q, const char *name) {
	for (int i = 0; i < q->length; i++)
		if (strcmp(q->names[i], name) == 0)
			return i;
	return -1;
}

void queue_take(queue *q, char *name) { q->names[q->length++] = name; }

void queue_consume(char *name) {
	if (name == NULL)
		return;
	free(name);
}
