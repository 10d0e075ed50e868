#include <signal.h>
#include "trap.h"

void trap_handler(int sig) {}

void trap_install(int sig)
{
	signal(sig, trap_handler); // want "`signal` installs `trap_handler` for `sig`"
}
