package structs

/*
#include <stdlib.h>

typedef void *Picture;

typedef struct Spot {
	double x, y;
} Spot;

// What a detector finds.
typedef struct Spots {
	Spot *spots;
	int length;
} Spots;

struct Shapes {
	void **shapes;
	int length;
};

typedef struct Box {
	int x, y, w, h;
} Box;

struct Names {
	char **names;
	int length;
};

typedef struct Dots {
	int *dots;
	int length;
} Dots;

Dots Dot_Detect(Picture p);
void Dots_Close(Dots d);

Spots Corner_Detect(Picture p);
Spots Blob_Detect(Picture p);
Spots Edge_Detect(Picture p);
Spots Line_Detect(Picture p);
Spots Picture_GetSpots(Picture p);
Spots Picture_SpotsPtr(Picture p);
Spots Mark_Detect(Picture p);
void Spots_Close(Spots s);

void Picture_Split(Picture p, struct Shapes *shapes);
int Picture_TrySplit(Picture p, struct Shapes *shapes);
int Shapes_Count(struct Shapes shapes);
void Shapes_Close(struct Shapes shapes);

Box Picture_Bounds(Picture p);
void Box_Close(Box b);

struct Names Picture_Names(Picture p);
*/
import "C"

import "unsafe"

type Picture struct {
	p C.Picture
}

func (p *Picture) Corners() int {
	found := C.Corner_Detect(p.p) // step "what `Picture.Corners` gets here is freed"
	defer C.Spots_Close(found)
	return count(found)
}

func (p *Picture) Blobs() int {
	found := C.Blob_Detect(p.p)
	defer C.Spots_Close(found)
	return count(found)
}

func (p *Picture) Edges() int {
	found := C.Edge_Detect(p.p) // ok: it is ended here
	n := count(found)
	C.Spots_Close(found)
	return n
}

func (p *Picture) Lines() int {
	found := C.Line_Detect(p.p) // want "Four callers of C functions that give a `C.Spots` free it with `C.Spots_Close`, this one does not: is that meant\\?"
	return count(found)
}

func (p *Picture) Known() int {
	found := C.Picture_GetSpots(p.p) // what a getter gives may be lent
	return count(found)
}

func (p *Picture) Inside() int {
	found := C.Picture_SpotsPtr(p.p) // it only leads into the picture
	return count(found)
}

func (p *Picture) OwnMarks() int {
	found := C.Dot_Detect(p.p)
	return countOwn(found)
}

func countOwn(found C.Dots) int {
	own := found.dots
	defer C.free(unsafe.Pointer(own))
	return int(found.length)
}

func (p *Picture) Marks() int {
	found := C.Mark_Detect(p.p) // what it holds is freed
	return countFreed(found)
}

func countFreed(found C.Spots) int {
	defer C.free(unsafe.Pointer(found.spots))
	return int(found.length)
}

func count(found C.Spots) int {
	return int(found.length)
}

// Nobody ends one of these in Go.
func (p *Picture) Parts() int {
	shapes := C.struct_Shapes{}
	C.Picture_Split(p.p, &shapes) // want "Does `shapes` from `C.Picture_Split` have to be freed\\? Nothing here does, and `C.Shapes_Close` is there to end a `C.Shapes`"
	return int(shapes.length)
}

func (p *Picture) TryParts() int {
	shapes := C.struct_Shapes{}
	if C.Picture_TrySplit(p.p, &shapes) != 0 { // whether it has failed, its status says
		return 0
	}
	return int(shapes.length)
}

func (p *Picture) Given(shapes C.struct_Shapes) int {
	return int(C.Shapes_Count(shapes)) // what comes in is the caller's
}

func (p *Picture) Width() int {
	box := C.Picture_Bounds(p.p) // there is no pointer in it
	return int(box.w)
}

func (p *Picture) Names() int {
	names := C.Picture_Names(p.p) // nothing is there to end it
	return int(names.length)
}

func (p *Picture) Raw() C.Spots {
	return C.Line_Detect(p.p) // ok: the caller gets it
}
