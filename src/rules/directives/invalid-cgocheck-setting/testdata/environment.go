package run

import "C"

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
)

func command(program string) *exec.Cmd {
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), "GODEBUG=cgocheck=2,gctrace=1") // want "`cgocheck=2` ends at once"
	return cmd
}

func quiet(program string) *exec.Cmd {
	cmd := exec.Command(program)
	cmd.Env = []string{"GODEBUG=gctrace=1,cgocheck=0"} // want "takes away the check"
	return cmd
}

func TestMain(m *testing.M) {
	os.Setenv("GODEBUG", "cgocheck=2") // want "`cgocheck=2` ends at once"
	os.Setenv("CGO_CHECK", "2")        // want "No Go tool reads `CGO_CHECK`"
	os.Exit(m.Run())
}

func TestCalls(t *testing.T) {
	t.Setenv("GODEBUG", "cgocheck=0") // want "reads `cgocheck` when the program starts"
}

var matrix = []map[string]string{
	{"GODEBUG": "cgocheck=2"}, // want "`cgocheck=2` ends at once"
	{"GODEBUG": "cgocheck=1"}, // ok: the default
	{"cmd": "cgocheck=2"},     // ok: no variable of an environment
}

func help() {
	fmt.Println("run it with GODEBUG=cgocheck=2 to see more") // ok: a text for people
	_ = []string{"GODEBUG=cgocheck=1", "CGO_ENABLED=1"}       // ok: the default
}
