package geo

/*
#include <stdlib.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <cpl_conv.h>
#include <cpl_string.h>
#include <gdal.h>
*/
import "C"

import (
	"errors"
	"unsafe"
)

var errExport = errors.New("cannot export")

type Geometry struct {
	cval C.OGRGeometryH
}

type SpatialReference struct {
	cval C.OGRSpatialReferenceH
}

type Dataset struct {
	cval C.GDALDatasetH
}

// GoString copies.
func (g Geometry) ToGML() string {
	val := C.OGR_G_ExportToGML(g.cval) // want "`val` from `C.OGR_G_ExportToGML` is never freed; `C.CPLFree` frees it" step "gdal.org"
	return C.GoString(val)             // step "the function returns and `val` was not freed"
}

// Nothing ever holds it.
func (g Geometry) ToJSON() string {
	return C.GoString(C.OGR_G_ExportToJson(g.cval)) // want "`C.OGR_G_ExportToJson` gives memory that nothing holds.*`C.CPLFree` frees it"
}

// The nil path has nothing to free, the other one frees nothing.
func (g Geometry) ToKML() (string, error) {
	val := C.OGR_G_ExportToKML(g.cval, nil) // want "`val`.*never freed"
	if val == nil {                         // step "not nil|is false|false"
		return "", errExport
	}
	return C.GoString(val), nil
}

// An out-parameter, behind the test of its status.
func (sr SpatialReference) ToWKT() (string, error) {
	var p *C.char
	if C.OSRExportToWkt(sr.cval, &p) != 0 { // want "`p` from `C.OSRExportToWkt` is never freed"
		return "", errExport
	}
	return C.GoString(p), nil
}

// The elements are read one by one; neither they nor the array are freed.
func (d Dataset) FileList() []string {
	p := C.GDALGetFileList(d.cval) // want "`p`.*never freed; `C.CSLDestroy` frees it"
	var list []string
	for i := C.int(0); i < C.CSLCount(p); i++ {
		list = append(list, C.GoString(C.CSLGetField(p, i)))
	}
	return list
}

// The geometry is a copy that nobody destroys.
func (g Geometry) Area() float64 {
	copied := C.OGR_G_Clone(g.cval) // want "`copied`.*never freed; `C.OGR_G_DestroyGeometry` frees it"
	return float64(C.OGR_G_Area(copied))
}

// The name of the function that gets it says that it may keep it.
func (g Geometry) Label() {
	val := C.OGR_G_ExportToGML(g.cval) // want "Does `C.geo_set_label` keep `val` from `C.OGR_G_ExportToGML`\\?"
	C.geo_set_label(val)
}

func (g Geometry) ToGMLFreed() string {
	val := C.OGR_G_ExportToGML(g.cval) // ok: the deferred call frees it
	defer C.CPLFree(unsafe.Pointer(val))
	return C.GoString(val)
}

func (g Geometry) ToJSONFreed() string {
	val := C.OGR_G_ExportToJson(g.cval) // ok: freed in a straight line
	text := C.GoString(val)
	C.CPLFree(unsafe.Pointer(val))
	return text
}

func (sr SpatialReference) ToProj4() (string, error) {
	var p *C.char
	if C.OSRExportToProj4(sr.cval, &p) != 0 { // ok: freed where the call has succeeded
		return "", errExport
	}
	defer C.CPLFree(unsafe.Pointer(p))
	return C.GoString(p), nil
}

func (sr SpatialReference) ToPrettyWKT() (string, error) {
	var p *C.char
	err := C.OSRExportToPrettyWkt(sr.cval, &p, 0) // ok: freed in a deferred function literal
	defer func() {
		if p != nil {
			C.CPLFree(unsafe.Pointer(p))
		}
	}()
	if err != 0 {
		return "", errExport
	}
	return C.GoString(p), nil
}

func (g Geometry) Clone() Geometry {
	return Geometry{C.OGR_G_Clone(g.cval)} // ok: the caller gets it
}

func (d Dataset) Files() []string {
	return strings(C.GDALGetFileList(d.cval)) // ok: the function that gets it frees it
}

func strings(p **C.char) []string {
	defer C.CSLDestroy(p)
	var list []string
	for _, s := range unsafe.Slice(p, 2) {
		list = append(list, C.GoString(s))
	}
	return list
}
