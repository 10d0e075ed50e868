package memory

import "testing"

func TestUseAfterFreeInCFile(t *testing.T)         { ReadInCFileAfterFree() }
func TestUseAfterFreeInCFileRepaired(t *testing.T) { ReadInCFileBeforeFree() }

func TestUseAfterFreeInPreamble(t *testing.T)         { ReadInPreambleAfterFree() }
func TestUseAfterFreeInPreambleRepaired(t *testing.T) { ReadInPreambleBeforeFree() }

func TestUseAfterFreeInGo(t *testing.T)         { ReadInGoAfterFree() }
func TestUseAfterFreeInGoRepaired(t *testing.T) { ReadInGoBeforeFree() }

func TestSliceAfterFree(t *testing.T)         { SliceAfterFree() }
func TestSliceAfterFreeRepaired(t *testing.T) { SliceBeforeFree() }

func TestDoubleFree(t *testing.T)         { FreeTwice() }
func TestDoubleFreeRepaired(t *testing.T) { FreeOnce() }

func TestBadFree(t *testing.T)         { FreeInside() }
func TestBadFreeRepaired(t *testing.T) { FreeAtStart() }

func TestHeapOverflow(t *testing.T)         { ReadBehindHeap() }
func TestHeapOverflowRepaired(t *testing.T) { ReadLastOfHeap() }

func TestHeapOverflowInPlus(t *testing.T)         { ReadBehindHeapInPlus() }
func TestHeapOverflowInPlusRepaired(t *testing.T) { ReadLastOfHeapInPlus() }

func TestStackOverflow(t *testing.T)         { WriteBehindStack() }
func TestStackOverflowRepaired(t *testing.T) { WriteLastOfStack() }

func TestLeak(t *testing.T) {
	for i := 0; i < 20; i++ {
		LoseString("a text of some length")
	}
}

func TestLeakRepaired(t *testing.T) {
	for i := 0; i < 20; i++ {
		ReleaseString("a text of some length")
	}
}
