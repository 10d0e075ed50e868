package usb

/*
extern void goClosed(void);

void goOpened(void) {}
*/
import "C"

// export goClosed when the last handle is gone // ok: says more than the name
func goClosed() {}

// export goOpened
func goOpened() {} // ok: C has its own

// export goReset // ok: above a function of another name
func reset() {}

// export lost

func lost() {}

// export settings // ok: above a type
type settings struct{ level int }

// goBoth has the line twice.
//
// export goBoth
//
//export goBoth
func goBoth() {}
