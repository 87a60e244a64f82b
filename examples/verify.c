/* SPDX-License-Identifier: ISC */
/*
 * verify ZONE < MESSAGE: verifies the DKIM signatures of a message with CRLF
 * lines, keys from a master file. A program on the network asks its resolver
 * where this one asks the zone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <zegel/zegel.h>

struct job {
	struct zgl_limits limits;
	struct zgl_arena arena;
	struct zgl_header header;
	struct zgl_dkimverify *verify;
	struct zgl_zone *zone;
	int64_t now_s;
};

/* The whole header is there: every question is known now. */
static enum zgl_err take_header(void *to)
{
	struct job *job = to;
	struct zgl_question question;
	struct zgl_answer answer;
	size_t number;

	ZGL_TRY(zgl_dkimverify_begin(
		job->verify, &job->header, &job->arena, job->now_s));
	while (zgl_dkimverify_next_question(job->verify, &question, &number)) {
		ZGL_TRY(zgl_zone_answer(job->zone, &question, &job->limits,
			&job->arena, &answer));
		ZGL_TRY(zgl_dkimverify_answer(job->verify, number, &answer));
	}
	return ZGL_OK;
}

static enum zgl_err take_body(void *to, zgl_sv octets)
{
	return zgl_dkimverify_body(((struct job *)to)->verify, octets);
}

static enum zgl_err verify(struct job *job, FILE *in)
{
	static const struct zgl_msgsplit_face face = { NULL, take_header,
		take_body };
	struct zgl_msgsplit split;
	enum zgl_err err = ZGL_OK;
	char chunk[65536];
	size_t n;

	zgl_header_begin(&job->header, &job->arena, &job->limits);
	zgl_msgsplit_begin(&split, &face, job, &job->limits);
	zgl_msgsplit_into(&split, &job->header);
	while (err == ZGL_OK && (n = fread(chunk, 1, sizeof(chunk), in)) > 0)
		err = zgl_msgsplit_feed(&split, (zgl_sv){ chunk, n });
	if (err == ZGL_OK)
		err = zgl_msgsplit_end(&split);
	zgl_msgsplit_free(&split);
	return err == ZGL_OK ? zgl_dkimverify_end(job->verify) : err;
}

static enum zgl_err load_zone(struct zgl_zone *zone, const char *path)
{
	static char text[1024 * 1024];
	struct zgl_diag diag = { .what = "cannot be read" };
	FILE *in = fopen(path, "rb");
	enum zgl_err err = ZGL_EIO;

	if (in != NULL) {
		size_t n = fread(text, 1, sizeof(text), in);
		fclose(in);
		err = zgl_zone_load(zone, (zgl_sv){ text, n }, &diag);
	}
	if (err != ZGL_OK)
		fprintf(stderr, "%s:%zu: %s\n", path, diag.line, diag.what);
	return err;
}

static void print(const struct zgl_dkimverify *verify)
{
	for (size_t i = 0; i < zgl_dkimverify_count(verify); i++) {
		const struct zgl_dkim_verdict *v =
			zgl_dkimverify_verdict(verify, i);
		printf("dkim=%s header.d=%s (%s)\n",
			zgl_dkim_result_word(v->result), v->sig->domain.text,
			zgl_dkim_reason_sentence(v->reason));
	}
}

int main(int argc, char **argv)
{
	struct job job = { .limits = ZGL_LIMITS_DEFAULT, .now_s = time(NULL) };
	struct zgl_dkimverify_config config = ZGL_DKIMVERIFY_DEFAULT;

	if (argc != 2)
		return 64;
	config.limits = &job.limits;
	zgl_arena_begin(&job.arena, 4 * 1024 * 1024);
	enum zgl_err err = zgl_engine_new(&config.engine);
	if (err == ZGL_OK)
		err = zgl_zone_new(&job.zone);
	if (err == ZGL_OK)
		err = load_zone(job.zone, argv[1]);
	if (err == ZGL_OK)
		err = zgl_dkimverify_new(&config, &job.verify);
	if (err == ZGL_OK)
		err = verify(&job, stdin);
	if (err == ZGL_OK)
		print(job.verify);
	else
		fprintf(stderr, "verify: %s\n", zgl_err_sentence(err));
	zgl_dkimverify_free(job.verify);
	zgl_zone_free(job.zone);
	zgl_engine_free(config.engine);
	zgl_arena_free(&job.arena);
	return err == ZGL_OK ? 0 : 1;
}
