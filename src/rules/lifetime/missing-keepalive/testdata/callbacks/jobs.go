package callbacks

/*
#include "job.h"
*/
import "C"

import "runtime"

type Job struct {
	c *C.job_t
}

func NewJob() *Job {
	j := &Job{c: C.job_new()}
	runtime.SetFinalizer(j, (*Job).free)
	return j
}

func (j *Job) free() { C.job_free(j.c) } // ok: this is what runs as finalizer

var jobs = map[int]*Job{}

//export goStep
func goStep(id C.int) C.int {
	j := find(int(id))
	j.advance()
	return C.job_state(j.c) // ok: C runs the job that it calls back for
}

func find(id int) *Job { return jobs[id] }

func (j *Job) advance() {
	C.job_advance(j.c) // ok: only the callback calls it
}

// Anybody may call it.
func (j *Job) Start() {
	C.job_start(j.c) // want "`j` may be collected while `C.job_start` runs"
}

// What a callback is told about its job.
type Event struct {
	Job *Job
}

func (e *Event) State() int {
	return int(C.job_state(e.Job.c)) // want "Does anything keep `e.Job` while `C.job_state` runs\\?"
}
