/**
 * Functions of C that read an argument up to its NUL byte, each with the numbers of those parameters, from 0, by the
 * standard or by the documentation of the library.
 */
const functions: Readonly<Record<string, readonly number[]>> = {
  // C11 7.21, 7.22 and 7.24, POSIX.
  access: [0], atof: [0], atoi: [0], atol: [0], chdir: [0], chmod: [0], dlopen: [0], dlsym: [1], fopen: [0, 1],
  fputs: [0], getenv: [0], lstat: [0], mkdir: [0], open: [0], opendir: [0], perror: [0], popen: [0, 1], puts: [0],
  remove: [0], rename: [0, 1], rmdir: [0], setenv: [0, 1], setlocale: [1], shm_open: [0], stat: [0], strcasecmp: [0, 1],
  strcat: [1], strchr: [0], strcmp: [0, 1], strcpy: [1], strdup: [0], strlen: [0], strrchr: [0], strstr: [0, 1],
  strtod: [0], strtol: [0], strtoul: [0], system: [0], unlink: [0], unsetenv: [0],
  // cgo's own.
  GoString: [0],
  // https://gnome.pages.gitlab.gnome.org/libxml2/devhelp/
  htmlParseFile: [0, 1], htmlReadDoc: [0, 1, 2], htmlReadFile: [0, 1], htmlReadMemory: [2, 3], htmlSetMetaEncoding: [1],
  xmlGetProp: [1], xmlHasNsProp: [1, 2], xmlHasProp: [1], xmlNewDoc: [0], xmlNewDocNode: [2, 3], xmlNewNode: [1],
  xmlNewNs: [1, 2], xmlNewProp: [1, 2], xmlNewText: [0], xmlNodeAddContent: [1], xmlNodeSetContent: [1],
  xmlNodeSetName: [1], xmlReadDoc: [0, 1, 2], xmlReadFile: [0, 1], xmlReadMemory: [2, 3], xmlSearchNs: [2],
  xmlSetNsProp: [2, 3], xmlSetProp: [1, 2], xmlStrdup: [0], xmlUnsetProp: [1], xmlXPathCompile: [0], xmlXPathEval: [0],
  xmlXPathRegisterNs: [1, 2],
  // https://docs.openssl.org/master/man3/
  BN_dec2bn: [1], BN_hex2bn: [1], EVP_get_cipherbyname: [0], EVP_get_digestbyname: [0], OBJ_txt2nid: [0],
  OBJ_sn2nid: [0], OBJ_ln2nid: [0], SSL_CTX_load_verify_locations: [1, 2], SSL_CTX_set_cipher_list: [1],
  SSL_set_cipher_list: [1], SSL_set_tlsext_host_name: [1], SSL_set1_host: [1],
  // https://www.sqlite.org/c3ref/funclist.html
  sqlite3_exec: [1], sqlite3_open: [0], sqlite3_open_v2: [0], sqlite3_bind_parameter_index: [1], sqlite3_complete: [0],
  // https://www.lua.org/manual/5.4/
  lua_getfield: [2], lua_getglobal: [1], lua_pushstring: [1], lua_setfield: [2], lua_setglobal: [1],
  luaL_loadfile: [1], luaL_loadstring: [1],
  // https://docs.python.org/3/c-api/
  PyImport_ImportModule: [0], PyRun_SimpleString: [0], PyUnicode_FromString: [0], PyObject_GetAttrString: [1],
}; // prettier-ignore

/** Whether a function is documented to read a parameter up to its NUL byte. */
export function readsString(name: string, index: number): boolean {
  return Object.hasOwn(functions, name) && functions[name]?.includes(index) === true;
}
