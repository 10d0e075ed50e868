package repo

/*
#include <git2.h>
*/
import "C"

func cleanForTest(r *Repository) string {
	if C.git_repository_state_cleanup(r.ptr) < 0 { // ok: a test is run for its own errors
		return C.GoString(C.git_error_last().message)
	}
	return ""
}
