int decode_frame(const unsigned char *data, int n);
unsigned checksum(const unsigned char *p, int n);
