/* SPDX-License-Identifier: ISC */
#include "cmd/verifyrun.h"

#include "cmd/say.h"

/* A question under way. */
struct waiting {
	struct zgl_verifyrun *run;
	size_t number;
};

static int fail(const struct zgl_verifyrun *run, enum zgl_err err)
{
	zgl_msgread_say(&run->read, zgl_err_sentence(err));
	return zgl_exits_of_err(err);
}

static void take_answer(void *to, const struct zgl_answer *answer)
{
	struct waiting *w = to;
	enum zgl_err err =
		zgl_dkimverify_answer(w->run->verify, w->number, answer);

	if (w->run->err == ZGL_OK)
		w->run->err = err;
}

/* There are at most as many questions as signatures are looked at. */
static enum zgl_err ask(struct zgl_verifyrun *run, struct zgl_arena *a)
{
	struct zgl_question question;
	struct waiting *waiting = zgl_arena_array(
		a, run->world->limits.signatures, sizeof(*waiting));
	size_t number;

	if (waiting == NULL)
		return a->err;
	for (; zgl_dkimverify_next_question(run->verify, &question, &number);
		waiting++) {
		*waiting = (struct waiting){ run, number };
		ZGL_TRY(zgl_resolver_ask(
			run->world->resolver, &question, take_answer, waiting));
	}
	return ZGL_OK;
}

/*
 * An answer that comes late would be taken for one to a question of the next
 * message: when waiting fails, no further question is asked.
 */
static enum zgl_err ask_and_wait(struct zgl_verifyrun *run, struct zgl_arena *a)
{
	if (run->lost != ZGL_OK)
		return run->lost;
	run->err = ZGL_OK;
	enum zgl_err asked = ask(run, a);
	run->lost = zgl_resolver_wait(run->world->resolver);
	ZGL_TRY(run->lost);
	return asked != ZGL_OK ? asked : run->err;
}

static int take_header(
	void *to, const struct zgl_header *header, struct zgl_arena *a)
{
	struct zgl_verifyrun *run = to;

	run->header = header;
	enum zgl_err err = zgl_dkimverify_begin(
		run->verify, header, a, zgl_world_now(run->world));
	if (err == ZGL_OK)
		err = zgl_authordomain_find(header, &run->world->limits, a,
			&run->author, &run->author_fault);
	if (err == ZGL_OK)
		err = ask_and_wait(run, a);
	return err == ZGL_OK ? ZGL_EXIT_OK : fail(run, err);
}

static int take_body(void *to, zgl_sv octets)
{
	struct zgl_verifyrun *run = to;
	enum zgl_err err = zgl_dkimverify_body(run->verify, octets);

	return err == ZGL_OK ? ZGL_EXIT_OK : fail(run, err);
}

/* One valid signature is enough; without one, a temporary failure leaves it
 * open whether there is one. */
static int judge(const struct zgl_dkimverify *verify)
{
	int code = ZGL_EXIT_NO;

	for (size_t i = 0; i < zgl_dkimverify_count(verify); i++) {
		enum zgl_dkim_result result =
			zgl_dkimverify_verdict(verify, i)->result;
		if (result == ZGL_DKIM_PASS)
			return ZGL_EXIT_OK;
		if (result == ZGL_DKIM_TEMPERROR)
			code = ZGL_EXIT_UNDECIDED;
	}
	return code;
}

static int take_end(void *to)
{
	struct zgl_verifyrun *run = to;
	enum zgl_err err = zgl_dkimverify_end(run->verify);

	if (err != ZGL_OK)
		return fail(run, err);
	struct zgl_verified what = { .file = run->read.source->path,
		.number = run->read.number,
		.mbox = run->read.mbox,
		.header = run->header,
		.verify = run->verify,
		.config = run->config,
		.author = &run->author,
		.author_fault = run->author_fault };
	run->shown = true;
	int code = run->show(run->call, &what);
	return code != ZGL_EXIT_OK ? code : judge(run->verify);
}

static const struct zgl_msgread_face face = { take_header, take_body,
	take_end };

int zgl_verifyrun_begin(struct zgl_verifyrun *run, struct zgl_world *world,
	struct zgl_dkimverify_config *config, const struct zgl_call *call,
	zgl_verifyrun_show *show)
{
	*run = (struct zgl_verifyrun){
		.world = world, .config = config, .call = call, .show = show
	};
	config->engine = world->engine;
	config->keys = world->keys;
	config->limits = &world->limits;
	enum zgl_err err = zgl_dkimverify_new(config, &run->verify);
	if (err != ZGL_OK) {
		zgl_say_error("%s", zgl_err_sentence(err));
		return zgl_exits_of_err(err);
	}
	return zgl_msgread_begin(&run->read, &face, run, &world->limits);
}

int zgl_verifyrun_file(struct zgl_verifyrun *run, const char *path, bool mbox)
{
	struct zgl_source source;
	int code = zgl_source_open(&source, path, false);

	run->shown = false;

	if (code == ZGL_EXIT_OK)
		code = zgl_msgread_source(&run->read, &source, mbox);
	zgl_source_close(&source);
	return code;
}

void zgl_verifyrun_free(struct zgl_verifyrun *run)
{
	zgl_dkimverify_free(run->verify);
	zgl_msgread_free(&run->read);
}
