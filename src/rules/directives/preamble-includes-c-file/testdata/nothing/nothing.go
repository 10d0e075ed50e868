package nothing

/*
#include "third_party/lz.c" // ok: another directory
#include "inline.c" // ok: defines nothing for others
#include "amalgam.c" // ok: kept out of the package
#include "switched.c" // ok: defines it under a condition
#ifdef BUNDLED
#include "bundled.c" // ok: included under a condition
#endif
#include <system.c>
*/
import "C"

func Level() int { return int(C.level()) }
