static int depth;
extern int errors;
static inline int level(void) { return depth; }
int declared(int n);
