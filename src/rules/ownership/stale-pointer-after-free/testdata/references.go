package virt

/*
#include <libvirt/libvirt.h>

int domain_free(virDomainPtr domain);
int domain_ref(virDomainPtr domain);
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
