/**
 * What something only announces: a name, a parameter, a comment. Nobody has seen it happen, so a rule asks, and
 * quotes `text`.
 */
export interface Announcement {
  readonly says:
    /** The caller is to end the result, or what parameter `of` points to; `release` is what would. */
    | { readonly kind: 'gives'; readonly of: 'result' | number; readonly release: string | undefined }
    /** The callee becomes the owner of an argument. */
    | { readonly kind: 'takes'; readonly parameter: number }
    /** An argument is kept until its callback is called for the last time. */
    | { readonly kind: 'keeps-for-callback'; readonly parameter: number; readonly callback: number }
    /** What comes back is not the caller's. */
    | { readonly kind: 'lends' };
  /** A clause that can be quoted: "`lib_x_new` and `lib_x_free` are a pair by their names". */
  readonly text: string;
}
