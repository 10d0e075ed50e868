#include "codec.h"

static int level;

int decode_frame(const unsigned char *data, int n) { // step "`decode.c` defines `decode_frame` here"
	return data == 0 ? level : n;
}
