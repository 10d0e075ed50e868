package traced

import "testing"

func init() { Follow() }

func TestTraced(t *testing.T) {
	if err := Start(); err != nil {
		t.Fatal(err)
	}
}
