package handles

/*
#include "stage.h"
*/
import "C"

type Stage struct {
	lights *C.stage_lights
	sound  *C.stage_sound
	fog    *C.stage_fog
	crew   *C.stage_crew
}

func (s *Stage) Lights() {
	if s.lights == nil {
		s.lights = C.stage_lights_create() // step "what `Stage.Lights` gets here is released with `C.stage_lights_destroy`"
	}
}

func (s *Stage) Sound() {
	if s.sound == nil {
		s.sound = C.stage_sound_create() // ok: Close destroys it
	}
}

func (s *Stage) Fog() {
	if s.fog == nil {
		s.fog = C.stage_fog_create() // want "Nothing releases what `C.stage_fog_create\\(\\)` gives to a field of `Stage`; two handles of `Stage` are released with it: who releases this one\\?"
	}
}

// A getter lends.
func (s *Stage) Crew() {
	s.crew = C.stage_get_crew()
}

func (s *Stage) Close() {
	C.stage_lights_destroy(s.lights)
	C.stage_sound_destroy(s.sound)
}
