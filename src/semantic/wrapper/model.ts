import type { GoFile } from '../../syntax/go-file.ts';
import type { Node } from '../../syntax/tree.ts';
import type { GoSymbol } from '../symbol.ts';

/** An answer from the source alone: what it does not tell is `unknown`, which is not `no`. */
export type Truth = 'yes' | 'no' | 'unknown';

/** How it is known that a field holds C memory or a handle of C. */
export type HandleEvidence =
  /** Its type is a pointer to a C type. */
  | 'c-pointer'
  /** Its type is a C type that is used as a pointer: compared with nil, or set to it. */
  | 'c-pointer-typedef'
  /** A C call gives its value, or fills it through its address. */
  | 'filled-by-c'
  /** A C function that releases something takes it. */
  | 'released-by-c';

/** A field, or a chain of fields, that holds C memory or a handle of C. */
export interface Handle {
  /**
   * The fields from the value to the handle, each with its dot, embedded ones written out, elements as `[]`:
   * `.ptr`, `.Object.ptr`, `.cache[]`. Empty where the type itself is the handle: `type DB C.db_t`.
   */
  readonly path: string;
  /** The declaration of the last field of the path; the type's own where the path is empty. */
  readonly declaration: Node;
  readonly evidence: HandleEvidence;
  /** Whether the value is C's own struct inside the Go value, and not a pointer to it. */
  readonly isInline: boolean;
  /** The type that declares the field, where that is another one: a nested or an embedded struct. */
  readonly inner: string | undefined;
}

/** A field that refers to another wrapper. */
export interface OwnerField {
  readonly path: string;
  readonly declaration: Node;
  /**
   * The type that the field refers to; `package.Name` where another package declares it, `any` for several behind an
   * interface.
   */
  readonly target: string;
  /**
   * `parent`: constructors are given the object and keep it, so that it lives as long as this one;
   * `owned`: the object is made with this one, or released with it.
   */
  readonly relation: 'parent' | 'owned' | 'unknown';
  /** The direct constructors that set the field, and those that leave it nil. */
  readonly setIn: readonly Node[];
  readonly missingIn: readonly Node[];
}

/** Where a value comes from. */
export type Origin =
  | { readonly kind: 'c-call'; readonly name: string; readonly call: Node }
  /** A C call fills it through its address. */
  | { readonly kind: 'c-out'; readonly name: string; readonly call: Node }
  | { readonly kind: 'parameter'; readonly symbol: GoSymbol }
  /** A field of another value, or of this one. */
  | { readonly kind: 'field'; readonly node: Node }
  | { readonly kind: 'nil' }
  /** Memory of Go: a literal, the address of a variable. */
  | { readonly kind: 'go' }
  | { readonly kind: 'unknown' };

/** A function or method that makes a value of the type and returns it. */
export interface Constructor {
  readonly name: string;
  readonly file: GoFile;
  readonly node: Node;
  /** The constructors that it leaves the work to; empty where it makes the value itself. */
  readonly through: readonly string[];
  /** What sets each handle, by path; empty where other constructors do. */
  readonly sets: readonly { readonly path: string; readonly at: Node; readonly origins: readonly Origin[] }[];
  /** Whether it gives several, as the elements of a slice or map. */
  readonly isMany: boolean;
  /** The return statements that give nil, or a zero value, in place of the object. */
  readonly nilReturns: readonly Node[];
  /** Whether the object leaves with a finalizer or cleanup: `unknown` where only some paths set it. */
  readonly cleanup: Truth;
}

/** A value of the type that is made elsewhere than in a constructor that sets its handle. */
export interface Bypass {
  readonly file: GoFile;
  readonly node: Node;
  readonly form: 'literal' | 'new' | 'zero-value';
  /** Whether it is given a handle where it is made. */
  readonly setsHandle: Truth;
}

/** A method whose result is the handle or reaches into the memory behind it. */
export interface Accessor {
  readonly name: string;
  readonly node: Node;
  /** The returned expression that tells. */
  readonly result: Node;
  /**
   * `handle`: the handle itself; `view`: a slice or string over C memory; `inner`: a pointer that lies in the C
   * struct, or that a C function gave for the handle.
   */
  readonly kind: 'handle' | 'view' | 'inner';
  /** Whether the result is only good as long as the receiver: `unknown` where a C function may have given it away. */
  readonly borrows: Truth;
}

/** What keeps a release from being done twice. */
export interface Guard {
  /**
   * A test of the handle, a flag that the release sets, `sync.Once`, an atomic swap; `spent`: what can be had once only,
   * such as the last reference or a channel that is closed; `unknown`: a call that was not followed.
   */
  readonly kind: 'handle' | 'flag' | 'once' | 'atomic' | 'spent' | 'unknown';
  readonly node: Node;
}

/** A method, or a function that is given the object, that releases a handle. */
export interface Release {
  readonly name: string;
  readonly node: Node;
  readonly isMethod: boolean;
  readonly path: string;
  /** The C function that releases, and its call, which may stand in a function further down. */
  readonly cFunction: string;
  readonly call: Node;
  /** The functions of the package between the method and the call. */
  readonly through: readonly string[];
  /** `certain` for what can only release, such as `C.free`; `likely` where the name is all there is. */
  readonly confidence: 'certain' | 'likely';
  /** Whether the field is cleared, so that no stale pointer stays behind. */
  readonly clears: Truth;
  readonly guard: Guard | undefined;
  /** Whether a mutex of the object is held. */
  readonly locks: Truth;
  /** Whether the finalizer or cleanup is taken off. */
  readonly stopsCleanup: Truth;
}

/** A handle that a finalizer or cleanup releases. */
export interface CleanupRelease {
  /** From the wrapper to the handle. */
  readonly path: string;
  readonly cFunction: string;
  readonly call: Node;
  readonly guard: Guard | undefined;
}

/** A finalizer or a cleanup. */
export interface Cleanup {
  readonly kind: 'finalizer' | 'cleanup';
  readonly call: Node;
  readonly file: GoFile;
  /** The declaration that sets it; undefined at package level. */
  readonly setIn: Node | undefined;
  /** The fields from the wrapper to the object that it sits on; empty where that is the wrapper itself. */
  readonly path: string;
  readonly object: Node;
  /** The function that runs, as written. */
  readonly runs: Node;
  /** The C functions that it releases with; undefined where it was not followed. */
  readonly releases: readonly string[] | undefined;
  /** The handles that it releases, as far as it is seen which: all of them may not be. */
  readonly frees: readonly CleanupRelease[];
}

/** A mutex of the object, and the methods that lock it themselves. */
export interface MutexField {
  readonly path: string;
  readonly declaration: Node;
  readonly lockedBy: readonly string[];
}

/** A Go type that holds C memory or a handle of C. */
export interface WrapperType {
  readonly name: string;
  /** Its definitions: several where build constraints choose between them. */
  readonly symbols: readonly GoSymbol[];
  readonly handles: readonly Handle[];
  readonly owners: readonly OwnerField[];
  readonly constructors: readonly Constructor[];
  readonly bypasses: readonly Bypass[];
  readonly accessors: readonly Accessor[];
  readonly releases: readonly Release[];
  readonly cleanups: readonly Cleanup[];
  readonly mutexes: readonly MutexField[];
}

/** An expression that reads a handle out of a wrapper. */
export interface HandleRead {
  readonly wrapper: WrapperType;
  readonly handle: Handle;
  /** The expression that denotes the wrapper: `c.repo` of `c.repo.ptr`, `x` of `x.native()`. */
  readonly holder: Node;
}

/**
 * The wrapper types of a package. A type of an imported package of the module is answered from that package's own
 * source, without its C headers: its nodes lie in the other package's files.
 */
export interface WrapperTypes {
  /** In the order in which the files declare them. */
  readonly all: readonly WrapperType[];
  ofName(name: string): WrapperType | undefined;
  /** Those of a package of the module that this one imports directly; undefined where its files are not at hand. */
  imported(path: string): WrapperTypes | undefined;
  /** The wrapper type of an expression, or the one that it points to. */
  ofExpression(node: Node): WrapperType | undefined;
  /** The handle that an expression reads, conversions and accessors looked through. */
  handleRead(node: Node): HandleRead | undefined;
}
