#include <libxml/HTMLparser.h>

htmlDocPtr htmlParse(void *buffer, int buffer_len, void *url, void *encoding, int options);
