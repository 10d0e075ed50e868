#ifndef BUFFER_H
#define BUFFER_H

int first_of(const int *values);
int last_of(const int *values, int length);
int sum_on_stack(int length);

#endif
