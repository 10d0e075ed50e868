// The program starts itself with a mode of the check that the run time does not have.
package main

import (
	"fmt"
	"os"
	"os/exec"
)

func command(program string) *exec.Cmd {
	cmd := exec.Command(program, "child")
	cmd.Env = append(os.Environ(), "GODEBUG=cgocheck=2")
	return cmd
}

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
