// The copy may be changed.
package main

import "fmt"

// snippet:start
func capitalise(name string) string {
	b := []byte(name)
	b[0] -= 'a' - 'A'
	return string(b)
}

// snippet:end

func main() {
	fmt.Println(capitalise("gopher"))
}
