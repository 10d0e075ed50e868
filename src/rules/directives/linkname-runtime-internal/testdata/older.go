//go:build !go1.23

package gort

import _ "unsafe"

//go:linkname stopTheWorld runtime.stopTheWorld
func stopTheWorld(reason string) // ok: older versions only

func Stop() { stopTheWorld("test") }
