package virt

/*
#include <libvirt/libvirt.h>

int domain_free(virDomainPtr domain);
int domain_ref(virDomainPtr domain);
int volume_add_finalize(virStorageVolPtr volume);
void volume_iterator_finalize(virStoragePoolPtr pool);
*/
import "C"

// Domain is counted: each user of one takes a reference, and gives it back.
type Domain struct {
	ptr C.virDomainPtr
}

func (d *Domain) Free() error {
	C.domain_free(d.ptr) // ok: it gives back one of several references
	return nil
}

func (d *Domain) Ref() error {
	C.domain_ref(d.ptr)
	return nil
}

// Secret is not.
type Secret struct {
	ptr C.virSecretPtr
}

func (s *Secret) Free() error {
	C.virSecretFree(s.ptr) // want "`Free` ends `s.ptr` with `C.virSecretFree` and leaves it set: can nothing call `Free` twice"
	return nil
}

// Login is ended by a function that is not called here; a session is only something that it does.
type Login struct {
	ptr C.virLoginPtr
}

func (l *Login) OpenSession() int {
	return int(C.login_open_session(l.ptr))
}

func (l *Login) CloseSession() int {
	return int(C.login_close_session(l.ptr)) // silent: `login_open_session` gets the handle, and does not make it
}

// Volume is created in two steps.
type Volume struct {
	ptr C.virStorageVolPtr
}

func (v *Volume) FinalizeAdd() bool {
	return C.volume_add_finalize(v.ptr) == 0 // silent: it completes the addition, and the volume is there afterwards
}

// Iterator has nothing under way.
type Iterator struct {
	ptr C.virStoragePoolPtr
}

func (i *Iterator) Finalize() {
	C.volume_iterator_finalize(i.ptr) // want "`Finalize` ends `i.ptr` with `C.volume_iterator_finalize` and leaves it set"
}

// Store is opened with the handle of something else, which has the same name.
type Store struct {
	ptr C.virStorePtr
}

type options struct {
	ptr C.virOptionsPtr
}

func OpenStore(o *options) *Store {
	return &Store{C.store_open(o.ptr)}
}

func (s *Store) Close() {
	C.store_close(s.ptr) // want "`Close` ends `s.ptr` with `C.store_close` and leaves it set"
}
