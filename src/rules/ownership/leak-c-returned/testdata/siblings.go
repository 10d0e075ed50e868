package siblings

/*
#include <stdlib.h>
#include "tag.h"

// The result must not be freed.
const char *tag_encoder(tag_file *file);
*/
import "C"

import "unsafe"

type File struct {
	c *C.tag_file
}

func (f *File) Title() string {
	s := C.tag_title(f.c) // step "what `File.Title` gets here is freed"
	defer C.tag_string_free(s)
	return C.GoString(s)
}

func (f *File) Artist() string {
	s := C.tag_title(f.c) // ok: frees it
	text := C.GoString(s)
	C.tag_string_free(s)
	return text
}

func (f *File) Composer() string {
	s := C.tag_title(f.c)
	defer C.tag_string_free(s)
	return C.GoString(s)
}

func (f *File) Writer() string {
	s := C.tag_title(f.c)
	defer C.tag_string_free(s)
	return C.GoString(s)
}

func (f *File) Album() string {
	return C.GoString(C.tag_title(f.c)) // want "Four callers free what `C.tag_title` returns with `C.tag_string_free`, this one does not: is that meant\\?"
}

// What is handed on is the caller's to free.
func (f *File) raw() *C.char {
	return C.tag_title(f.c)
}

// Through an argument.
func (f *File) Genre() string {
	var s *C.char
	if C.tag_get(f.c, C.TAG_GENRE, &s) != 0 {
		return ""
	}
	defer C.free(unsafe.Pointer(s))
	return C.GoString(s)
}

func (f *File) Comment() string {
	var s *C.char
	if C.tag_get(f.c, C.TAG_COMMENT, &s) != 0 {
		return ""
	}
	text := C.GoString(s)
	C.free(unsafe.Pointer(s))
	return text
}

func (f *File) Year() string {
	var s *C.char
	if C.tag_get(f.c, C.TAG_YEAR, &s) != 0 { // want "Two callers free what `C.tag_get` stores through argument 3 with `C.free`, this one does not"
		return ""
	}
	return C.GoString(s)
}

// A variable makes no difference, nor what C only reads.
func (f *File) Label() int {
	s := C.tag_title(f.c) // want "Four callers free what `C.tag_title` returns with `C.tag_string_free`, this one does not: is that meant\\?"
	return int(C.strlen(s))
}

// What C may keep is too little to ask.
func (f *File) Copy(to *File) {
	C.tag_set_title(to.c, C.tag_title(f.c)) // not asked: the name says that C may keep it
}

// A table would know better: none lists what is lent here, but its comment says so.
func (f *File) Encoder() string {
	s := C.tag_encoder(f.c)
	defer C.tag_string_free(s)
	return C.GoString(s)
}

func (f *File) EncodedBy() string {
	s := C.tag_encoder(f.c)
	defer C.tag_string_free(s)
	return C.GoString(s)
}

func (f *File) HasEncoder() bool {
	return C.GoString(C.tag_encoder(f.c)) != "" // not asked: the comment of the declaration says that it is lent
}

// Nobody frees what is borrowed.
func (f *File) Codec() string {
	return C.GoString(C.tag_codec(f.c)) // not asked: three read it, and none frees it
}

func (f *File) IsMP3() bool {
	return C.GoString(C.tag_codec(f.c)) == "mp3"
}

func (f *File) IsOgg() bool {
	return C.GoString(C.tag_codec(f.c)) == "ogg"
}

// One caller is no precedent.
func (f *File) Lyrics() string {
	s := C.tag_lyrics(f.c)
	defer C.tag_string_free(s)
	return C.GoString(s)
}

func (f *File) HasLyrics() bool {
	return C.GoString(C.tag_lyrics(f.c)) != "" // not asked: only one other frees it
}

// Two minds.
func (f *File) Cover() string {
	s := C.tag_cover(f.c)
	defer C.tag_string_free(s)
	return C.GoString(s)
}

func (f *File) BackCover() string {
	s := C.tag_cover(f.c)
	defer C.tag_string_free(s)
	return C.GoString(s)
}

func (f *File) Icon() string {
	return C.GoString(C.tag_cover(f.c)) // not asked: as many do not free it as do
}

func (f *File) Logo() string {
	return C.GoString(C.tag_cover(f.c)) // not asked: as many do not free it as do
}
