/**
 * The names of package runtime that `//go:linkname` may reach from other packages, in Go 1.26.8, whatever the system and
 * the processor. From Go 1.23 on the linker refuses the others (cmd/link/internal/loader/loader.go, `checkLinkname`): a
 * name is open where src/runtime says `//go:linkname NAME`, where assembly implements it, or where another package of
 * the standard library puts it there, unless `blockedLinknames` of the same file takes it back.
 */
const open = new Set(
  `
    FuncForPC RaceRead RaceReadRange RaceWrite RaceWriteRange _cgo_clearenv _cgo_panic_internal _cgo_setenv
    _cgo_unsetenv _div _div64by32 _divu _initcgo _mod _modu _mul64by32 abigen_sync_atomic_AddInt32
    abigen_sync_atomic_AddInt64 abigen_sync_atomic_AddUint32 abigen_sync_atomic_AddUint64
    abigen_sync_atomic_AddUintptr abigen_sync_atomic_AndInt32 abigen_sync_atomic_AndInt64
    abigen_sync_atomic_AndUint32 abigen_sync_atomic_AndUint64 abigen_sync_atomic_AndUintptr
    abigen_sync_atomic_CompareAndSwapInt32 abigen_sync_atomic_CompareAndSwapInt64
    abigen_sync_atomic_CompareAndSwapUint32 abigen_sync_atomic_CompareAndSwapUint64 abigen_sync_atomic_LoadInt32
    abigen_sync_atomic_LoadInt64 abigen_sync_atomic_LoadPointer abigen_sync_atomic_LoadUint32
    abigen_sync_atomic_LoadUint64 abigen_sync_atomic_LoadUintptr abigen_sync_atomic_OrInt32
    abigen_sync_atomic_OrInt64 abigen_sync_atomic_OrUint32 abigen_sync_atomic_OrUint64
    abigen_sync_atomic_OrUintptr abigen_sync_atomic_StoreInt32 abigen_sync_atomic_StoreInt64
    abigen_sync_atomic_StoreUint32 abigen_sync_atomic_StoreUint64 abigen_sync_atomic_SwapInt32
    abigen_sync_atomic_SwapInt64 abigen_sync_atomic_SwapUint32 abigen_sync_atomic_SwapUint64 abort access add
    arc4random_buf_trampoline args_get args_sizes_get asanpoison asanread asanregisterglobals asanunpoison
    asanwrite asmSigaction asmcgocall asmcgocall_landingpad asmcgocall_no_g asminit asmsysvicall6 asyncPreempt
    atomicwb badFuncInfoEntry badSrcFunc badSrcFuncName blockUntilEmptyFinalizerQueue blockevent breakpoint brk_
    call1024 call1048576 call1073741824 call128 call131072 call134217728 call16 call16384 call16777216 call2048
    call2097152 call256 call262144 call268435456 call32 call32768 call33554432 call4096 call4194304 call512
    call524288 call536870912 call64 call65536 call67108864 call8192 call8388608 callCgoMmap callCgoMunmap
    callCgoSigaction callbackasm callbackasm1 callers cgoAlwaysFalse cgoCheckPointer cgoCheckResult cgoKeepAlive
    cgoNoCallback cgoSigtramp cgoUse cgocall cgocallback chanbuf cheaprand cheaprand64 cheaprandn checkASM
    checkptrBase clearTimeoutEvent clock_gettime_trampoline clock_time_get clone close_trampoline closefd
    cmpstring connect convT64 convTslice convTstring cpuset_getaffinity cputicks currentMemory debugCallPanicked
    debugCallV2 divideError doInit doasanread doasanwrite domsanread duffcopy duffzero dupfd emptyfunc
    entersyscall entersyscallblock environ_get environ_sizes_get errstr exceptiontramp exit exit1 exitThread
    exit_trampoline exits exitsyscall extraMInUse fallback_nanotime fallback_walltime fastrand fastrand64
    fastrandn fcntl fcntl_trampoline fd_write findObject findfunc firstcontinuetramp float64touint32 funcline1
    futex futex_time32 futex_time64 gcWriteBarrier1 gcWriteBarrier2 gcWriteBarrier3 gcWriteBarrier4
    gcWriteBarrier5 gcWriteBarrier6 gcWriteBarrier7 gcWriteBarrier8 gcWriteBarrierBP gcWriteBarrierBX
    gcWriteBarrierCX gcWriteBarrierDX gcWriteBarrierR8 gcWriteBarrierR9 gcWriteBarrierSI getAuxv getCntxct
    getRandomData getcontext getfp getg getitab getlasterror getm getpid getthrid_trampoline gettid goarm
    goarmsoftfp gobytes goexit gogo gopanic gopark goready gostring gostringn goyield growMemory growslice
    haveHighResSleep heapObjectsCanMove iscgo issetugid issetugid_trampoline kevent kevent_trampoline kqueue
    kqueue_trampoline lastcontinuetramp lastmoduledatap libc_error_trampoline libfuzzerCall4
    libfuzzerCallTraceIntCmp libfuzzerCallWithTwoByteBuffers libfuzzerHookEqualFold libfuzzerHookStrCmp
    libfuzzerTraceCmp1 libfuzzerTraceCmp2 libfuzzerTraceCmp4 libfuzzerTraceCmp8 libfuzzerTraceConstCmp1
    libfuzzerTraceConstCmp2 libfuzzerTraceConstCmp4 libfuzzerTraceConstCmp8 load_g lockedOSThread lsandoleakcheck
    lsanregisterrootregion lsanunregisterrootregion lwp_create lwp_gettid lwp_kill lwp_park lwp_self lwp_start
    lwp_tramp lwp_unpark mach_vm_region_trampoline madvise madvise_trampoline main_main makemap makemap_small
    makeslice mallocgc mapaccess2 mapaccess2_fast32 mapaccess2_fast64 mapaccess2_faststr mapassign
    mapassign_fast32 mapassign_fast32ptr mapassign_fast64 mapassign_fast64ptr mapassign_faststr mapdelete
    mapinitnoop mapiterinit mapiternext mayMoreStackMove mayMoreStackPreempt mcall memclrHasPointers
    memclrNoHeapPointers memequal memequal_varlen memhash memhash32 memhash64 memmove mincore miniterrno
    mlock_trampoline mmap mmap_trampoline moduledataverify1 morestack morestack_noctxt morestackc msanfree
    msanmalloc msanmove msanread msanwrite mstart mstart_stub munmap munmap_trampoline nanotime nanotime1
    nanotime_trampoline netbsdMstart netpollWaiters newInlineUnwinder newarray nilinterhash noescape
    notInitialized noted notify nsec open open_trampoline osSetupTLS osinit_hack_trampoline osyield osyield1
    overflowError overrideWrite panicBounds panicExtend panicExtendIndex panicExtendIndexU panicExtendSlice3Acap
    panicExtendSlice3AcapU panicExtendSlice3Alen panicExtendSlice3AlenU panicExtendSlice3B panicExtendSlice3BU
    panicExtendSlice3C panicExtendSlice3CU panicExtendSliceAcap panicExtendSliceAcapU panicExtendSliceAlen
    panicExtendSliceAlenU panicExtendSliceB panicExtendSliceBU pause pipe2 pipe2_trampoline pipe_trampoline
    plan9_semacquire plan9_semrelease plan9_tsemacquire poll_oneoff pprof_blockProfileInternal
    pprof_fpunwindExpand pprof_goroutineProfileWithLabels pprof_makeProfStack pprof_memProfileInternal
    pprof_mutexProfileInternal pprof_threadCreateInternal pread prepGoExitFrame procPin procUnpin
    proc_regionfilename_trampoline procyield procyieldAsm pthread_attr_destroy_trampoline
    pthread_attr_getstacksize_trampoline pthread_attr_init1 pthread_attr_init_trampoline
    pthread_attr_setdetachstate1 pthread_attr_setdetachstate_trampoline pthread_attr_setstacksize1
    pthread_cond_init_trampoline pthread_cond_signal_trampoline pthread_cond_timedwait_relative_np_trampoline
    pthread_cond_wait_trampoline pthread_create1 pthread_create_trampoline pthread_key_create_trampoline
    pthread_kill_trampoline pthread_mutex_init_trampoline pthread_mutex_lock_trampoline
    pthread_mutex_unlock_trampoline pthread_self_trampoline pthread_setspecific_trampoline publicationBarrier
    pwrite racecall racecallbackthunk racefuncenter racefuncenterfp racefuncexit raceread racereadpc racereadrange
    racereadrangepc1 racewrite racewritepc racewriterange racewriterangepc1 raise raise_trampoline raiseproc
    raiseproc_trampoline rand randn random_get read read_tls_fallback read_trampoline reflectcall reginit
    resetMemoryDataView retpolineAX retpolineBP retpolineBX retpolineCX retpolineDI retpolineDX retpolineR10
    retpolineR11 retpolineR12 retpolineR13 retpolineR14 retpolineR15 retpolineR8 retpolineR9 retpolineSI rfork
    rt0_go rt_sigaction rtsigprocmask save_g sbrk0 sched sched_getaffinity sched_yield sched_yield_trampoline
    scheduleTimeoutEvent secretEraseRegisters seek sehtramp setCrashFD set_crosscall2 setfpmasks setg setitimer
    setitimer_trampoline setldt setsigsegv settls sigFetchGSafe sigaction sigaction1 sigaction_trampoline
    sigaltstack sigaltstack_trampoline sigfwd sigpanic sigpanic0 sigpanictramp sigprocmask sigprocmask1
    sigprocmask_trampoline sigresume sigreturn__sigaction sigtramp sleep socket spillArgs stackcheck strhash
    stringHash switchToCrashStack0 sync_atomic_CompareAndSwapUintptr sync_atomic_StoreUintptr
    sync_atomic_SwapUintptr sysMmap sysMunmap sys_umtx_op sys_umtx_sleep sys_umtx_wakeup syscall syscall10
    syscall10X syscall6 syscall6X syscallN_trampoline syscallX syscall_RawSyscall syscall_Syscall syscall_chdir
    syscall_chroot syscall_close syscall_dup2 syscall_execve syscall_exit syscall_fcntl syscall_forkx
    syscall_gethostname syscall_getpid syscall_ioctl syscall_rawSyscall6 syscall_rawsyscall syscall_rawsyscall6
    syscall_rawsysvicall6 syscall_setgid syscall_setgroups syscall_setpgid syscall_setrlimit syscall_setsid
    syscall_setuid syscall_syscall syscall_syscall6 syscall_sysvicall6 syscall_wait4 syscall_write syscall_x509
    sysctl sysctl_trampoline sysctlbyname_trampoline systemstack systemstack_switch testSPWrite tgkill thr_kill
    thr_new thr_self thr_start thrkill_trampoline throw thrsleep_trampoline thrwakeup_trampoline time_now
    timer_create timer_delete timer_settime timer_settime32 timer_settime64 timesplit traceAdvance traceClockNow
    tstart_plan9 tstart_stdcall tstart_sysvicall typedmemmove typedslicecopy typehash udiv uint32tofloat64
    unspillArgs usleep usleep1 usleep_trampoline usplit usplitR0 valgrindClientRequest vdsoCall
    vdsoClockgettimeSym vdsoGettimeofdaySym vgetrandom vgetrandom1 wakep walltime walltime_trampoline wasmDiv
    wasmExit wasmTruncS wasmTruncU wasmWrite wintls write write1 write2 writeBarrier write_trampoline zeroVal
  `
    .trim()
    .split(/\s+/),
);

/** Whether the linker lets another package refer to `runtime.NAME`. */
export function isOpenRuntimeName(name: string): boolean {
  return open.has(name);
}
