import { systemSignatures } from './go-system-signatures.ts';

/**
 * What functions, methods and variables of the standard library give, for what code around cgo uses of it; read off
 * Go 1.26 with go/types. Types are written as in Go, those of other packages with their import path in full. A line is
 * `results: names`, `= type: names` for variables, constants and fields, `type Name[T] definition`, or, where the result
 * depends on the arguments, `func Name(parameters) results` with single capital letters for type parameters.
 */
const signatures: Readonly<Record<string, string>> = {
  unsafe: `
    unsafe.Pointer: Add
    string: String
    uintptr: Alignof Offsetof Sizeof
    func Slice(*T, int) []T
    func SliceData([]T) *T
    *byte: StringData
  `,
  runtime: `
    (uintptr, string, int, bool): Caller
    *Func: FuncForPC
    []byte: CPUProfile
    int: NumCPU Stack
    string: Error.Error Func.Name Version
    uintptr: Func.Entry
    = *Func: Frame.Func
    = int: Frame.Line
    = string: Frame.File GOARCH GOOS
    = uintptr: Frame.Entry
    func AddCleanup(*T, func(S), S) Cleanup
  `,
  'runtime/cgo': `
    Handle: NewHandle
    any: Handle.Value
    type Handle uintptr
  `,
  image: `
    *Alpha: NewAlpha
    *CMYK: NewCMYK
    *Gray: NewGray
    *Gray16: NewGray16
    *NRGBA: NewNRGBA
    *NRGBA64: NewNRGBA64
    *Paletted: NewPaletted
    *RGBA: NewRGBA
    *RGBA64: NewRGBA64
    = []byte: Alpha.Pix CMYK.Pix Gray.Pix Gray16.Pix NRGBA.Pix NRGBA64.Pix Paletted.Pix RGBA.Pix RGBA64.Pix
    = []byte: YCbCr.Cb YCbCr.Cr YCbCr.Y
    = int: Alpha.Stride CMYK.Stride Gray.Stride Gray16.Stride NRGBA.Stride NRGBA64.Stride Paletted.Stride
    = int: RGBA.Stride RGBA64.Stride YCbCr.CStride YCbCr.YStride
  `,
  reflect: `
    (Method, bool): Type.MethodByName
    (StructField, bool): Type.FieldByName Type.FieldByNameFunc
    (Value, bool): Value.Recv
    (int, Value, bool): Select
    (string, bool): StructTag.Lookup
    Kind: Type.Kind Value.Kind
    StructField: Type.Field Type.FieldByIndex
    Type: ArrayOf FuncOf MapOf PtrTo SliceOf StructOf Type.Elem Type.In Type.Key Type.Out TypeOf Value.Type
    Value: Append Indirect MakeFunc MakeMap MakeSlice New NewAt Value.Addr Value.Convert Value.Elem
    Value: Value.Field Value.FieldByIndex Value.FieldByName Value.FieldByNameFunc Value.Index Value.MapIndex
    Value: Value.MethodByName Value.Slice ValueOf Zero
    []Value: Value.Call Value.MapKeys
    []byte: Value.Bytes
    any: Value.Interface
    bool: DeepEqual StructField.IsExported Type.AssignableTo Type.ConvertibleTo Type.Implements
    bool: Type.IsVariadic Value.Bool Value.CanAddr Value.CanInterface Value.Equal Value.IsNil Value.IsValid
    bool: Value.IsZero
    float64: Value.Float
    int: Copy Type.Align Type.Bits Type.Len Type.NumField Type.NumIn Type.NumMethod Type.NumOut Value.Cap
    int: Value.Len Value.NumField Value.NumMethod
    int64: Value.Int
    iter.Seq2[StructField, Value]: Value.Fields
    iter.Seq[StructField]: Type.Fields
    iter.Seq[Type]: Type.Outs
    iter.Seq[Value]: Value.Seq
    string: Kind.String StructTag.Get Type.Name Type.PkgPath Type.String Value.String
    uint64: Value.Uint
    uintptr: Type.Size Value.Pointer Value.UnsafeAddr
    unsafe.Pointer: Value.UnsafePointer
    = Kind: Array Bool Chan Complex128 Complex64 Float32 Float64 Func Int Int16 Int32 Int64 Int8 Interface
    = Kind: Invalid Map Pointer Ptr Slice String Struct Uint Uint16 Uint32 Uint64 Uint8 Uintptr UnsafePointer
    = StructTag: StructField.Tag
    = Type: StructField.Type
    = []int: StructField.Index
    = bool: StructField.Anonymous
    = int: SliceHeader.Cap SliceHeader.Len StringHeader.Len
    = string: StructField.Name StructField.PkgPath
    = uintptr: SliceHeader.Data StringHeader.Data StructField.Offset
    type Kind uint
    type StructTag string
  `,
  bufio: `
    ([]byte, bool, error): Reader.ReadLine
    ([]byte, error): Reader.ReadBytes
    (byte, error): Reader.ReadByte
    (int, error): Reader.Read Writer.Write Writer.WriteRune Writer.WriteString
    (int64, error): Reader.WriteTo
    (string, error): Reader.ReadString
    *Reader: NewReader NewReaderSize
    *Scanner: NewScanner
    *Writer: NewWriter
    error: Writer.Flush Writer.WriteByte
    int: Reader.Buffered Reader.Size Writer.Available Writer.Buffered Writer.Size
  `,
  bytes: `
    ([]byte, []byte, bool): Cut
    ([]byte, bool): CutPrefix
    ([]byte, error): Buffer.ReadBytes
    (byte, error): Buffer.ReadByte Reader.ReadByte
    (int, error): Buffer.Read Buffer.Write Buffer.WriteRune Buffer.WriteString Reader.Read Reader.ReadAt
    (int64, error): Buffer.WriteTo Reader.Seek Reader.WriteTo
    (string, error): Buffer.ReadString
    *Buffer: NewBuffer NewBufferString
    *Reader: NewReader
    [][]byte: Fields Split SplitAfter SplitN
    []byte: Buffer.Bytes Buffer.Next Clone Join Map Repeat Replace ReplaceAll Title ToLower ToUpper Trim
    []byte: TrimPrefix TrimRight TrimSpace TrimSuffix
    bool: Contains ContainsRune Equal HasPrefix HasSuffix
    error: Buffer.WriteByte
    int: Buffer.Available Buffer.Cap Buffer.Len Compare Count Index IndexByte IndexRune LastIndex Reader.Len
    int64: Reader.Size
    iter.Seq[[]byte]: SplitSeq
    string: Buffer.String
  `,
  'encoding/binary': `
    ([]byte, error): Append
    (int, error): Decode Encode
    (int64, int): Varint
    (uint64, int): Uvarint
    error: Read Write
    int: Size
    string: ByteOrder.String
    uint16: ByteOrder.Uint16
    uint32: ByteOrder.Uint32
    uint64: ByteOrder.Uint64
    = bigEndian: BigEndian
    = littleEndian: LittleEndian
    = nativeEndian: NativeEndian
    = int: MaxVarintLen32
  `,
  'encoding/json': `
    (Token, error): Decoder.Token
    ([]byte, error): Marshal Marshaler.MarshalJSON RawMessage.MarshalJSON
    (float64, error): Number.Float64
    (int64, error): Number.Int64
    *Decoder: NewDecoder
    *Encoder: NewEncoder
    bool: Valid
    error: Decoder.Decode Encoder.Encode RawMessage.UnmarshalJSON Unmarshal Unmarshaler.UnmarshalJSON
    io.Reader: Decoder.Buffered
    string: Number.String
    type Number string
    type RawMessage []byte
  `,
  errors: `
    bool: As Is
    error: Join New Unwrap
    = error: ErrUnsupported
  `,
  fmt: `
    (int, bool): State.Width
    (int, error): Fprintf Fprintln Print Printf Println Scan Scanf Sscanf State.Write
    []byte: Append Appendf
    bool: State.Flag
    error: Errorf
    string: Sprint Sprintf Sprintln Stringer.String
  `,
  math: `
    float32: Float32frombits
    float64: Abs Ceil Float64frombits Floor Gamma Log Log2 Max Min Mod Pow Round Sqrt
    uint32: Float32bits
    uint64: Float64bits
    = float64: MaxFloat64 Pi
    = int: MaxInt MaxInt32 MaxInt64 MaxUint MaxUint16 MaxUint32 MaxUint64 MaxUint8 MinInt32
  `,
  'math/bits': `
    (uint, uint): Add Sub
    int: Len Len64 OnesCount64 TrailingZeros64
    = int: UintSize
  `,
  sort: `
    (int, bool): Find
    int: Interface.Len Search
  `,
  strconv: `
    (bool, error): ParseBool
    (float64, error): ParseFloat
    (int, error): Atoi
    (int64, error): ParseInt
    (uint64, error): ParseUint
    bool: IsPrint
    string: FormatBool FormatFloat FormatInt FormatUint Itoa Quote
    = int: IntSize
  `,
  strings: `
    (byte, error): Reader.ReadByte
    (int, error): Builder.Write Builder.WriteRune Builder.WriteString Reader.Read Reader.ReadAt
    (int64, error): Reader.Seek Reader.WriteTo
    (string, bool): CutPrefix
    (string, string, bool): Cut
    *Reader: NewReader
    []string: Fields Split SplitAfter SplitN
    bool: Contains ContainsRune HasPrefix HasSuffix
    error: Builder.WriteByte
    int: Builder.Cap Builder.Len Compare Count Index IndexByte IndexRune LastIndex Reader.Len
    int64: Reader.Size
    iter.Seq[string]: SplitSeq
    string: Builder.String Clone Join Map Repeat Replace ReplaceAll Title ToLower ToUpper Trim TrimPrefix
    string: TrimRight TrimSpace TrimSuffix
  `,
  'unicode/utf16': `
    []rune: Decode
    []uint16: Encode
  `,
  'unicode/utf8': `
    bool: Valid
    int: RuneCountInString
  `,
  slices: `
    func All([]E) iter.Seq2[int, E]
    func Chunk(S, int) iter.Seq[S]
    func Clone(S) S
    func Clip(S) S
    func Collect(iter.Seq[E]) []E
    func Compact(S) S
    func Concat(S) S
    func Delete(S, int, int) S
    func Grow(S, int) S
    func Insert(S, int) S
    func Max([]E) E
    func Min([]E) E
    func Repeat(S, int) S
    func Replace(S, int, int) S
    func Sorted(iter.Seq[E]) []E
    func Values([]E) iter.Seq[E]
    bool: Contains ContainsFunc Equal EqualFunc IsSorted
    int: Compare Index IndexFunc
    (int, bool): BinarySearch BinarySearchFunc
  `,
  maps: `
    func Clone(M) M
    func Collect(iter.Seq2[K, V]) map[K]V
    func All(map[K]V) iter.Seq2[K, V]
    func Keys(map[K]V) iter.Seq[K]
    func Values(map[K]V) iter.Seq[V]
    bool: Equal EqualFunc
  `,
  iter: `
    type Seq[V] func(func(V) bool)
    type Seq2[K, V] func(func(K, V) bool)
  `,
};

/** What a package of the standard library gives, in the form above; undefined for one that the tables lack. */
export function signaturesOf(importPath: string): string | undefined {
  return Object.hasOwn(signatures, importPath)
    ? signatures[importPath]
    : Object.hasOwn(systemSignatures, importPath)
      ? systemSignatures[importPath]
      : undefined;
}
