// What callers free is followed by leak-c-returned and leak-error-path, which ask where one does not.
package frees

/*
#include <stdlib.h>
#include "tag.h"
*/
import "C"

import "unsafe"

type File struct {
	c *C.tag_file
}

func (f *File) Title() string {
	s := C.tag_title(f.c)
	defer C.tag_string_free(s)
	return C.GoString(s)
}

func (f *File) Artist() string {
	s := C.tag_title(f.c) // ok: frees it
	text := C.GoString(s)
	C.tag_string_free(s)
	return text
}

func (f *File) Album() string {
	return C.GoString(C.tag_title(f.c)) // ok: leak-c-returned asks, and shows the siblings
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
	if C.tag_get(f.c, C.TAG_YEAR, &s) != 0 { // ok: leak-c-returned asks
		return ""
	}
	return C.GoString(s)
}

// Nobody frees what is borrowed.
func (f *File) Codec() string {
	return C.GoString(C.tag_codec(f.c)) // ok: three read it, and none frees it
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
	return C.GoString(C.tag_lyrics(f.c)) != "" // ok: only one other frees it
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
	return C.GoString(C.tag_cover(f.c)) // ok: as many do not free it as do
}

func (f *File) Logo() string {
	return C.GoString(C.tag_cover(f.c)) // ok: as many do not free it as do
}

// What C fills is no pointer here, and nobody follows it: what the siblings do is all there is.
func (f *File) CueLength() int {
	var cue C.tag_cue
	C.tag_cue_get(f.c, &cue) // step "what `File.CueLength` gets here is freed with `C.tag_cue_free`"
	defer C.tag_cue_free(&cue)
	return int(cue.length)
}

func (f *File) CueTracks() int {
	var cue C.tag_cue
	C.tag_cue_get(f.c, &cue)
	defer C.tag_cue_free(&cue)
	return int(cue.tracks)
}

func (f *File) CueStart() int {
	var cue C.tag_cue
	C.tag_cue_get(f.c, &cue) // want "Two callers free what `C.tag_cue_get` stores through argument 2 with `C.tag_cue_free`, this one does not: is that meant\\?"
	return int(cue.start)
}
