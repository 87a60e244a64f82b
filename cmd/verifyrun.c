/* SPDX-License-Identifier: ISC */
#include "cmd/verifyrun.h"

#include "cmd/say.h"

static int fail(const struct zgl_verifyrun *run, enum zgl_err err)
{
	zgl_msgread_say(&run->read, zgl_err_sentence(err));
	return zgl_exits_of_err(err);
}

static enum zgl_err begin_message(struct zgl_verifyrun *run,
	const struct zgl_header *header, struct zgl_arena *a)
{
	int64_t now_s = zgl_world_now(run->world);

	if (run->set->sender != NULL)
		ZGL_TRY(zgl_judge_client(run->judge, &run->set->sender->client,
			false, a, now_s));
	ZGL_TRY(zgl_judge_begin(run->judge, header, a, now_s));
	ZGL_TRY(zgl_authordomain_find(header, &run->world->limits, a,
		&run->author, &run->author_fault));
	return zgl_asker_run(&run->asker, &zgl_asker_judge, run->judge, a);
}

static int take_header(
	void *to, const struct zgl_header *header, struct zgl_arena *a)
{
	struct zgl_verifyrun *run = to;

	run->header = header;
	enum zgl_err err = begin_message(run, header, a);
	return err == ZGL_OK ? ZGL_EXIT_OK : fail(run, err);
}

static int take_body(void *to, zgl_sv octets)
{
	struct zgl_verifyrun *run = to;
	enum zgl_err err = zgl_judge_body(run->judge, octets);

	return err == ZGL_OK ? ZGL_EXIT_OK : fail(run, err);
}

/* One valid signature is enough; without one, a temporary failure leaves it
 * open whether there is one. */
static int code_of_dkim(const struct zgl_dkimverify *verify)
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

/* Where no owner says what is aligned, whatever is authenticated will do; but
 * for a message of which nobody can say whom it is from. */
static int code_without_policy(
	const struct zgl_judgement *j, const struct zgl_dkimverify *verify)
{
	int code = code_of_dkim(verify);

	if (j->author_fault != ZGL_AUTHORFAULT_NONE)
		return ZGL_EXIT_NO;
	if (j->spf == NULL || code == ZGL_EXIT_OK)
		return code;
	if (j->spf->result == ZGL_SPF_PASS)
		return ZGL_EXIT_OK;
	return j->spf->result == ZGL_SPF_TEMPERROR ? ZGL_EXIT_UNDECIDED : code;
}

static int code_of(
	const struct zgl_judgement *j, const struct zgl_dkimverify *verify)
{
	if (j->dmarc == NULL)
		return code_of_dkim(verify);
	switch (j->dmarc->result) {
	case ZGL_DMARC_PASS: return ZGL_EXIT_OK;
	case ZGL_DMARC_FAIL: return ZGL_EXIT_NO;
	case ZGL_DMARC_TEMPERROR: return ZGL_EXIT_UNDECIDED;
	default: return code_without_policy(j, verify);
	}
}

static int take_end(void *to)
{
	struct zgl_verifyrun *run = to;
	struct zgl_judgement judgement;
	enum zgl_err err = zgl_judge_end(run->judge, &judgement);

	if (err != ZGL_OK)
		return fail(run, err);
	struct zgl_verified what = { .file = run->read.source->path,
		.number = run->read.number,
		.mbox = run->read.mbox,
		.header = run->header,
		.verify = zgl_judge_dkim(run->judge),
		.judgement = &judgement,
		.set = run->set,
		.author = &run->author,
		.author_fault = run->author_fault };
	run->shown = true;
	int code = run->show(run->call, &what);
	return code != ZGL_EXIT_OK ? code : code_of(&judgement, what.verify);
}

static const struct zgl_msgread_face face = { take_header, take_body,
	take_end };

int zgl_verifyrun_begin(struct zgl_verifyrun *run, struct zgl_world *world,
	struct zgl_verifyset *set, const struct zgl_call *call,
	zgl_verifyrun_show *show)
{
	*run = (struct zgl_verifyrun){ .world = world,
		.set = set,
		.call = call,
		.show = show,
		.asker = { .resolver = world->resolver } };
	set->judge.dkim.engine = world->engine;
	set->judge.dkim.keys = world->keys;
	set->judge.dkim.limits = &world->limits;
	set->judge.spf.limits = &world->limits;
	set->judge.dmarc.limits = &world->limits;
	enum zgl_err err = zgl_judge_new(&set->judge, &run->judge);
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
	zgl_judge_free(run->judge);
	zgl_msgread_free(&run->read);
}
