/* SPDX-License-Identifier: ISC */
/*
 * sign DOMAIN SELECTOR KEYFILE < MESSAGE: prints the DKIM-Signature field for
 * a message with CRLF lines; it goes on top of the message.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <zegel/zegel.h>

struct job {
	struct zgl_limits limits;
	struct zgl_engine *engine;
	struct zgl_privkey *private_key;
	struct zgl_dkimsign_config config;
	struct zgl_dkimsign_key key;
	struct zgl_dkimsign *sign;
	struct zgl_arena arena;
	struct zgl_header header;
	enum zgl_dkimsign_refusal refusal;
};

static enum zgl_err take_header(void *to)
{
	struct job *job = to;

	ZGL_TRY(zgl_dkimsign_begin(job->sign, &job->header, &job->arena,
		(int64_t)time(NULL), &job->refusal));
	return job->refusal == ZGL_DKIMSIGN_REFUSE_NONE ? ZGL_OK : ZGL_EUSAGE;
}

static enum zgl_err take_body(void *to, zgl_sv octets)
{
	return zgl_dkimsign_body(((struct job *)to)->sign, octets);
}

static enum zgl_err read_key(struct job *job, const char *path)
{
	static char text[65536];
	enum zgl_key_fault fault = ZGL_KEY_FAULT_SYNTAX;
	FILE *in = fopen(path, "rb");

	if (in == NULL)
		return ZGL_EIO;
	size_t n = fread(text, 1, sizeof(text), in);
	fclose(in);
	enum zgl_err err = zgl_privkey_read(
		job->engine, (zgl_sv){ text, n }, &job->private_key, &fault);
	if (err == ZGL_OK && job->private_key == NULL) {
		fprintf(stderr, "%s: %s\n", path,
			zgl_key_fault_sentence(fault));
		return ZGL_ESYNTAX;
	}
	return err;
}

static enum zgl_err prepare(struct job *job, char **argv)
{
	const char *why = NULL;

	ZGL_TRY(zgl_engine_new(&job->engine));
	ZGL_TRY(read_key(job, argv[3]));
	if (zgl_dname_parse(zgl_sv_of(argv[1]), &job->key.domain)
			!= ZGL_DNAME_OK
		|| zgl_dname_parse(zgl_sv_of(argv[2]), &job->key.selector)
			!= ZGL_DNAME_OK)
		return ZGL_ESYNTAX;
	job->key.key = zgl_privkey_signkey(job->private_key);
	zgl_dkimsign_config_default(&job->config);
	job->config.engine = job->engine;
	job->config.limits = &job->limits;
	enum zgl_err err =
		zgl_dkimsign_new(&job->config, &job->key, 1, &job->sign, &why);
	if (why != NULL)
		fprintf(stderr, "sign: %s\n", why);
	return err;
}

static enum zgl_err sign(struct job *job, FILE *in)
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
	return err == ZGL_OK ? zgl_dkimsign_end(job->sign) : err;
}

int main(int argc, char **argv)
{
	struct job job = { .limits = ZGL_LIMITS_DEFAULT };

	if (argc != 4)
		return 64;
	zgl_arena_begin(&job.arena, 4 * 1024 * 1024);
	enum zgl_err err = prepare(&job, argv);
	if (err == ZGL_OK)
		err = sign(&job, stdin);
	if (err == ZGL_OK) {
		zgl_sv field = zgl_dkimsign_field(job.sign, 0);
		fwrite(field.p, 1, field.n, stdout);
		fputs("\r\n", stdout);
	} else {
		fprintf(stderr, "sign: %s\n",
			job.refusal != ZGL_DKIMSIGN_REFUSE_NONE
				? zgl_dkimsign_refusal_sentence(job.refusal)
				: zgl_err_sentence(err));
	}
	zgl_dkimsign_free(job.sign);
	zgl_privkey_free(job.private_key);
	zgl_engine_free(job.engine);
	zgl_arena_free(&job.arena);
	return err == ZGL_OK ? 0 : 1;
}
