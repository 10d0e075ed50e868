/** A report as a review of a small change gives it, built by hand; and the change that it reviews. */
import { TextIndex } from '../src/base/text.ts';
import type { Location } from '../src/base/span.ts';
import type { Change } from '../src/diff/change.ts';
import { computeHunks } from '../src/diff/compute.ts';
import type { Finding } from '../src/engine/diagnostic.ts';
import type { SourceLines } from '../src/report/columns.ts';
import type { ReviewLinks } from '../src/report/links.ts';
import type { ReviewReport, RuleInfo } from '../src/report/report.ts';

export const volumePath = 'store/volume.go';

export const headText = `package store

/*
#include <stdlib.h>
#include "vol.h"
*/
import "C"

import (
	"errors"
	"unsafe"
)

var errBusy = errors.New("volume is busy")

// Volume is a volume that C has opened.
type Volume struct{ handle *C.vol_t }

// Write writes b at the end of the volume.
func (v *Volume) Write(b []byte) int {
	return int(C.vol_write(v.handle, unsafe.Pointer(&b[0]), C.size_t(len(b))))
}

// Close closes the volume.
func (v *Volume) Close() {
	C.vol_close(v.handle)
	v.handle = nil
}

// Open opens the volume with this name.
func Open(name string, flags int) (*Volume, error) {
	cname := C.CString(name)
	if C.vol_busy(cname) != 0 {
		return nil, errBusy
	}
	handle := C.vol_open(cname, C.int(flags))
	C.free(unsafe.Pointer(cname))
	return &Volume{handle: handle}, nil
}

// Flags says how the volume was opened.
func (v *Volume) Flags() int {
	return int(C.vol_flags(v.handle))
}

// Size is the volume's size in bytes.
func (v *Volume) Size() int64 {
	return int64(C.vol_size(v.handle))
}

// Label is "größe", the label that the volume carries.
func (v *Volume) Label() string {
	label := C.vol_label(v.handle)
	C.free(unsafe.Pointer(label))
	return "größe " + C.GoString(label)
}
`;

export const baseText = headText
  .replace('\tif C.vol_busy(cname) != 0 {\n\t\treturn nil, errBusy\n\t}\n', '')
  .replace(
    '\tC.free(unsafe.Pointer(label))\n\treturn "größe " + C.GoString(label)\n',
    '\tdefer C.free(unsafe.Pointer(label))\n\treturn "größe " + C.GoString(label)\n',
  );

const index = new TextIndex(headText);

/** The place of the `nth` (from 0) occurrence of `needle` in the head's volume.go. */
export function at(needle: string, nth = 0): Location {
  let offset = -1;
  for (let i = 0; i <= nth; i++) {
    offset = headText.indexOf(needle, offset + 1);
    if (offset === -1) throw new Error(`the fixture has no ${needle}`);
  }
  return { path: volumePath, span: index.span(offset, offset + needle.length) };
}

function declaration(start: string): Location {
  const from = headText.indexOf(start);
  const to = headText.indexOf('\n}\n', from) + 2;
  return { path: volumePath, span: index.span(from, to) };
}

const freeLine = '\tC.free(unsafe.Pointer(cname))\n';
const afterCString = headText.indexOf('\tif C.vol_busy');
const freeOffset = headText.indexOf(freeLine);

export const leak: Finding = {
  ruleId: 'cstring-leak',
  severity: 'warning',
  confidence: 'certain',
  location: at('C.CString(name)'),
  message: '`cname` is not freed when `Open` returns `errBusy`',
  steps: [
    {
      location: at('C.CString(name)'),
      message: '`C.CString` allocates with `malloc`; the caller owns `cname`',
    },
    { location: at('return nil, errBusy'), message: '`Open` returns here without `C.free`' },
  ],
  fix: {
    message: 'Free `cname` when `Open` returns',
    edits: [
      {
        path: volumePath,
        span: index.span(afterCString, afterCString),
        newText: '\tdefer C.free(unsafe.Pointer(cname))\n',
      },
      { path: volumePath, span: index.span(freeOffset, freeOffset + freeLine.length), newText: '' },
    ],
  },
  packagePath: 'store',
  symbol: 'Open',
  scope: declaration('func Open'),
  tokens: 'C.CString(name)',
  fingerprint: 'v1:00000000000000000000000000000001',
};

export const useAfterFree: Finding = {
  ruleId: 'gostring-after-free',
  severity: 'error',
  confidence: 'certain',
  location: at('C.GoString(label)'),
  message: '`C.GoString` reads `label` after `C.free` has released it',
  steps: [
    { location: at('C.free(unsafe.Pointer(label))'), message: '`C.free` releases `label`' },
    { location: at('C.GoString(label)'), message: '`C.GoString` copies from the released memory' },
  ],
  packagePath: 'store',
  symbol: 'func (*Volume).Label',
  scope: declaration('func (v *Volume) Label'),
  tokens: 'C.GoString(label)',
  fingerprint: 'v1:00000000000000000000000000000002',
};

export const emptySlice: Finding = {
  ruleId: 'empty-slice-index',
  severity: 'info',
  confidence: 'question',
  location: at('&b[0]'),
  message: 'Can `b` be empty here? `&b[0]` panics then',
  steps: [],
  packagePath: 'store',
  symbol: 'func (*Volume).Write',
  scope: declaration('func (v *Volume) Write'),
  tokens: '&b[0]',
  fingerprint: 'v1:00000000000000000000000000000003',
};

const silenced: Finding = {
  ...emptySlice,
  location: { path: 'store/pin.go', span: { start: { line: 8, column: 2 }, end: { line: 8, column: 12 } } },
  scope: { path: 'store/pin.go', span: { start: { line: 6, column: 1 }, end: { line: 10, column: 2 } } },
  fingerprint: 'v1:00000000000000000000000000000004',
};

function rule(id: string, code: string, fields: Partial<RuleInfo>): RuleInfo {
  return {
    id,
    code,
    category: 'ownership',
    severity: 'warning',
    confidence: 'certain',
    folder: `src/rules/ownership/${id}`,
    remediation: 'cname := C.CString(name)\ndefer C.free(unsafe.Pointer(cname))\n',
    docs: {
      title: 'A C string is not freed on every path',
      what: 'Reports a local from `C.CString` that some path to the end of the function does not free.',
      why: 'C memory is not collected: each call leaks the string.',
      contract: {
        text: '`C.CString` allocates with `malloc`; the caller must free it.',
        url: 'https://pkg.go.dev/cmd/cgo#hdr-Go_references_to_C',
      },
      classes: ['leak-cstring'],
      example:
        'cname := C.CString(name)\nif busy(cname) {\n\treturn errBusy\n}\nC.free(unsafe.Pointer(cname))\n',
      remediation: 'Defer the free directly after the allocation.',
      dynamic: 'LeakSanitizer reports the block when the program ends, without the Go caller.',
      limits: 'A pointer that is stored in a struct is taken as handed over.',
    },
    ...fields,
  };
}

const leakRule = rule('cstring-leak', 'CGO101', { category: 'leak', cwe: 401 });
export const rules: ReadonlyMap<string, RuleInfo> = new Map(
  [
    leakRule,
    rule('gostring-after-free', 'CGO203', {
      category: 'lifetime',
      severity: 'error',
      cwe: 416,
      remediation: `${Array.from({ length: 30 }, (_, i) => `step${i + 1}()`).join('\n')}\n`,
      docs: {
        ...leakRule.docs,
        title: 'Freed C memory is copied into a Go string',
        remediation: 'Copy first, free afterwards.',
      },
    }),
    rule('empty-slice-index', 'CGO301', {
      category: 'bounds',
      severity: 'info',
      confidence: 'question',
      remediation: 'p := unsafe.Pointer(unsafe.SliceData(b))\n',
      docs: {
        ...leakRule.docs,
        title: 'The first element of a slice that can be empty is passed to C',
        remediation: 'Use `unsafe.SliceData`, which takes an empty slice.',
      },
    }),
  ].map((info) => [info.id, info]),
);

export const report: ReviewReport = {
  mode: 'review',
  tool: { name: 'cgo-review', version: '0.1.0' },
  parser: { backend: 'wasm', runtime: 'web-tree-sitter 0.25.10', grammarGo: '0.25.0', grammarC: '0.24.1' },
  base: { kind: 'commit', id: '1111111111111111111111111111111111111111' },
  head: { kind: 'commit', id: '2222222222222222222222222222222222222222' },
  verdict: 'fail',
  failOn: 'error',
  findings: [emptySlice, leak, useAfterFree],
  suppressed: [{ finding: silenced, reason: 'the caller checks the length' }],
  notReviewed: [
    { path: 'store/legacy.c', reason: 'the file is not valid UTF-8', excluded: false },
    { path: 'vendor/zlib/zlib.go', reason: 'vendored', excluded: true },
  ],
  notes: ['store/pin.go:20: `//cgoreview:ignore` without a reason silences nothing'],
  rules,
  stats: { files: 4, packages: 1, lines: 1234, atBase: 2 },
};

export const links: ReviewLinks = {
  docs: 'https://github.com/cgo-review/cgo-review/blob/v0.1.0',
  source: 'https://github.com/octo/volumes/blob/2222222222222222222222222222222222222222',
};

export const source: SourceLines = (path) => (path === volumePath ? headText.split('\n') : undefined);

/** The change from `before` to `after` of volume.go. */
export function changeOf(before: string, after: string): Change {
  const hunks = computeHunks(before, after);
  if (!hunks.ok) throw new Error(hunks.error);
  return {
    base: { kind: 'commit', id: '1111111111111111111111111111111111111111' },
    head: { kind: 'commit', id: '2222222222222222222222222222222222222222' },
    files: [
      { path: volumePath, status: 'modified', diff: { kind: 'text', hunks: hunks.value, shown: true } },
    ],
    source: 'git',
  };
}

export const change: Change = changeOf(baseText, headText);

/** A finding like `leak` with another identity. */
export function variant(number: number, fields: Partial<Finding> = {}): Finding {
  return { ...leak, ...fields, fingerprint: `v1:${number.toString(16).padStart(32, '0')}` };
}
