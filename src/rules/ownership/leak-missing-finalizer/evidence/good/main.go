// Every handle of a type is released with it.
package main

/*
#include <stdlib.h>

typedef struct { int level; } lamp;
typedef struct { int level; } dial;
typedef struct { int level; } vent;

static lamp *lamp_create(int level) {
	lamp *l = malloc(sizeof *l);
	l->level = level;
	return l;
}
static void lamp_destroy(lamp *l) { free(l); }

static dial *dial_create(int level) {
	dial *d = malloc(sizeof *d);
	d->level = level;
	return d;
}
static void dial_destroy(dial *d) { free(d); }

static vent *vent_create(int level) {
	vent *v = malloc(sizeof *v);
	v->level = level;
	return v;
}
static void vent_destroy(vent *v) { free(v); }
*/
import "C"

import (
	"fmt"
	"runtime/debug"
)

// Panel has a handle for each of its parts.
type Panel struct {
	lamp *C.lamp
	dial *C.dial
	vent *C.vent
}

func (p *Panel) addLamp(level int) { p.lamp = C.lamp_create(C.int(level)) }

func (p *Panel) addDial(level int) { p.dial = C.dial_create(C.int(level)) }

func (p *Panel) addVent(level int) { p.vent = C.vent_create(C.int(level)) }

// snippet:start
// Close releases the parts.
func (p *Panel) Close() {
	C.lamp_destroy(p.lamp)
	C.dial_destroy(p.dial)
	C.vent_destroy(p.vent)
	p.lamp, p.dial, p.vent = nil, nil, nil
}

// snippet:end

func use() int {
	p := &Panel{}
	p.addLamp(1)
	p.addDial(2)
	p.addVent(3)
	defer p.Close()
	return int(p.lamp.level + p.dial.level + p.vent.level)
}

func main() {
	fmt.Println(use())
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}
