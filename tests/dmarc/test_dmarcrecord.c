/* SPDX-License-Identifier: ISC */
/* dmarcrecord: what a record says, and what is wrong with it. */
#include "tests/dmarc/dmarc_write.h"
#include "tests/rows.h"

struct row {
	const char *name;
	zgl_sv text;
	const char *want; /* see dmarc_write; NULL: no record */
};

#define V "v=DMARC1; "
// clang-format off
#define T(text)  { "" text, sizeof(text) - 1 }
#define TEN_URIS                                                               \
	"mailto:a@b,mailto:a@b,mailto:a@b,mailto:a@b,mailto:a@b,"              \
	"mailto:a@b,mailto:a@b,mailto:a@b,mailto:a@b,mailto:a@b"

// clang-format off
static const struct row rows[] = {
	/* v= */
	{ "rfc9989#4.7: v= alone", T("v=DMARC1"), "v=DMARC1 | no_p \"v=DMARC1\"" },
	{ "rfc9989#4.7: v= and p=", T("v=DMARC1; p=none"), "v=DMARC1; p=none" },
	{ "rfc9989#4.8: a semicolon at the end", T("v=DMARC1; p=none;"), "v=DMARC1; p=none" },
	{ "rfc9989#4.8: white space behind that", T("v=DMARC1; p=none; \t "), "v=DMARC1; p=none" },
	{ "rfc9989#4.8: no white space at all", T("v=DMARC1;p=none"), "v=DMARC1; p=none" },
	{ "rfc9989#4.8: white space around the equals sign of v", T("v \t= \tDMARC1 \t; p=none"), "v=DMARC1; p=none" },
	{ "rfc9989#4.8: white space around everything", T("v=DMARC1 ; p  =  none  ; t = y "), "v=DMARC1; p=none; t=y" },
	{ "rfc9989#4.8: V= is as good as v=", T("V=DMARC1; p=none"), "v=DMARC1; p=none" },
	{ "rfc9989#4.7: v= has its case", T("v=dmarc1; p=none"), NULL },
	{ "rfc9989#4.7: v= has its case, one letter", T("v=DMARc1; p=none"), NULL },
	{ "rfc9989#4.7: another version", T("v=DMARC2; p=none"), NULL },
	{ "rfc9989#4.7: DMARC1x is another version", T("v=DMARC1x; p=none"), NULL },
	{ "rfc9989#4.7: DMARC10 is another version", T("v=DMARC10; p=none"), NULL },
	{ "rfc9989#4.7: a semicolon is missing behind v=", T("v=DMARC1 p=none"), NULL },
	{ "rfc9989#4.7: a comma for the semicolon", T("v=DMARC1, p=none"), NULL },
	{ "rfc9989#4.7: v= is not first", T("p=none; v=DMARC1"), NULL },
	{ "rfc9989#4.7: no v=", T("p=none"), NULL },
	{ "rfc9989#4.7: v= without a value", T("v=; p=none"), NULL },
	{ "rfc9989#4.7: v without an equals sign", T("v DMARC1; p=none"), NULL },
	{ "rfc9989#4.8: white space before v=", T(" v=DMARC1; p=none"), NULL },
	{ "rfc9989#4.8: a semicolon before v=", T(";v=DMARC1; p=none"), NULL },
	{ "rfc9989#4.8: quotes around all", T("\"v=DMARC1; p=none\""), NULL },
	{ "rfc9989#4.8: a NUL in the version", T("v=DMARC1\0; p=none"), NULL },
	{ "another's record", T("v=spf1 -all"), NULL },
	{ "nothing", T(""), NULL },
	{ "the start of a version", T("v=DMARC"), NULL },
	{ "a second v=", T(V "p=none; v=DMARC1"), "v=DMARC1; p=none | twice \"v=DMARC1\"" },

	/* p, sp, np */
	{ "rfc9989#4.7: the policies", T(V "p=none; sp=quarantine; np=reject"), "v=DMARC1; p=none; sp=quarantine; np=reject" },
	{ "rfc9989#4.7: only v= has a place", T(V "np=reject; sp=quarantine; p=none"), "v=DMARC1; p=none; sp=quarantine; np=reject" },
	{ "rfc9989#4.8: policies have no case", T(V "p=NONE; sp=Quarantine; np=ReJect"), "v=DMARC1; p=none; sp=quarantine; np=reject" },
	{ "rfc9989#4.8: names of tags have no case", T(V "P=none; aDKIM=s"), "v=DMARC1; p=none; adkim=s" },
	{ "rfc9989#4.10.1: no p", T(V "sp=none"), "v=DMARC1; sp=none | no_p \"v=DMARC1; sp=none\"" },
	{ "rfc9989#4.10.1: an invalid p", T(V "p=foo"), "v=DMARC1; p=? | policy \"foo\"" },
	{ "rfc9989#4.10.1: an empty p", T(V "p="), "v=DMARC1; p=? | policy \"\"" },
	{ "rfc9989#4.10.1: an invalid sp", T(V "p=none; sp=foo"), "v=DMARC1; p=none; sp=? | policy \"foo\"" },
	{ "rfc9989#4.10.1: an invalid np", T(V "p=none; np=reject now"), "v=DMARC1; p=none; np=? | policy \"reject now\"" },
	{ "rfc9989#4.8: an octet above US-ASCII in p", T(V "p=none\xc2\xa0"), "v=DMARC1; p=? | policy \"none\xc2\xa0\"" },
	{ "rfc9989#4.8: a NUL in p", T(V "p=none\0"), "v=DMARC1; p=? | policy \"none\0\"" },
	{ "the start of a policy", T(V "p=rej"), "v=DMARC1; p=? | policy \"rej\"" },
	{ "the first p counts", T(V "p=none; p=reject"), "v=DMARC1; p=none | twice \"p=reject\"" },
	{ "the first p counts, though it is invalid", T(V "p=foo; P=reject"), "v=DMARC1; p=? | twice policy \"foo\"" },

	/* single letters */
	{ "rfc9989#4.7: psd=y", T(V "p=none; psd=y"), "v=DMARC1; p=none; psd=y" },
	{ "rfc9989#4.7: psd=n", T(V "p=none; psd=N"), "v=DMARC1; p=none; psd=n" },
	{ "rfc9989#4.7: psd=u", T(V "p=none; psd=u"), "v=DMARC1; p=none" },
	{ "rfc9989#4.8: another psd is the default", T(V "p=none; psd=yes"), "v=DMARC1; p=none | value \"yes\"" },
	{ "rfc9989#4.7: t=y", T(V "p=none; t=y"), "v=DMARC1; p=none; t=y" },
	{ "rfc9989#4.7: t=n", T(V "p=none; t=n"), "v=DMARC1; p=none" },
	{ "rfc9989#4.8: another t is the default", T(V "p=none; t=s"), "v=DMARC1; p=none | value \"s\"" },
	{ "rfc9989#4.7: strict alignment", T(V "p=none; adkim=s; aspf=S"), "v=DMARC1; p=none; adkim=s; aspf=s" },
	{ "rfc9989#4.7: relaxed alignment", T(V "p=none; adkim=r; aspf=R"), "v=DMARC1; p=none" },
	{ "rfc9989#4.8: other alignments are the default", T(V "p=none; adkim=strict; aspf="), "v=DMARC1; p=none | value \"strict\"" },

	/* what is ignored */
	{ "rfc9989#4.7: unknown tags are ignored", T(V "p=none; foo=bar"), "v=DMARC1; p=none | unknown_tag \"foo=bar\"" },
	{ "rfc9989#4.7: unknown tags are ignored, before p, too", T(V "x=y; p=reject"), "v=DMARC1; p=reject | unknown_tag \"x=y\"" },
	{ "an unknown tag that ends like a known one", T(V "p=none; xxxxxxxxnp=reject; xxxxxadkim=s; pp=reject; aaaaaaaap=x"), "v=DMARC1; p=none | unknown_tag \"xxxxxxxxnp=reject\"" },
	{ "rfc9989#9.3: pct, rf and ri are historic", T(V "p=none; pct=0; rf=afrf; ri=86400"), "v=DMARC1; p=none | historic \"0\"" },
	{ "rfc9989#4.8: what is no tag is discarded", T(V "p=none; reject; t=y"), "v=DMARC1; p=none; t=y | syntax \"reject\"" },
	{ "rfc9989#4.8: a name that is no name", T(V "p=none; s-p=reject; 1=2; =x"), "v=DMARC1; p=none | syntax \"s-p=reject\"" },
	{ "rfc9989#4.8: an empty tag", T(V "; p=none;;"), "v=DMARC1; p=none | syntax \"\"" },
	{ "rfc9989#4.8: a line end is no white space", T(V "p=none;\r\n sp=reject"), "v=DMARC1; p=none | syntax \"\r\n sp=reject\"" },
	{ "a value has equals signs", T(V "p=none; x==="), "v=DMARC1; p=none | unknown_tag \"x===\"" },

	/* rua, ruf */
	{ "rfc9989#4.7: rua and ruf", T(V "p=none; rua=mailto:a@example.com; ruf=mailto:b@example.com"), "v=DMARC1; p=none; rua=mailto:a@example.com; ruf=mailto:b@example.com; fo=0" },
	{ "rfc9989#4.8: a list of them, with white space", T(V "p=none; rua= mailto:a@b.example ,\tMAILTO:c@d.example"), "v=DMARC1; p=none; rua=mailto:a@b.example,MAILTO:c@d.example" },
	{ "rfc9989#4.8: the obsolete size is left out", T(V "p=none; rua=mailto:a@b.example!10m,mailto:c@d.example!50,mailto:e@f.example!1G"), "v=DMARC1; p=none; rua=mailto:a@b.example,mailto:c@d.example,mailto:e@f.example" },
	{ "rfc9989#4.8: what is no size", T(V "p=none; rua=mailto:a@b.example!m,mailto:c@d.example!10x,mailto:e@f.example!1!2,mailto:g@h.example!1mm"), "v=DMARC1; p=none | uri \"mailto:a@b.example!m\"" },
	{ "rfc9989#4.8: a size with a NUL", T(V "p=none; rua=mailto:a@b.example!10\0"), "v=DMARC1; p=none | uri \"mailto:a@b.example!10\0\"" },
	{ "rfc9989#4.7: other schemes are ignored", T(V "p=none; rua=https://example.com/x?y#z,mailto:a@b.example"), "v=DMARC1; p=none; rua=mailto:a@b.example | uri \"https://example.com/x?y#z\"" },
	{ "rfc9989#4.10.1: but one alone is a valid URI", T(V "p=none; rua=https://example.com/"), "v=DMARC1; p=none; rua=x: | uri \"https://example.com/\"" },
	{ "rfc9989#4.8: a comma and an exclamation mark, encoded", T(V "p=none; rua=mailto:a%2Cb%21@example.com"), "v=DMARC1; p=none; rua=mailto:a%2Cb%21@example.com" },
	{ "rfc9989#4.8: an exclamation mark that is not", T(V "p=none; rua=mailto:a!b@example.com"), "v=DMARC1; p=none | uri \"mailto:a!b@example.com\"" },
	{ "rfc3986#2.1: half an encoded octet", T(V "p=none; rua=mailto:a%2@example.com,mailto:a@b.example%4"), "v=DMARC1; p=none | uri \"mailto:a%2@example.com\"" },
	{ "rfc3986#2: octets that no URI has", T(V "p=none; rua=mailto:a b@example.com,mailto:a@\"b\",mailto:\xc3\xb6@b"), "v=DMARC1; p=none | uri \"mailto:a b@example.com\"" },
	{ "rfc3986#3.1: no scheme", T(V "p=none; rua=a@example.com,:a@example.com,1x:a@b,m_o:a@b"), "v=DMARC1; p=none | uri \"a@example.com\"" },
	{ "rfc3986#3.1: schemes", T(V "p=none; rua=a+b-c.9:x"), "v=DMARC1; p=none; rua=x: | uri \"a+b-c.9:x\"" },
	{ "rfc6068#2: an address has two parts", T(V "p=none; rua=mailto:,mailto:a,mailto:@b,mailto:a@,mailto:a@b@c,mailto:?to=a@b"), "v=DMARC1; p=none | uri \"mailto:\"" },
	{ "rfc6068#2: fields behind an address", T(V "p=none; rua=mailto:a@b.example?subject=x@y"), "v=DMARC1; p=none; rua=mailto:a@b.example?subject=x@y" },
	{ "an empty rua", T(V "p=none; rua="), "v=DMARC1; p=none | uri \"\"" },
	{ "an empty place in a list", T(V "p=none; rua=mailto:a@b,,mailto:c@d"), "v=DMARC1; p=none; rua=mailto:a@b,mailto:c@d | uri \"\"" },
	{ "as many addresses as are looked at", T(V "p=none; rua=" TEN_URIS), "v=DMARC1; p=none; rua=" TEN_URIS },
	{ "one more", T(V "p=none; rua=" TEN_URIS ",mailto:c@d"), "v=DMARC1; p=none; rua=" TEN_URIS " | uris \"mailto:c@d\"" },

	/* fo */
	{ "rfc9989#4.7: fo without ruf has no effect", T(V "p=none; fo=1"), "v=DMARC1; p=none | fo_alone \"1\"" },
	{ "rfc9989#4.7: fo before ruf has", T(V "p=none; fo=1; ruf=mailto:a@b"), "v=DMARC1; p=none; ruf=mailto:a@b; fo=1" },
	{ "rfc9989#4.8: fo=0:d:s", T(V "p=none; ruf=mailto:a@b; fo=0:d:s"), "v=DMARC1; p=none; ruf=mailto:a@b; fo=0:d:s" },
	{ "rfc9989#4.8: fo=d:1:S", T(V "p=none; ruf=mailto:a@b; fo=d:1:S"), "v=DMARC1; p=none; ruf=mailto:a@b; fo=1:d:s" },
	{ "rfc9989#4.8: fo=s", T(V "p=none; ruf=mailto:a@b; fo=s"), "v=DMARC1; p=none; ruf=mailto:a@b; fo=s" },
	{ "rfc9989#4.8: fo=s:d:0", T(V "p=none; ruf=mailto:a@b; fo=s:d:0"), "v=DMARC1; p=none; ruf=mailto:a@b; fo=0:d:s" },
	{ "rfc9989#4.7: fo=0:1 exclude each other", T(V "p=none; ruf=mailto:a@b; fo=0:1"), "v=DMARC1; p=none; ruf=mailto:a@b; fo=0 | value \"0:1\"" },
	{ "rfc9989#4.8: fo=1:d:0 likewise", T(V "p=none; ruf=mailto:a@b; fo=1:d:0"), "v=DMARC1; p=none; ruf=mailto:a@b; fo=0 | value \"1:d:0\"" },
	{ "rfc9989#4.8: fo, each once", T(V "p=none; ruf=mailto:a@b; fo=d:s:d"), "v=DMARC1; p=none; ruf=mailto:a@b; fo=0 | value \"d:s:d\"" },
	{ "rfc9989#4.8: fo, another value", T(V "p=none; ruf=mailto:a@b; fo=1:x"), "v=DMARC1; p=none; ruf=mailto:a@b; fo=0 | value \"1:x\"" },
	{ "rfc9989#4.8: an empty fo", T(V "p=none; ruf=mailto:a@b; fo="), "v=DMARC1; p=none; ruf=mailto:a@b; fo=0 | value \"\"" },
	{ "rfc9989#4.8: fo with a colon at its end", T(V "p=none; ruf=mailto:a@b; fo=1:"), "v=DMARC1; p=none; ruf=mailto:a@b; fo=0 | value \"1:\"" },
	{ "rfc9989#4.8: fo with commas", T(V "p=none; ruf=mailto:a@b; fo=1,d"), "v=DMARC1; p=none; ruf=mailto:a@b; fo=0 | value \"1,d\"" },
};
// clang-format on

/* Views that hold a NUL cannot be shown by their end. */
static void assert_written(const struct row *row, struct zgl_buf *to)
{
	zgl_sv got = zgl_buf_sv(to);

	if (zgl_sv_find(row->text, '\0') == row->text.n)
		assert_sv_equal(got, zgl_sv_of(row->want));
	else
		assert_true(zgl_sv_starts(got, zgl_sv_of(row->want)));
}

static void check(void **state)
{
	const struct row *row = *state;
	struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	struct zgl_dmarcrecord record, again;
	struct zgl_buf to;

	bool is = zgl_dmarcrecord_read(row->text, &limits, &record);
	assert_int_equal(is, row->want != NULL);
	assert_int_equal(zgl_dmarcrecord_is(row->text, &limits), is);
	if (!is)
		return;
	zgl_buf_begin(&to, 1 << 16);
	dmarc_write(&record, &to);
	dmarc_write_warnings(&record, &to);
	assert_written(row, &to);
	/* and what was written says the same */
	zgl_buf_reset(&to);
	dmarc_write(&record, &to);
	assert_true(zgl_dmarcrecord_read(zgl_buf_sv(&to), &limits, &again));
	assert_true(dmarc_same(&record, &again));
	zgl_buf_free(&to);
}

static void the_limit_of_tags(void **state)
{
	struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	struct zgl_dmarcrecord record;

	(void)state;
	limits.tags = 3;
	assert_true(zgl_dmarcrecord_read(
		ZGL_SV("v=DMARC1; sp=none; p=reject;"), &limits, &record));
	assert_true(record.p.valid && record.warnings == 0);
	assert_true(zgl_dmarcrecord_read(
		ZGL_SV("v=DMARC1; x=y; sp=none; p=reject"), &limits, &record));
	assert_true(record.sp.valid && !record.p.there);
	assert_true((record.warnings & 1U << ZGL_DMARC_WARNING_SYNTAX) != 0);
}

static void the_limit_of_octets(void **state)
{
	struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	zgl_sv text = ZGL_SV("v=DMARC1; p=none");
	struct zgl_dmarcrecord record;

	(void)state;
	limits.txt_octets = text.n;
	assert_true(zgl_dmarcrecord_read(text, &limits, &record));
	limits.txt_octets--;
	assert_false(zgl_dmarcrecord_read(text, &limits, &record));
	assert_false(zgl_dmarcrecord_is(text, &limits));
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check);
	rows_add_one(&r, "as many tags as are looked at, and one more",
		the_limit_of_tags);
	rows_add_one(&r, "a text at the limit, and one past it",
		the_limit_of_octets);
	return rows_run(&r, "dmarcrecord");
}
