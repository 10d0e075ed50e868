package wrapped

/*
#include <depot.h>
*/
import "C"

import (
	"errors"
	"runtime"
)

var errStore = errors.New("store")

type Store struct {
	env  *C.depot_env
	page *C.depot_page
}

func (s *Store) Close() {
	C.depot_env_close(s.env)
	C.depot_page_free(s.page)
	s.env, s.page = nil, nil
}

func outcome(rc C.int) error {
	if rc == 0 {
		return nil
	}
	return errStore
}

// Open leaves with the environment that it has made.
func Open(size int) (*Store, error) {
	s := &Store{}
	if C.depot_env_create(&s.env) != 0 { // want "`s.env` from `C.depot_env_create` is not freed where the function returns at line 40, and `\\(\\*Store\\).Close` frees it with `C.depot_env_close`: is that meant"
		return nil, errStore // nothing was given
	}
	if C.depot_env_start(s.env, C.int(size)) != 0 {
		return nil, errStore
	}
	return s, nil
}

// OpenNamed fills a variable, which the object gets in the end.
func OpenNamed(size int) (*Store, error) {
	var env *C.depot_env
	if rc := C.depot_env_create(&env); rc != 0 { // want "`env` from `C.depot_env_create` is not freed where the function returns at line 52"
		return nil, outcome(rc)
	}
	if err := outcome(C.depot_env_start(env, C.int(size))); err != nil {
		return nil, err
	}
	return &Store{env: env}, nil
}

// OpenPage has a maker and an end that are named alike.
func OpenPage(size int) (*Store, error) {
	s := new(Store)
	s.page = C.depot_page_new(C.int(size)) // want "`s.page` from `C.depot_page_new` is not freed where the function returns at line 62, and `\\(\\*Store\\).Close` frees it with `C.depot_page_free`: is that meant"
	if C.depot_page_write(s.page) != 0 {
		return nil, errStore
	}
	return s, nil
}

// OpenChecked closes it where it fails.
func OpenChecked(size int) (*Store, error) {
	s := &Store{}
	if C.depot_env_create(&s.env) != 0 { // ok: the method is called where something fails
		return nil, errStore
	}
	if C.depot_env_start(s.env, C.int(size)) != 0 {
		s.Close()
		return nil, errStore
	}
	return s, nil
}

// OpenTold looks at the object to tell why the call itself has failed.
func OpenTold() (*Store, error) {
	s := &Store{}
	rc := C.depot_env_open(&s.env) // ok: where the call itself fails it may have given nothing
	if rc != 0 {
		return nil, errors.New(C.GoString(C.depot_env_errmsg(s.env)))
	}
	return s, nil
}

// First lends a page of another object.
func First(of *Store) (*Store, error) {
	s := &Store{}
	if C.depot_get_env(of.env, &s.env) != 0 { // not asked: its name says that it is another's
		return nil, errStore
	}
	if C.depot_env_start(s.env, 1) != 0 {
		return nil, errStore
	}
	return s, nil
}

// Deferred closes it in the end unless all went well.
func Deferred(size int) (_ *Store, err error) {
	s := &Store{}
	if C.depot_env_create(&s.env) != 0 { // ok: the deferred function literal closes it
		return nil, errStore
	}
	defer func() {
		if err != nil {
			s.Close()
		}
	}()
	if C.depot_env_start(s.env, C.int(size)) != 0 {
		return nil, errStore
	}
	return s, nil
}

// Log has a finalizer.
type Log struct {
	env *C.depot_log
}

func (l *Log) Close() {
	C.depot_log_close(l.env)
	l.env = nil
}

func OpenLog(size int) (*Log, error) {
	l := &Log{}
	runtime.SetFinalizer(l, (*Log).Close)
	if C.depot_log_create(&l.env) != 0 { // not asked: the finalizer closes it
		return nil, errStore
	}
	if C.depot_log_start(l.env, C.int(size)) != 0 {
		return nil, errStore
	}
	return l, nil
}

// Shared may hold what another one owns.
type Shared struct {
	env     *C.depot_view
	isOwned bool
}

func (s *Shared) Close() {
	if s.isOwned {
		s.isOwned = false
		C.depot_view_close(s.env)
	}
}

func OpenShared(size int) (*Shared, error) {
	s := &Shared{}
	if C.depot_view_create(&s.env) != 0 { // not asked: the release asks whether it is its own
		return nil, errStore
	}
	if C.depot_view_start(s.env, C.int(size)) != 0 {
		return nil, errStore
	}
	return s, nil
}
