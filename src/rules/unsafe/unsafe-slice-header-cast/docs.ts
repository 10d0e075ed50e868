import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Slice or string is read through a `reflect` header',
  what:
    'Reports a cast to `*reflect.SliceHeader` or `*reflect.StringHeader`, in a module whose go.mod asks for Go 1.20 or ' +
    'later. The cast is allowed where it leads to an actual slice or string, and deprecated.\n\nIt leaves alone older ' +
    'modules, `nil`, and types of the same name in other packages. A header that is no part of a slice or string is ' +
    'a bug: `unsafe-slice-header-literal` reports it.',
  why:
    'The field `Data` is a `uintptr`: what is stored in a variable in between keeps no memory alive, and a slice ' +
    'whose header is filled field by field is a broken one for a while. The compiler checks neither the type of the ' +
    'elements nor the layout.',
  contract: {
    text: '"Deprecated: Use unsafe.Slice or unsafe.SliceData instead."',
    url: 'https://pkg.go.dev/reflect#SliceHeader',
  },
  classes: ['sliceheader-misuse'],
  example: `var view []byte
header := (*reflect.SliceHeader)(unsafe.Pointer(&view))
header.Data = uintptr(unsafe.Pointer(p))
header.Len = n
header.Cap = n`,
  remediation:
    'Make the slice with `unsafe.Slice(p, n)`, and the string with `unsafe.String(p, n)`. Take the pointer of one with ' +
    '`unsafe.SliceData` or `unsafe.StringData`.',
  dynamic:
    'Nothing goes wrong at run time as long as the cast is used right, so that no tool has anything to show. ' +
    'staticcheck reports the deprecated type (SA1019).',
  limits:
    'A cast that is made by another package, and a struct of one’s own with the layout of a header, are not reported.',
};

export default docs;
