package made

// #include "kv.h"
import "C"

import "errors"

// Image is made by a function whose library nobody knows.
type Image struct{ p *C.img }

func Load(id int) *Image { return &Image{C.img_load(C.int(id))} }

func (i *Image) Close() {
	C.img_destroy(i.p)
	i.p = nil
}

func Pixels(id int) (int, error) {
	i := Load(id) // want "`i` from `Load` is not freed where the function returns at line 21, and `\\(\\*Image\\).Close` frees it with `C.img_destroy`: is that meant\\?"
	if C.img_ok(i.p) == 0 {
		return 0, errors.New("bad image")
	}
	n := C.img_pixels(i.p)
	i.Close()
	return int(n), nil
}

func Depth(id int) int {
	i := Load(id) // ok: closed wherever there is one
	if i.p == nil {
		return 0
	}
	n := C.img_depth(i.p)
	i.Close()
	return int(n)
}
