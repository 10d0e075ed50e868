#ifndef QUEUE_H
#define QUEUE_H

typedef struct queue queue;

int queue_length(queue *q);
int queue_find(queue *q, const char *name);
void queue_take(queue *q, char *name);
void queue_consume(char *name);

#endif
