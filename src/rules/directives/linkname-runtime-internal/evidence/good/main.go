// What is wanted, a look at the memory at one moment, runtime offers itself: it stops the world for it.
package main

import (
	"fmt"
	"runtime"
)

// snippet:start
func liveObjects() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.Mallocs - stats.Frees
}

// snippet:end

func main() {
	fmt.Println(liveObjects() > 0)
}
