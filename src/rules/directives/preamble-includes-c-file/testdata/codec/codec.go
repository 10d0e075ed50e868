package codec

/*
#cgo CFLAGS: -O2
#include <stdlib.h>
#include "decode.c" // want "`decode_frame` is defined twice: cgo compiles `decode.c` by itself"
#include "./table.c" // want "`crc_table` is defined twice"
#include "guarded.c" // want "`checksum` is defined twice"
#include "codec.h"
*/
import "C"

func Decode(b []byte) int { return int(C.decode_frame(nil, C.int(len(b)))) }
