//go:build ignore

int whole(void) { return 1; }
