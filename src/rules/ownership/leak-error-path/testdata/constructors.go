package striper

/*
#include <rados/librados.h>
#include <radosstriper/libradosstriper.h>
*/
import "C"

import "errors"

var errStriper = errors.New("striper failed")

type Striper struct {
	striper C.rados_striper_t
}

func getError(ret C.int) error {
	if ret == 0 {
		return nil
	}
	return errStriper
}

func New(ioctx C.rados_ioctx_t) (*Striper, error) {
	s := &Striper{}
	ret := C.rados_striper_create(ioctx, &s.striper) // ok: the caller gets it where the call has succeeded
	if err := getError(ret); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Striper) Destroy() {
	C.rados_striper_destroy(s.striper)
}

func (s *Striper) CheckUnit(unit uint) error {
	return getError(C.rados_striper_check_unit(s.striper, C.uint(unit)))
}

// The constructor of the package gives it, and a setter fails.
func NewWithUnit(ioctx C.rados_ioctx_t, unit uint) (*Striper, error) {
	s, err := New(ioctx) // want "`s` from `New` is not freed where the function returns at line 48; `\\(\\*Striper\\).Destroy` frees it"
	if err != nil {
		return nil, err
	}
	if err := s.CheckUnit(unit); err != nil {
		return nil, err // step "was not freed"
	}
	return s, nil
}

func NewWithUnitChecked(ioctx C.rados_ioctx_t, unit uint) (*Striper, error) {
	s, err := New(ioctx) // ok: the method of the type frees it on the error path
	if err != nil {
		return nil, err
	}
	if err := s.CheckUnit(unit); err != nil {
		s.Destroy()
		return nil, err
	}
	return s, nil
}
