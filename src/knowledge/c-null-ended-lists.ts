/**
 * Functions that read an array of pointers up to its NULL, each with the numbers of those parameters, from 0, by the
 * standard or by the documentation of the library.
 */
const functions: Readonly<Record<string, readonly number[]>> = {
  // POSIX.
  execv: [1],
  execve: [1, 2],
  execvp: [1],
  execvpe: [1, 2],
  fexecve: [1, 2],
  posix_spawn: [4, 5],
  posix_spawnp: [4, 5],
  // https://docs.gtk.org/glib/
  g_spawn_async: [1, 2],
  g_spawn_sync: [1, 2],
  g_strdupv: [0],
  g_strjoinv: [1],
  g_strv_length: [0],
  // https://gdal.org/en/stable/api/cpl.html
  CSLCount: [0],
  CSLDuplicate: [0],
  CSLFetchNameValue: [0],
};

/** Whether a function is documented to read a parameter up to its NULL. */
export function readsToNull(name: string, index: number): boolean {
  return Object.hasOwn(functions, name) && functions[name]?.includes(index) === true;
}
