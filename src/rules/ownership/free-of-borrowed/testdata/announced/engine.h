#ifndef ENGINE_H
#define ENGINE_H

typedef struct engine engine;

const char *engine_title(engine *e);
char *engine_report(engine *e);
const char *engine_stringify(engine *e);
char *engine_color(engine *e);

#endif
