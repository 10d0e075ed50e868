#include "buffer.h"

int first_of(const int *values) {
	return values[0];
}

int last_of(const int *values, int length) {
	return values[length - 1];
}

int sum_on_stack(int length) {
	int values[8];
	int sum = 0;
	for (int i = 0; i < length; i++) {
		values[i] = i;
		sum += values[i];
	}
	return sum;
}
