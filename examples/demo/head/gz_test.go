package gz

import (
	"errors"
	"io"
	"path/filepath"
	"testing"
)

func TestReadLine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lines.gz")
	w, err := Create(path, 6)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.WriteString("one\ntwo\n"); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}

	r, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	lines := 0
	for {
		_, err := r.ReadLine()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		lines++
	}
	if lines != 2 {
		t.Errorf("read %d lines, want 2", lines)
	}
}

func TestCreateInNoFolder(t *testing.T) {
	if _, err := Create(filepath.Join(t.TempDir(), "none", "lines.gz"), 6); err == nil {
		t.Error("made a file in a folder that is not there")
	}
}
