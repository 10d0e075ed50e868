/** Keywords that name a basic type or a part of one, those of the common compilers included. */
export const basicTypeWords: ReadonlySet<string> = new Set(
  (
    'void char short int long float double signed unsigned _Bool _Complex __signed__ __signed __int8 __int16 ' +
    '__int32 __int64 __int128 __int128_t __uint128_t _Float16 _Float32 _Float64 _Float128 __float128 bool'
  ).split(' '),
);

/** Keywords before which no type can stand in a declaration that people write. */
export const storageWords: ReadonlySet<string> = new Set('typedef extern static auto register'.split(' '));

/** Keywords that say nothing of a declaration's names and types: qualifiers and function specifiers. */
export const qualifierWords: ReadonlySet<string> = new Set(
  'const volatile restrict inline __inline __inline__ _Atomic __const __volatile__'.split(' '),
);

export const tagWords: ReadonlySet<string> = new Set('struct union enum'.split(' '));

/**
 * Extensions of compilers that leave a declaration's C type as it is; an argument in parentheses belongs to them.
 * The grammar reads some of them at some places only, so they are blanked everywhere outside of bodies.
 */
export const attributeWords: ReadonlySet<string> = new Set(
  (
    '__attribute__ __attribute __declspec __extension__ __asm__ __asm asm _Alignas alignas _Noreturn noreturn ' +
    '__cdecl _cdecl __stdcall _stdcall __fastcall __vectorcall __thiscall __pascal __clrcall __restrict ' +
    '__restrict__ __forceinline _Thread_local __thread thread_local __ptr64 __ptr32 __unaligned __w64 __export ' +
    '_Nullable _Nonnull _Null_unspecified __nullable __nonnull __unused __inline_hint __cold __pure ' +
    'WINAPI APIENTRY CALLBACK STDCALL WINAPIV PASCAL APIPRIVATE STDMETHODCALLTYPE EXTERN_C'
  ).split(' '),
);

/** A word that is written as macros are. */
export function isWrittenAsMacro(word: string): boolean {
  return /^_*[A-Z][A-Z0-9_]*$/.test(word) && word.length > 1;
}

/** Whether a word names a calling convention or an export by the habits of libraries (`XMLCALL`, `FOO_API`). */
export function soundsLikeAttribute(word: string): boolean {
  if (/_(inline|noinline|owur|unused|export|deprecated|visible)$/.test(word)) return true;
  return (
    isWrittenAsMacro(word) &&
    /(CALL|CALLCONV|APIENTRYP?|CDECL|ENTRY|_API|^API|EXPORT|EXTERN|IMPORT|PUBLIC|DECLSPEC|PACKED|ALIGNED|DEPRECATED|NOEXCEPT|INLINE|UNUSED|NONNULL|NULLABLE|VISIBLE|_ATTR\w*)$/.test(
      word,
    )
  );
}
