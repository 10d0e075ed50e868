package races

import "testing"

func TestCallbacks(t *testing.T)         { CallBackUnguarded() }
func TestCallbacksRepaired(t *testing.T) { CallBackGuarded() }
