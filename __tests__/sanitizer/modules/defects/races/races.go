// Package races fills a buffer for C from several goroutines.
package races

/*
static int sum_of(const int *values, int length) {
	int sum = 0;
	for (int i = 0; i < length; i++) sum += values[i];
	return sum;
}
*/
import "C"

import "sync"

const length = 8

// fill writes to the buffer from two goroutines; each takes a half, or both take all of it.
func fill(buffer *[length]C.int, halves bool) {
	var group sync.WaitGroup
	for half := 0; half < 2; half++ {
		part := buffer[:]
		if halves {
			part = buffer[half*length/2 : (half+1)*length/2]
		}
		group.Add(1)
		go func() {
			defer group.Done()
			for i := range part {
				part[i] = 1
			}
		}()
	}
	group.Wait()
}

func SumOfShared() int {
	buffer := new([length]C.int)
	fill(buffer, false)
	return int(C.sum_of(&buffer[0], length))
}

func SumOfHalves() int {
	buffer := new([length]C.int)
	fill(buffer, true)
	return int(C.sum_of(&buffer[0], length))
}
