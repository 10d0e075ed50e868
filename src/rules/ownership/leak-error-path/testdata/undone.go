package queue

/*
typedef struct settings settings_t;
typedef struct queue queue_t;
settings_t *settings_new(void);
void settings_free(settings_t *s);
int settings_check(settings_t *s);
queue_t *queue_new(settings_t *s);
int queue_init(queue_t **out, settings_t *s);
queue_t *queue_default(void);
queue_t *queue_from(settings_t *s, int *rc);
int device_ready(void);
*/
import "C"

import "errors"

var errDevice = errors.New("device")

// Queue gives the settings to what is made of them, and frees them where that fails.
func Queue() (*C.queue_t, error) {
	settings := C.settings_new() // ok: the queue may own them
	queue := C.queue_new(settings)
	if queue == nil {
		C.settings_free(settings)
		return nil, errDevice
	}
	return queue, nil
}

// Prepared does so behind a check of them.
func Prepared() (*C.queue_t, error) {
	settings := C.settings_new() // ok: the queue may own them
	if C.settings_check(settings) != 0 {
		C.settings_free(settings)
		return nil, errDevice
	}
	var queue *C.queue_t
	if rc := C.queue_init(&queue, settings); rc != 0 {
		C.settings_free(settings)
		return nil, errDevice
	}
	return queue, nil
}

// Forgetful frees them behind one failure, and not behind another.
func Forgetful() (*C.queue_t, error) {
	settings := C.settings_new() // want "`settings` from `C.settings_new` is not freed where the function returns at line 55, while line 51 frees it with `C.settings_free`: is that meant"
	if C.settings_check(settings) != 0 {
		C.settings_free(settings)
		return nil, errDevice
	}
	if C.device_ready() == 0 {
		return nil, errDevice
	}
	return C.queue_new(settings), nil
}

// Unasked frees them where something else fails: nothing has got them.
func Unasked() (*C.queue_t, error) {
	settings := C.settings_new() // want "`settings` from `C.settings_new` is not freed where the function returns at line 68, while line 65 frees it"
	C.settings_check(settings)
	if C.device_ready() == 0 {
		C.settings_free(settings)
		return nil, errDevice
	}
	return C.queue_default(), nil
}

// Status is told of the failure through an address.
func Status() (*C.queue_t, error) {
	settings := C.settings_new() // ok: the queue may own them
	var rc C.int
	queue := C.queue_from(settings, &rc)
	if rc != 0 {
		C.settings_free(settings)
		return nil, errDevice
	}
	return queue, nil
}
