/* SPDX-License-Identifier: ISC */
#define _GNU_SOURCE /* sched_getaffinity */
#include "srv/milter/milterserver.h"

#include <sched.h>

#include "srv/milter/milterloop.h"
#include "zegel/base/mem.h"

struct zgl_milterserver {
	struct zgl_miltershare share;
	struct zgl_milterloop **loops;
	size_t loop_count; /* that were made */
};

/* Those that this process may run on, not those that the machine has. */
static size_t processors(void)
{
	cpu_set_t set;
	int count = 0;

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		count = CPU_COUNT(&set);
	return count > 0 ? (size_t)count : 1;
}

enum zgl_err zgl_milterserver_open(const struct zgl_milterserver_config *config,
	struct zgl_milterserver **server_r)
{
	struct zgl_milterserver *s = zgl_mem_new(sizeof(*s));
	const struct zgl_conf *conf = config->conf;

	*server_r = NULL;
	if (s == NULL)
		return ZGL_ENOMEM;
	s->share.config = *config;
	s->share.loops = conf->loops > 0 ? conf->loops : processors();
	atomic_init(&s->share.connections, 0);
	atomic_init(&s->share.stop_s, -1);
	enum zgl_err err = zgl_milterlisten_open(conf, &s->share.listen);
	if (err != ZGL_OK) {
		zgl_mem_free(s);
		return err;
	}
	*server_r = s;
	return ZGL_OK;
}

static enum zgl_err make_loops(struct zgl_milterserver *s)
{
	s->loops =
		zgl_mem_new(s->share.loops * sizeof(struct zgl_milterloop *));
	if (s->loops == NULL)
		return ZGL_ENOMEM;
	for (; s->loop_count < s->share.loops; s->loop_count++)
		ZGL_TRY(zgl_milterloop_new(
			&s->share, &s->loops[s->loop_count]));
	return ZGL_OK;
}

/* All are made before one runs: then nothing is served by half a server. */
enum zgl_err zgl_milterserver_start(struct zgl_milterserver *server)
{
	ZGL_TRY(make_loops(server));
	for (size_t i = 0; i < server->loop_count; i++) {
		enum zgl_err err = zgl_milterloop_start(server->loops[i]);
		if (err == ZGL_OK)
			continue;
		zgl_milterserver_stop(server, 0);
		return err;
	}
	return ZGL_OK;
}

void zgl_milterserver_stop(struct zgl_milterserver *server, unsigned wait_s)
{
	atomic_store(&server->share.stop_s, (int)wait_s);
	for (size_t i = 0; i < server->loop_count; i++)
		zgl_milterloop_wake(server->loops[i]);
	for (size_t i = 0; i < server->loop_count; i++)
		zgl_milterloop_join(server->loops[i]);
}

void zgl_milterserver_free(struct zgl_milterserver *server)
{
	if (server == NULL)
		return;
	for (size_t i = 0; i < server->loop_count; i++)
		zgl_milterloop_free(server->loops[i]);
	zgl_mem_free(server->loops);
	zgl_milterlisten_close(&server->share.listen);
	zgl_mem_free(server);
}
