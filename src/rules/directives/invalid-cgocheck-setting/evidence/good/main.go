// The child has the check that is the default; a stricter one is a matter of how it is built.
package main

import (
	"fmt"
	"os"
	"os/exec"
)

// snippet:start
// command runs a program with the default check. For the stricter one the
// program is built with GOEXPERIMENT=cgocheck2.
func command(program string) *exec.Cmd {
	return exec.Command(program, "child")
}

// snippet:end

func main() {
	if len(os.Args) > 1 {
		fmt.Println("the child runs")
		return
	}
	output, err := command(os.Args[0]).CombinedOutput()
	fmt.Print(string(output))
	if err != nil {
		os.Exit(1)
	}
}
