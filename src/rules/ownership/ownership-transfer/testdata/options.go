package options

/*
#include <rocksdb/c.h>
*/
import "C"

// Bloom destroys the policy that the options own.
func Bloom(bits float64) *C.rocksdb_block_based_table_options_t {
	options := C.rocksdb_block_based_options_create()
	policy := C.rocksdb_filterpolicy_create_bloom(C.double(bits))
	defer C.rocksdb_filterpolicy_destroy(policy) // want "`C.rocksdb_filterpolicy_destroy` frees `policy`, which `C.rocksdb_block_based_options_set_filter_policy` becomes the owner of: the documentation of rocksdb says so"
	C.rocksdb_block_based_options_set_filter_policy(options, policy)
	return options
}

// Cached destroys its own handle of what is shared.
func Cached(size int) *C.rocksdb_block_based_table_options_t {
	options := C.rocksdb_block_based_options_create()
	cache := C.rocksdb_cache_create_lru(C.size_t(size))
	C.rocksdb_block_based_options_set_block_cache(options, cache)
	C.rocksdb_cache_destroy(cache) // ok: the options count it as well
	return options
}
