// Package traced has its process traced, as under a debugger.
package traced

// static int one(void) { return 1; }
import "C"

import (
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"syscall"
)

const (
	setPtracer  = 0x59616d61
	ptraceSeize = 0x4206
	follow      = "CGO_REVIEW_TRACED"
)

// Start makes a child of this process its tracer.
func Start() error {
	C.one()
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, setPtracer, ^uintptr(0), 0); errno != 0 && errno != syscall.EINVAL {
		return errno
	}
	tracer := exec.Command(os.Args[0])
	tracer.Env = append(os.Environ(), follow+"="+strconv.Itoa(os.Getpid()), "ASAN_OPTIONS=detect_leaks=0")
	ready, err := tracer.StdoutPipe()
	if err != nil {
		return err
	}
	if err := tracer.Start(); err != nil {
		return err
	}
	_, err = ready.Read(make([]byte, 1))
	return err
}

// Follow traces all threads of the process that asks for it, and does not return then.
func Follow() {
	pid, err := strconv.Atoi(os.Getenv(follow))
	if err != nil {
		return
	}
	runtime.LockOSThread()
	threads, err := os.ReadDir("/proc/" + strconv.Itoa(pid) + "/task")
	if err != nil {
		os.Exit(3)
	}
	for _, thread := range threads {
		id, _ := strconv.Atoi(thread.Name())
		syscall.RawSyscall6(syscall.SYS_PTRACE, ptraceSeize, uintptr(id), 0, 0, 0, 0)
	}
	os.Stdout.Write([]byte("."))
	for {
		// A traced thread stops at each signal until its tracer hands it on.
		var status syscall.WaitStatus
		id, err := syscall.Wait4(-1, &status, syscall.WALL, nil)
		if err == syscall.ECHILD {
			os.Exit(0)
		}
		if err == nil && status.Stopped() {
			syscall.PtraceCont(id, int(status.StopSignal()))
		}
	}
}
