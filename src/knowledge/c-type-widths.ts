/** The width of a number of C in bits, or what of the system it depends on. */
export type CWidth = 8 | 16 | 32 | 64 | 'long' | 'pointer';

/** By names as cgo writes them, `C.uint`; typedefs of well-known libraries stand behind those of C. */
const namesByWidth: readonly (readonly [CWidth, string])[] = [
  [
    8,
    'char schar uchar bool _Bool int8_t uint8_t u_char u_int8_t gchar guchar gint8 guint8 xmlChar GLbyte GLubyte ' +
      'GLboolean GLchar Uint8 Sint8 BYTE',
  ],
  [
    16,
    'short ushort int16_t uint16_t u_short u_int16_t gshort gushort gint16 guint16 GLshort GLushort Uint16 Sint16 ' +
      'WORD',
  ],
  [
    32,
    'int uint float int32_t uint32_t u_int u_int32_t bpf_u_int32 gint guint gboolean gfloat gint32 guint32 ' +
      'gunichar GLint GLuint GLenum GLsizei GLfloat GLbitfield Uint32 Sint32 DWORD BOOL cl_int cl_uint',
  ],
  [
    64,
    'longlong ulonglong double int64_t uint64_t u_int64_t gint64 guint64 gdouble GLdouble GLint64 GLuint64 Uint64 ' +
      'Sint64 GIntBig GUIntBig sqlite3_int64 sqlite3_uint64 sqlite_int64 sqlite_uint64 cl_long cl_ulong',
  ],
  ['long', 'long ulong glong gulong u_long'],
  ['pointer', 'size_t ssize_t intptr_t uintptr_t ptrdiff_t gsize gssize'],
];

const widths: ReadonlyMap<string, CWidth> = new Map(
  namesByWidth.flatMap(([width, names]) => names.split(' ').map((name) => [name, width] as const)),
);

/** The width of the number type `C.name`; undefined where the name is not known to be one. */
export function cNumberWidth(name: string): CWidth | undefined {
  return widths.get(name);
}
