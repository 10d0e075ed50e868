// Package races shares a counter among callbacks that C makes from several threads.
package races

/*
void goAdd(int guarded);

static void call_back(int guarded) { goAdd(guarded); }
*/
import "C"

import "sync"

var (
	mutex   sync.Mutex
	counter int
)

//export goAdd
func goAdd(guarded C.int) {
	if guarded != 0 {
		mutex.Lock()
		defer mutex.Unlock()
	}
	counter++
}

func callBack(guarded C.int) {
	var group sync.WaitGroup
	for i := 0; i < 4; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for n := 0; n < 100; n++ {
				C.call_back(guarded)
			}
		}()
	}
	group.Wait()
}

func CallBackUnguarded() { callBack(0) }

func CallBackGuarded() { callBack(1) }
