#ifdef FROM_PREAMBLE
int switched(void) { return 1; }
#endif
