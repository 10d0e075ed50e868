#include "helper.h"

htmlDocPtr htmlParse(void *buffer, int buffer_len, void *url, void *encoding, int options) {
	const char *c_buffer = (char *)buffer;
	const char *c_url = (char *)url;
	const char *c_encoding = (char *)encoding;
	return htmlReadMemory(c_buffer, buffer_len, c_url, c_encoding, options);
}
