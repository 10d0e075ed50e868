package checks

import "testing"

func TestArgument(t *testing.T)         { ArgumentHoldsPointer() }
func TestArgumentRepaired(t *testing.T) { ArgumentHoldsPinned() }

func TestResult(t *testing.T)         { ResultIsPointer() }
func TestResultRepaired(t *testing.T) { ResultIsNil() }

func TestStore(t *testing.T)         { StoreInC() }
func TestStoreRepaired(t *testing.T) { StorePinnedInC() }
