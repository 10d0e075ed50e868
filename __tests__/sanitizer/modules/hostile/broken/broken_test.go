package broken

import "testing"

func TestCall(t *testing.T) { Call() }
