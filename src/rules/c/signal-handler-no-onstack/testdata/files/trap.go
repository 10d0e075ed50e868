package trap

// #include "trap.h"
import "C"

func Install() { C.trap_install(2) }
