//go:debug cgocheck=2 // want "`cgocheck` is no setting of `//go:debug`"
//go:debug madvdontneed=1 // ok: another setting
package main

import _ "unsafe"

func main() {}
