void trap_install(int sig);
