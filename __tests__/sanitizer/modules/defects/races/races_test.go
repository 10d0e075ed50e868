package races

import "testing"

func TestSharedBuffer(t *testing.T)         { SumOfShared() }
func TestSharedBufferRepaired(t *testing.T) { SumOfHalves() }
