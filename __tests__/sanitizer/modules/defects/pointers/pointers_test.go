package pointers_test

import (
	"testing"

	"example.com/defects/pointers"
)

func TestMisaligned(t *testing.T)         { pointers.Misaligned() }
func TestMisalignedRepaired(t *testing.T) { pointers.Aligned() }

func TestStraddling(t *testing.T)         { pointers.ConvertedTooLarge() }
func TestStraddlingRepaired(t *testing.T) { pointers.ConvertedToFit() }

func TestSliceTooLong(t *testing.T)         { pointers.SliceTooLong() }
func TestSliceTooLongRepaired(t *testing.T) { pointers.SliceToFit() }

func TestMovedOutside(t *testing.T)         { pointers.Kept = pointers.MovedOutside() }
func TestMovedOutsideRepaired(t *testing.T) { pointers.Kept = pointers.MovedInside() }

func TestPointerOfNumber(t *testing.T)         { pointers.Kept = pointers.PointerOfNumber() }
func TestPointerOfNumberRepaired(t *testing.T) { pointers.Kept = pointers.PointerOfNil() }
