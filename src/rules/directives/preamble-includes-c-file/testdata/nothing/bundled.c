int bundled(void) { return 1; }
