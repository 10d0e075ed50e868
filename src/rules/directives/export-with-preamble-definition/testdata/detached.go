package detached

// int later(void) { return 1; } // ok: nothing is exported
import "C"

//export f

func f() {}

func Later() int { return int(C.later()) }
