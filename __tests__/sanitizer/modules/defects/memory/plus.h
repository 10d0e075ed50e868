#ifdef __cplusplus
extern "C"
#endif
int last_in_plus(const int *values, int length);
