// Package behaviour does what no test should do.
package behaviour

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestHangs(t *testing.T) {
	time.Sleep(time.Hour)
}

func TestPrintsGigabyte(t *testing.T) {
	line := []byte(strings.Repeat("x", 1<<16-1) + "\n")
	for i := 0; i < 1<<14; i++ {
		if _, err := os.Stdout.Write(line); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTakesMemory(t *testing.T) {
	var kept [][]byte
	for i := 0; i < 1024; i++ {
		block := make([]byte, 1<<22)
		for at := 0; at < len(block); at += 4096 {
			block[at] = 1
		}
		kept = append(kept, block)
		time.Sleep(10 * time.Millisecond)
	}
	t.Log(len(kept))
}

func TestFillsDisk(t *testing.T) {
	block := make([]byte, 1<<22)
	for i := 0; i < 256; i++ {
		name := filepath.Join(os.TempDir(), fmt.Sprint(i))
		if err := os.WriteFile(name, block, 0o600); err != nil {
			t.Fatal(err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// Each sleeps for a number of seconds by which it is known.
func TestStaysBehind(t *testing.T) {
	start(t, exec.Command("sleep", "86411"), nil)
	start(t, exec.Command("sleep", "86412"), &syscall.SysProcAttr{Setsid: true})
	if err := exec.Command("sh", "-c", "setsid sleep 86413 >/dev/null 2>&1 &").Run(); err != nil {
		t.Fatal(err)
	}
	detached := exec.Command("sh", "-c", "setsid sh -c 'sleep 86414 & exit' & exit")
	detached.Stdout, detached.Stderr = os.Stdout, os.Stderr
	start(t, detached, nil)
	time.Sleep(200 * time.Millisecond)
}

func start(t *testing.T, command *exec.Cmd, attributes *syscall.SysProcAttr) {
	command.SysProcAttr = attributes
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
}

func TestTellsEnvironment(t *testing.T) {
	names := os.Environ()
	for i, variable := range names {
		names[i], _, _ = strings.Cut(variable, "=")
	}
	sort.Strings(names)
	panic("names: " + strings.Join(names, " ") +
		"; tokens: " + os.Getenv("GITHUB_TOKEN") + os.Getenv("ACTIONS_RUNTIME_TOKEN"))
}
