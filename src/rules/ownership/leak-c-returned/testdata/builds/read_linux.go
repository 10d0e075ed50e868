package builds

/*
#include "port.h"
*/
import "C"

func Baud(p *C.port) string {
	return C.GoString(C.port_text(p)) // not asked: those that free it are in no build with this
}
