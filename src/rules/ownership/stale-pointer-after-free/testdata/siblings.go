package rocks

/*
typedef struct cache cache;
typedef struct env env;
typedef struct options options;
typedef struct backup backup;
typedef struct ids ids;
cache *rocks_cache_create(void);
env *rocks_env_create(void);
options *rocks_options_create(void);
backup *rocks_backup_create(void);
void rocks_cache_destroy(cache *c);
void rocks_env_destroy(env *e);
void rocks_options_destroy(options *o);
void rocks_backup_destroy(backup *b);
int rocks_id_create(void);
void rocks_id_destroy(int id);
*/
import "C"

type Cache struct{ c *C.cache }

func NewCache() *Cache { return &Cache{C.rocks_cache_create()} }

func (c *Cache) Destroy() { // step "`Destroy` clears `c.c`"
	C.rocks_cache_destroy(c.c) // ok: set to nil
	c.c = nil
}

type Env struct{ c *C.env }

func NewEnv() *Env { return &Env{C.rocks_env_create()} }

func (e *Env) Destroy() {
	C.rocks_env_destroy(e.c) // ok: set to nil
	e.c = nil
}

type Options struct{ c *C.options }

func NewOptions() *Options { return &Options{C.rocks_options_create()} }

func (o *Options) Destroy() {
	C.rocks_options_destroy(o.c) // ok: set to nil
	o.c = nil
}

type BackupOptions struct{ c *C.backup }

func NewBackupOptions() *BackupOptions { return &BackupOptions{C.rocks_backup_create()} }

// Destroy releases these options.
func (b *BackupOptions) Destroy() {
	C.rocks_backup_destroy(b.c) // want "`Destroy` ends `b.c` with `C.rocks_backup_destroy` and leaves it set, so a second call of `Destroy` frees it again: 3 of the 3 other releases of the package clear their field"
}

// A number is no pointer.
type ID struct{ id C.int }

func NewID() *ID { return &ID{C.rocks_id_create()} }

func (i *ID) Destroy() {
	C.rocks_id_destroy(i.id)
}
