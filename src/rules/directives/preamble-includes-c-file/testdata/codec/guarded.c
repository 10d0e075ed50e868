#ifndef GUARDED_C
#define GUARDED_C

unsigned checksum(const unsigned char *p, int n) {
	unsigned sum = 0;
	for (int i = 0; i < n; i++) sum += p[i];
	return sum;
}

#endif
