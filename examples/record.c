/* SPDX-License-Identifier: ISC */
/*
 * record DOMAIN SELECTOR KEYFILE: prints the key record that belongs to a
 * private key, as it stands in a zone file.
 */
#include <stdio.h>
#include <zegel/zegel.h>

#define RECORD_OCTETS 16384

static enum zgl_err read_key(
	struct zgl_engine *engine, const char *path, struct zgl_privkey **key)
{
	static char text[65536];
	enum zgl_key_fault fault = ZGL_KEY_FAULT_SYNTAX;
	FILE *in = fopen(path, "rb");

	if (in == NULL)
		return ZGL_EIO;
	size_t n = fread(text, 1, sizeof(text), in);
	fclose(in);
	enum zgl_err err =
		zgl_privkey_read(engine, (zgl_sv){ text, n }, key, &fault);
	if (err == ZGL_OK && *key == NULL) {
		fprintf(stderr, "%s: %s\n", path,
			zgl_key_fault_sentence(fault));
		return ZGL_ESYNTAX;
	}
	return err;
}

static enum zgl_err read_name(char **argv, struct zgl_dname *name)
{
	struct zgl_dname domain, selector;

	if (zgl_dname_parse(zgl_sv_of(argv[1]), &domain) != ZGL_DNAME_OK
		|| zgl_keys_selector_parse(zgl_sv_of(argv[2]), &selector)
			!= ZGL_DNAME_OK
		|| !zgl_keys_record_name(&selector, &domain, name))
		return ZGL_ESYNTAX;
	return ZGL_OK;
}

static enum zgl_err put_record(struct zgl_privkey *key,
	const struct zgl_dname *name, struct zgl_buf *to)
{
	struct zgl_keys_record record = {
		.alg = zgl_privkey_signkey(key).alg,
	};
	struct zgl_buf half;

	zgl_buf_begin(&half, RECORD_OCTETS);
	enum zgl_err err = zgl_privkey_write_public(key, &half);
	record.public_half = zgl_buf_sv(&half);
	if (err == ZGL_OK)
		err = zgl_keys_record_zone(name, &record, to);
	zgl_buf_free(&half);
	return err;
}

int main(int argc, char **argv)
{
	struct zgl_engine *engine = NULL;
	struct zgl_privkey *key = NULL;
	struct zgl_dname name;
	struct zgl_buf text;

	if (argc != 4)
		return 64;
	zgl_buf_begin(&text, RECORD_OCTETS);
	enum zgl_err err = zgl_engine_new(&engine);
	if (err == ZGL_OK)
		err = read_key(engine, argv[3], &key);
	if (err == ZGL_OK)
		err = read_name(argv, &name);
	if (err == ZGL_OK)
		err = put_record(key, &name, &text);
	if (err == ZGL_OK)
		fwrite(text.p, 1, text.n, stdout);
	else
		fprintf(stderr, "record: %s\n", zgl_err_sentence(err));
	zgl_buf_free(&text);
	zgl_privkey_free(key);
	zgl_engine_free(engine);
	return err == ZGL_OK ? 0 : 1;
}
