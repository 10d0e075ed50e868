package html

// #include "helper.h"
import "C"

import "unsafe"

func Parse(content, inEncoding, url []byte, options int) C.htmlDocPtr {
	if len(content) == 0 {
		return nil
	}
	var urlPtr, encodingPtr unsafe.Pointer
	contentPtr := unsafe.Pointer(&content[0])
	if len(url) > 0 {
		urlPtr = unsafe.Pointer(&url[0])
	}
	if len(inEncoding) > 0 {
		encodingPtr = unsafe.Pointer(&inEncoding[0])
	}
	contentLen := len(content)
	return C.htmlParse(contentPtr, C.int(contentLen), urlPtr, encodingPtr, C.int(options)) // want "Does every caller end `url` with a NUL byte\\? `C.htmlParse` gives it to `htmlReadMemory`" "Does every caller end `inEncoding` with a NUL byte\\?"
}

// Terminated ends what it is given.
func Terminated(content, url []byte) C.htmlDocPtr {
	url = append(url, 0)
	return C.htmlParse(unsafe.Pointer(&content[0]), C.int(len(content)), unsafe.Pointer(&url[0]), nil, 0)
}
