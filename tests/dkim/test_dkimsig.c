/* SPDX-License-Identifier: ISC */
/* dkimsig: what the value of a DKIM-Signature field says, and what is wrong
 * with it. */
#include "tests/rows.h"
#include "zegel/base/buf.h"
#include "zegel/dkim/dkimsig.h"

static struct zgl_limits limits;

/* 32 octets and 20, and a value with all that must be there. */
#define BH    "bh=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define BH_20 "bh=AAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define VALUE(tags)                                                            \
	"v=1; a=rsa-sha256; d=example.com; s=sel; h=from; " BH "; "            \
	"b=AAAA; " tags
#define NAMES(d, s) "v=1; a=rsa-sha256; h=from; " BH "; b=AAAA; d=" d "; s=" s
#define ALGORITHM(a, bh)                                                       \
	"v=1; d=example.com; s=sel; h=from; b=AAAA; a=" a "; " bh
#define FIELDS(h)                                                              \
	"v=1; a=rsa-sha256; d=example.com; s=sel; " BH "; b=AAAA; h=" h
#define DATA(bh, b)                                                            \
	"v=1; a=rsa-sha256; d=example.com; s=sel; h=from; bh=" bh "; b=" b

#define DIGITS_70                                                              \
	"00000000000000000000000000000000000000000000000000000000000000000000" \
	"00"
#define NINES_70                                                               \
	"99999999999999999999999999999999999999999999999999999999999999999999" \
	"99"
#define LABEL_60 "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij"

/* `part` is the tag that is told, 'I' for the domain of i=, 'B' for bh=. */
struct good {
	const char *name, *value;
	char part;
	const char *told;
};

// clang-format off
static const struct good good[] = {
	{ "rfc6376#3.5: a=rsa-sha256", VALUE(""), 'a', "rsa-sha256: rsa sha256" },
	{ "rfc8463#3: a=ed25519-sha256", ALGORITHM("ed25519-sha256", BH), 'a', "ed25519-sha256: ed25519 sha256" },
	{ "rfc6376#3.5: a=rsa-sha1 can be read, the verifier judges it", ALGORITHM("rsa-sha1", BH_20), 'a', "rsa-sha1: rsa sha1" },
	{ "rfc6376#3.5: no c= is simple/simple", VALUE(""), 'c', "-: simple/simple" },
	{ "rfc6376#3.5: c=relaxed is relaxed/simple", VALUE("c=relaxed"), 'c', "relaxed: relaxed/simple" },
	{ "rfc6376#3.5: c=simple is simple/simple", VALUE("c=simple"), 'c', "simple: simple/simple" },
	{ "rfc6376#3.5: c=simple/relaxed", VALUE("c=simple/relaxed"), 'c', "simple/relaxed: simple/relaxed" },
	{ "rfc6376#3.5: c=relaxed/relaxed", VALUE("c= relaxed/relaxed "), 'c', "relaxed/relaxed: relaxed/relaxed" },
	{ "rfc6376#3.5: d= is a name in small letters", NAMES("EXAMPLE.Com", "sel"), 'd', "example.com" },
	{ "rfc6376#3.5: d= with underscores", NAMES("_a.b_c.example", "sel"), 'd', "_a.b_c.example" },
	{ "rfc6376#3.5: d= of digits is a name like another", NAMES("192.0.2.1", "sel"), 'd', "192.0.2.1" },
	{ "rfc8616#5: d= of U-labels is a name of A-labels", NAMES("m\xc3\xbcller.example", "sel"), 'd', "xn--mller-kva.example" },
	{ "rfc8616#5: s= of U-labels is a name of A-labels", NAMES("example.com", "m\xc3\xbcller.x"), 's', "xn--mller-kva.x" },
	{ "rfc6376#3.1: s= with dots", NAMES("example.com", "Mar.2005.reykjavik"), 's', "mar.2005.reykjavik" },
	{ "rfc6376#3.1: s= with underscore and digits", NAMES("example.com", "_2024"), 's', "_2024" },
	{ "rfc6376#3.5: no i= is @d", VALUE(""), 'I', "example.com" },
	{ "rfc6376#3.5: no i= is told as absent", VALUE(""), 'i', "-" },
	{ "rfc6376#3.5: i= without local part", VALUE("i=@example.com"), 'i', "@example.com" },
	{ "rfc6376#3.5: i= of the domain itself, in any case", VALUE("i=Joe@EXAMPLE.com"), 'i', "Joe@EXAMPLE.com" },
	{ "rfc6376#3.5: i= of the domain itself, its domain", VALUE("i=Joe@EXAMPLE.com"), 'I', "example.com" },
	{ "rfc6376#3.5: i= of a subdomain", VALUE("i=joe@a.b.example.com"), 'I', "a.b.example.com" },
	{ "rfc6376#2.11: i= in quoted-printable", VALUE("i=\"j=6Fe=20x=3B=3D\"@example.com"), 'i', "\"joe x;=\"@example.com" },
	{ "rfc6376#2.11: i= with white space, which means nothing", VALUE("i=j o\r\n\te@exa mple.com"), 'i', "joe@example.com" },
	{ "rfc6376#2.11: the @ of i= may be encoded", VALUE("i=joe=40example.com"), 'I', "example.com" },
	{ "rfc6376#2.11: i= that ends in an encoded octet", VALUE("i=joe@example.co=6D"), 'i', "joe@example.com" },
	{ "rfc6376#3.5: i= with two @, the last one counts", VALUE("i=\"a@b\"@sub.example.com"), 'I', "sub.example.com" },
	{ "rfc8616#5: i= with UTF-8 in local part and domain", "v=1; a=rsa-sha256; s=sel; h=from; " BH "; b=AAAA; d=xn--mller-kva.example; i=j\xc3\xb6@m\xc3\xbcller.example", 'I', "xn--mller-kva.example" },
	{ "rfc8616#5: i= with UTF-8 is told as it is", "v=1; a=rsa-sha256; s=sel; h=from; " BH "; b=AAAA; d=xn--mller-kva.example; i=j\xc3\xb6@m\xc3\xbcller.example", 'i', "j\xc3\xb6@m\xc3\xbcller.example" },
	{ "rfc6376#3.5: no l= is the whole body", VALUE(""), 'l', "18446744073709551615" },
	{ "rfc6376#3.5: l=0", VALUE("l=0"), 'l', "0" },
	{ "rfc6376#3.5: l=340", VALUE("l=340"), 'l', "340" },
	{ "rfc6376#3.5: l= of 76 digits, most of them zeros", VALUE("l=" DIGITS_70 "000042"), 'l', "42" },
	{ "rfc6376#3.5: l= of 76 nines is longer than any body, not whole", VALUE("l=" NINES_70 "999999"), 'l', "18446744073709551614" },
	{ "rfc6376#3.5: l= of 2^64-1 is longer than any body, not whole", VALUE("l=18446744073709551615"), 'l', "18446744073709551614" },
	{ "rfc6376#3.5: no t=", VALUE("x=1"), 't', "-" },
	{ "rfc6376#3.5: no x=", VALUE("t=1"), 'x', "-" },
	{ "rfc6376#3.5: t=0", VALUE("t=0"), 't', "0" },
	{ "rfc6376#3.5: t= of 12 digits", VALUE("t=999999999999"), 't', "999999999999" },
	{ "rfc6376#3.5: t= of 13 digits is infinite", VALUE("t=1000000000000"), 't', "never" },
	{ "rfc6376#3.5: x= of 12 digits", VALUE("t=1; x=999999999999"), 'x', "999999999999" },
	{ "rfc6376#3.5: x= of 70 digits is infinite", VALUE("t=1; x=" NINES_70), 'x', "never" },
	{ "rfc6376#3.5: x= just behind t=", VALUE("t=1172620939; x=1172620940"), 'x', "1172620940" },
	{ "rfc6376#3.5: h= keeps order, case and repeats", FIELDS("To:FROM:to:subject"), 'h', "To FROM to subject" },
	{ "rfc6376#3.5: h= with white space round the colons", FIELDS(" from\r\n\t: to : x-none "), 'h', "from to x-none" },
	{ "rfc6376#3.5: q=dns/txt", VALUE("q=dns/txt"), 'd', "example.com" },
	{ "rfc6376#3.5: unknown methods of q= are skipped", VALUE("q=foo/bar : dns/txt:x"), 'd', "example.com" },
	{ "rfc6376#3.5: z= is ignored", VALUE("z=From:foo@eng.example.net|To:joe@example.com|Subject:demo=20run"), 'd', "example.com" },
	{ "rfc6376#3.2: unknown tags are ignored", VALUE("xy=1; ds=x; i2=a"), 'i', "-" },
	{ "rfc6376#3.2: tag names have their case, L=, T= and X= are unknown", VALUE("L=0; T=x; X=0; I=x"), 'l', "18446744073709551615" },
	{ "rfc6541#4.2: atps= and atpsh= are unknown tags here", VALUE("atps=example.net; atpsh=sha256"), 'd', "example.com" },
	{ "rfc6651#3.1: r=y is an unknown tag here", VALUE("r=y"), 'd', "example.com" },
	{ "rfc6376#3.2: no semicolon at the end", FIELDS("from"), 'h', "from" },
	{ "rfc6376#3.2: a semicolon at the end", FIELDS("from;"), 'h', "from" },
	{ "rfc6376#3.2: white space around names, = and values", " v\t=\r\n 1 ;\r\n\ta = rsa-sha256;d =example.com; s= sel ; h=from; bh\r\n = AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= ; b=AAAA ;\r\n ", 's', "sel" },
	{ "rfc6376#3.5: the octets of b=", DATA("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "emVnZWw="), 'b', "zegel" },
	{ "rfc6376#3.5: b= with white space anywhere", DATA("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", " e\r\n\tmV n\tZ\r\n W w = "), 'b', "zegel" },
	{ "rfc6376#3.5: bh= with white space anywhere", DATA("emVnZWx6ZWdlb HplZ2Vs\r\n\tem VnZWx6ZWdlbHpl\tZ2VsemU = ", "AAAA"), 'B', "zegelzegelzegelzegelzegelzegelze" },
};

struct bad {
	const char *name, *value;
	enum zgl_dkim_reason fault;
	const char *detail; /* NULL: any */
};

#define F(name)         ZGL_DKIM_REASON_##name, NULL
#define FD(name, words) ZGL_DKIM_REASON_##name, words

static const struct bad bad[] = {
	{ "rfc6376#3.2: no tag list", "hello", F(SYNTAX) },
	{ "rfc6376#3.2: nothing", "", F(SYNTAX) },
	{ "rfc6376#3.2: a tag twice", VALUE("q=dns/txt; q=dns/txt"), F(SYNTAX) },
	{ "rfc6376#3.2: an unknown tag twice", VALUE("zz=1; zz=2"), F(SYNTAX) },
	{ "rfc6376#3.2: d= twice", VALUE("d=example.net"), F(SYNTAX) },
	{ "rfc6376#3.2: an empty tag", VALUE(";"), FD(SYNTAX, "no tag name") },
	{ "rfc6376#3.2: a control octet in a value", VALUE("z=a\x01"), F(SYNTAX) },
	{ "rfc6376#3.5: no v=", "a=rsa-sha256; d=example.com; s=sel; h=from; " BH "; b=AAAA", F(VERSION) },
	{ "rfc6376#3.2: V= is not v=", "V=1; a=rsa-sha256; d=example.com; s=sel; h=from; " BH "; b=AAAA", F(VERSION) },
	{ "rfc6376#3.5: v=2", "v=2; a=rsa-sha256; d=example.com; s=sel; h=from; " BH "; b=AAAA", F(VERSION) },
	{ "rfc6376#3.5: v=1.0", "v=1.0; a=rsa-sha256; d=example.com; s=sel; h=from; " BH "; b=AAAA", F(VERSION) },
	{ "rfc6376#3.5: v=01", "v=01; a=rsa-sha256; d=example.com; s=sel; h=from; " BH "; b=AAAA", F(VERSION) },
	{ "rfc6376#3.5: v=DKIM1", "v=DKIM1; a=rsa-sha256; d=example.com; s=sel; h=from; " BH "; b=AAAA", F(VERSION) },
	{ "rfc6376#3.2: an empty v=", "v=; a=rsa-sha256; d=example.com; s=sel; h=from; " BH "; b=AAAA", F(VERSION) },
	{ "rfc6376#6.1.1: no a=", "v=1; d=example.com; s=sel; h=from; " BH "; b=AAAA", FD(TAG_MISSING, "a= is missing") },
	{ "rfc6376#6.1.1: no b=", "v=1; a=rsa-sha256; d=example.com; s=sel; h=from; " BH, FD(TAG_MISSING, "b= is missing") },
	{ "rfc6376#6.1.1: no bh=", "v=1; a=rsa-sha256; d=example.com; s=sel; h=from; b=AAAA", FD(TAG_MISSING, "bh= is missing") },
	{ "rfc6376#6.1.1: no d=", "v=1; a=rsa-sha256; s=sel; h=from; " BH "; b=AAAA", FD(TAG_MISSING, "d= is missing") },
	{ "rfc6376#6.1.1: no h=", "v=1; a=rsa-sha256; d=example.com; s=sel; " BH "; b=AAAA", FD(TAG_MISSING, "h= is missing") },
	{ "rfc6376#6.1.1: no s=", "v=1; a=rsa-sha256; d=example.com; h=from; " BH "; b=AAAA", FD(TAG_MISSING, "s= is missing") },
	{ "rfc6376#3.5: a= unknown", ALGORITHM("rsa-sha512", BH), F(ALGORITHM) },
	{ "rfc6376#3.5: a= of a hash alone", ALGORITHM("sha256", BH), F(ALGORITHM) },
	{ "rfc8463#3: there is no ed25519-sha1", ALGORITHM("ed25519-sha1", BH), F(ALGORITHM) },
	{ "rfc6376#3.2: values have their case, a=RSA-SHA256", ALGORITHM("RSA-SHA256", BH), F(ALGORITHM) },
	{ "rfc6376#3.2: an empty a= is not an omitted one", ALGORITHM("", BH), F(ALGORITHM) },
	{ "rfc6376#3.5: c= unknown", VALUE("c=nowsp"), F(CANONICALIZATION) },
	{ "rfc6376#3.5: c= unknown for the body", VALUE("c=relaxed/nowsp"), F(CANONICALIZATION) },
	{ "rfc6376#3.5: c= with an empty body", VALUE("c=relaxed/"), F(CANONICALIZATION) },
	{ "rfc6376#3.5: c= with an empty header", VALUE("c=/relaxed"), F(CANONICALIZATION) },
	{ "rfc6376#3.5: c= with a third", VALUE("c=simple/simple/simple"), F(CANONICALIZATION) },
	{ "rfc6376#3.2: values have their case, c=Relaxed", VALUE("c=Relaxed"), F(CANONICALIZATION) },
	{ "rfc6376#3.2: an empty c= is not an omitted one", VALUE("c="), F(CANONICALIZATION) },
	{ "rfc6376#3.5: d= of a single label", NAMES("com", "sel"), FD(DOMAIN, "it has one label only") },
	{ "rfc6376#3.5: d= with a dot at the end", NAMES("example.com.", "sel"), F(DOMAIN) },
	{ "rfc6376#3.5: d= with a dot at the start", NAMES(".example.com", "sel"), F(DOMAIN) },
	{ "rfc6376#3.5: d= with an empty label", NAMES("example..com", "sel"), F(DOMAIN) },
	{ "rfc6376#3.5: d= empty", NAMES("", "sel"), FD(DOMAIN, "it is empty or has an empty label") },
	{ "rfc6376#3.5: d= of an address in brackets", NAMES("[192.0.2.1]", "sel"), F(DOMAIN) },
	{ "rfc6376#3.5: d= with white space within", NAMES("exa mple.com", "sel"), FD(DOMAIN, "it has an octet that no label may have") },
	{ "rfc6376#3.5: d= with a slash", NAMES("example.com/", "sel"), F(DOMAIN) },
	{ "rfc6376#3.5: d= with a label of 64 octets", NAMES(LABEL_60 "abcd.example", "sel"), FD(DOMAIN, "it is too long") },
	{ "rfc8616#5: d= that is no UTF-8", NAMES("m\xfcller.example", "sel"), F(DOMAIN) },
	{ "rfc6376#3.1: s= empty", NAMES("example.com", ""), F(SELECTOR) },
	{ "rfc6376#3.1: s= with an empty label", NAMES("example.com", "a..b"), FD(SELECTOR, "it is empty or has an empty label") },
	{ "rfc6376#3.1: s= with a star", NAMES("example.com", "*"), F(SELECTOR) },
	{ "rfc6376#3.5: h= empty", FIELDS(""), F(SIGNED_FIELDS) },
	{ "rfc6376#3.5: h= with an empty name", FIELDS("from::to"), F(SIGNED_FIELDS) },
	{ "rfc6376#3.5: h= with a colon at the end", FIELDS("from:"), F(SIGNED_FIELDS) },
	{ "rfc6376#3.5: h= with white space within a name", FIELDS("from:to cc"), F(SIGNED_FIELDS) },
	{ "rfc6376#6.1.1: h= without From", FIELDS("to:subject:x-from:fro"), F(FROM_NOT_SIGNED) },
	{ "rfc6376#6.1.1: i= outside d=", VALUE("i=joe@example.net"), F(IDENTITY) },
	{ "rfc6376#6.1.1: i= of the domain above", VALUE("i=joe@com"), F(IDENTITY) },
	{ "rfc6376#6.1.1: i= that only ends like d=", VALUE("i=joe@badexample.com"), F(IDENTITY) },
	{ "rfc6376#3.5: i= without @", VALUE("i=example.com"), FD(IDENTITY, "it has no @") },
	{ "rfc6376#3.5: i= without domain", VALUE("i=joe@"), F(IDENTITY) },
	{ "rfc6376#3.5: i= with a dot at the end", VALUE("i=joe@example.com."), F(IDENTITY) },
	{ "rfc6376#3.5: i= with NUL in its domain", VALUE("i=joe@example.com=00.example.com"), F(IDENTITY) },
	{ "rfc6376#3.2: an empty i= is not an omitted one", VALUE("i="), F(IDENTITY) },
	{ "rfc6376#3.5: i= with a hyphen at the end of a label", VALUE("i=joe@a-.example.com"), FD(IDENTITY, "a label begins or ends with a hyphen") },
	{ "rfc8616#5: i= with labels that IDNA forbids", VALUE("i=joe@\xe2\x80\x8b.example.com"), FD(IDENTITY, "IDNA does not allow its labels") },
	{ "rfc6376#3.5: i= with two local parts", VALUE("i=a b=20c@example.com"), FD(IDENTITY, "what stands before its @ is no local part") },
	{ "rfc6376#2.11: i= with a small hex letter, the first one", VALUE("i=6a=6a@example.com"), F(IDENTITY) },
	{ "rfc6376#2.11: i= with a small hex letter, the last one", VALUE("i=a=3f@example.com"), F(IDENTITY) },
	{ "rfc6376#2.11: i= with small hex letters", VALUE("i=a=3b@example.com"), F(IDENTITY) },
	{ "rfc6376#2.11: i= with one hex digit", VALUE("i=@example.com=4"), F(IDENTITY) },
	{ "rfc6376#2.11: i= with = and no hex digits", VALUE("i=a=@example.com"), F(IDENTITY) },
	{ "rfc6376#3.5: q= of unknown methods only", VALUE("q=foo:dns/foo"), F(QUERY_METHOD) },
	{ "rfc6376#3.2: an empty q= is not an omitted one", VALUE("q="), F(QUERY_METHOD) },
	{ "rfc6376#3.5: l= negative", VALUE("l=-1"), F(BODY_LENGTH) },
	{ "rfc6376#3.5: l= with a sign", VALUE("l=+1"), F(BODY_LENGTH) },
	{ "rfc6376#3.5: l= of letters", VALUE("l=all"), F(BODY_LENGTH) },
	{ "rfc6376#3.5: l= hexadecimal", VALUE("l=0x10"), F(BODY_LENGTH) },
	{ "rfc6376#3.5: l= with white space within", VALUE("l=1 0"), F(BODY_LENGTH) },
	{ "rfc6376#3.5: l= of 77 digits", VALUE("l=" DIGITS_70 "0000042"), F(BODY_LENGTH) },
	{ "rfc6376#3.2: an empty l= is not an omitted one", VALUE("l="), F(BODY_LENGTH) },
	{ "rfc6376#3.5: t= negative", VALUE("t=-1"), FD(TIMES, "they are no numbers") },
	{ "rfc6376#3.5: t= of letters", VALUE("t=now"), F(TIMES) },
	{ "rfc6376#3.5: t= with a fraction", VALUE("t=1.5"), F(TIMES) },
	{ "rfc6376#3.2: an empty t= is not an omitted one", VALUE("t="), F(TIMES) },
	{ "rfc6376#3.5: x= of letters", VALUE("x=later"), FD(TIMES, "they are no numbers") },
	{ "rfc6376#3.2: an empty x= is not an omitted one", VALUE("x="), F(TIMES) },
	{ "rfc6376#3.5: x= the same as t=", VALUE("t=5; x=5"), FD(TIMES, "it expires before it was made") },
	{ "rfc6376#3.5: x= before t=", VALUE("t=6; x=5"), F(TIMES) },
	{ "rfc6376#3.5: b= empty", DATA("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", ""), FD(SIGNATURE_DATA, "b= is no base64, or empty") },
	{ "rfc6376#3.5: b= no base64", DATA("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "AA!A"), FD(SIGNATURE_DATA, "b= is no base64, or empty") },
	{ "rfc6376#3.5: b= cut", DATA("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "AAAAA"), F(SIGNATURE_DATA) },
	{ "rfc6376#3.5: b= only pads", DATA("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "="), F(SIGNATURE_DATA) },
	{ "rfc6376#3.5: bh= empty", DATA("", "AAAA"), F(SIGNATURE_DATA) },
	{ "rfc6376#3.5: bh= no base64", DATA("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA-AA=", "AAAA"), F(SIGNATURE_DATA) },
	{ "rfc6376#3.7: bh= of 31 octets", DATA("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==", "AAAA"), FD(SIGNATURE_DATA, "bh= is no base64, or of the wrong length") },
	{ "rfc6376#3.7: bh= of 33 octets", DATA("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "AAAA"), F(SIGNATURE_DATA) },
	{ "rfc6376#3.7: bh= of SHA-1 under sha256", ALGORITHM("rsa-sha256", BH_20), F(SIGNATURE_DATA) },
	{ "rfc6376#3.7: bh= of SHA-256 under sha1", ALGORITHM("rsa-sha1", BH), F(SIGNATURE_DATA) },
};
// clang-format on

static struct zgl_dkimsig read_sig(zgl_sv value, struct zgl_arena *a)
{
	struct zgl_dkimsig sig;

	assert_int_equal(zgl_dkimsig_read(value, &limits, a, &sig), ZGL_OK);
	return sig;
}

static void tell_time(struct zgl_buf *to, int64_t time_s)
{
	if (time_s == ZGL_NO_TIME)
		zgl_buf_char(to, '-');
	else if (time_s == INT64_MAX)
		zgl_buf_text(to, "never");
	else
		zgl_buf_num(to, (uint64_t)time_s);
}

static void tell_view(struct zgl_buf *to, zgl_sv view)
{
	if (view.p == NULL)
		zgl_buf_char(to, '-');
	else
		zgl_buf_put(to, view);
}

static void tell_canon(struct zgl_buf *to, enum zgl_canon canon)
{
	zgl_buf_text(to, canon == ZGL_CANON_SIMPLE ? "simple" : "relaxed");
}

static void tell_names(struct zgl_buf *to, const struct zgl_names *names)
{
	for (size_t i = 0; i < names->count; i++) {
		zgl_buf_text(to, i == 0 ? "" : " ");
		zgl_buf_put(to, names->at[i]);
	}
}

static void tell(struct zgl_buf *to, const struct zgl_dkimsig *sig, char part)
{
	switch (part) {
	case 'a':
		tell_view(to, sig->algorithm);
		zgl_buf_text(to,
			sig->key_alg == ZGL_KEY_RSA ? ": rsa" : ": ed25519");
		zgl_buf_text(to,
			sig->hash_alg == ZGL_HASH_SHA1 ? " sha1" : " sha256");
		break;
	case 'c':
		tell_view(to, sig->canonicalization);
		zgl_buf_text(to, ": ");
		tell_canon(to, sig->header_canon);
		zgl_buf_char(to, '/');
		tell_canon(to, sig->body_canon);
		break;
	case 'd': zgl_buf_put(to, zgl_dname_sv(&sig->domain)); break;
	case 's': zgl_buf_put(to, zgl_dname_sv(&sig->selector)); break;
	case 'i': tell_view(to, sig->identity); break;
	case 'I': zgl_buf_put(to, zgl_dname_sv(&sig->identity_domain)); break;
	case 'h': tell_names(to, &sig->names); break;
	case 'l': zgl_buf_num(to, sig->body_length); break;
	case 't': tell_time(to, sig->signed_at_s); break;
	case 'x': tell_time(to, sig->expires_at_s); break;
	case 'b': tell_view(to, sig->signature); break;
	case 'B': tell_view(to, sig->body_hash); break;
	default: fail();
	}
}

static void check_good(void **state)
{
	const struct good *row = *state;
	struct zgl_arena a;
	struct zgl_buf told;

	zgl_arena_begin(&a, 1 << 16);
	zgl_buf_begin(&told, 1 << 16);
	struct zgl_dkimsig sig = read_sig(zgl_sv_of(row->value), &a);
	assert_string_equal(zgl_dkim_reason_word(sig.fault), "verified");
	assert_null(sig.detail);
	tell(&told, &sig, row->part);
	assert_sv_equal(zgl_buf_sv(&told), zgl_sv_of(row->told));
	zgl_buf_free(&told);
	zgl_arena_free(&a);
}

static void check_bad(void **state)
{
	const struct bad *row = *state;
	struct zgl_arena a;

	zgl_arena_begin(&a, 1 << 16);
	struct zgl_dkimsig sig = read_sig(zgl_sv_of(row->value), &a);
	assert_string_equal(zgl_dkim_reason_word(sig.fault),
		zgl_dkim_reason_word(row->fault));
	if (row->detail != NULL) {
		assert_non_null(sig.detail);
		assert_string_equal(sig.detail, row->detail);
	}
	zgl_arena_free(&a);
}

/* rfc6376#3.7: what is left out when the signature is hashed. */
static void the_raw_octets_of_b(void **state)
{
	static const char value[] =
		"bh = AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=; "
		"z=b=1; v=1; a=rsa-sha256; d=example.com; "
		"s=sel; h=from; b =\r\n\t AA\tAA ; y=b";
	const char *at = strstr(value, "\r\n\t AA\tAA ");
	struct zgl_arena a;

	(void)state;
	zgl_arena_begin(&a, 1 << 16);
	struct zgl_dkimsig sig = read_sig(zgl_sv_of(value), &a);
	assert_int_equal(sig.fault, ZGL_DKIM_REASON_VERIFIED);
	assert_ptr_equal(sig.b.p, at);
	assert_int_equal(sig.b.n, strlen("\r\n\t AA\tAA "));
	zgl_arena_free(&a);
}

static void reports_get_what_was_read_before_a_fault(void **state)
{
	struct zgl_arena a;

	(void)state;
	zgl_arena_begin(&a, 1 << 16);
	struct zgl_dkimsig sig = read_sig(ZGL_SV("v=2; a=x; d=example.com; "
						 "s=sel; h=; bh=; b="),
		&a);
	assert_int_equal(sig.fault, ZGL_DKIM_REASON_VERSION);
	assert_string_equal(sig.domain.text, "example.com");
	assert_string_equal(sig.selector.text, "sel");
	sig = read_sig(ZGL_SV("v=1; a=x; d=com; s=sel; h=; bh=; b="), &a);
	assert_int_equal(sig.fault, ZGL_DKIM_REASON_DOMAIN);
	assert_string_equal(sig.detail, "it has one label only");
	sig = read_sig(ZGL_SV("v=1; a=x; d=a b; s=sel; h=; bh=; b="), &a);
	assert_int_equal(sig.fault, ZGL_DKIM_REASON_DOMAIN);
	assert_int_equal(sig.domain.n, 0);
	assert_non_null(sig.detail);
	zgl_arena_free(&a);
}

/* VALUE with `count` of `part` behind it. */
static enum zgl_dkim_reason fault_of_many(
	const char *start, const char *part, size_t count)
{
	struct zgl_arena a;
	struct zgl_buf text;

	zgl_arena_begin(&a, 1 << 20);
	zgl_buf_begin(&text, 1 << 20);
	zgl_buf_text(&text, start);
	for (size_t i = 0; i < count; i++) {
		zgl_buf_text(&text, part);
		if (part[0] == 't')
			zgl_buf_num(&text, i);
		zgl_buf_text(&text, part[0] == 't' ? "=;" : "");
	}
	enum zgl_dkim_reason fault = read_sig(zgl_buf_sv(&text), &a).fault;
	zgl_buf_free(&text);
	zgl_arena_free(&a);
	return fault;
}

static void limits_hold(void **state)
{
	size_t names = limits.signed_names, tags = ZGL_TAGS_MAX;

	(void)state;
	assert_int_equal(fault_of_many(FIELDS("from"), ":a", names - 1),
		ZGL_DKIM_REASON_VERIFIED);
	assert_int_equal(fault_of_many(FIELDS("from"), ":a", names),
		ZGL_DKIM_REASON_SIGNED_FIELDS);
	assert_int_equal(fault_of_many(FIELDS("from"), ":a", 100 * names),
		ZGL_DKIM_REASON_SIGNED_FIELDS);
	assert_int_equal(fault_of_many(VALUE(""), "t", tags - 7),
		ZGL_DKIM_REASON_VERIFIED);
	assert_int_equal(fault_of_many(VALUE(""), "t", tags - 6),
		ZGL_DKIM_REASON_SYNTAX);
	assert_int_equal(fault_of_many(VALUE(""), "t", 100 * tags),
		ZGL_DKIM_REASON_SYNTAX);
}

/* Of every size too small for the signature. */
static void an_arena_without_room_is_an_error(void **state)
{
	zgl_sv value = zgl_sv_of(VALUE("i=joe@example.com"));
	size_t refused = 0;

	(void)state;
	for (size_t cap = 0; cap < 64 * 1024; cap += 512) {
		struct zgl_dkimsig sig;
		struct zgl_arena a;
		zgl_arena_begin(&a, cap);
		enum zgl_err err = zgl_dkimsig_read(value, &limits, &a, &sig);
		assert_true(err == ZGL_OK || err == ZGL_ELIMIT);
		assert_true(err == a.err);
		refused += err != ZGL_OK;
		if (err == ZGL_OK)
			assert_int_equal(sig.fault, ZGL_DKIM_REASON_VERIFIED);
		zgl_arena_free(&a);
	}
	assert_true(refused > 0);
}

int main(void)
{
	struct rows r = { 0 };

	limits = ZGL_LIMITS_DEFAULT;
	ROWS_ADD(&r, good, check_good);
	ROWS_ADD(&r, bad, check_bad);
	rows_add_one(&r, "rfc6376#3.7: b= as it stands, its white space too",
		the_raw_octets_of_b);
	rows_add_one(&r, "reports get what was read before a fault",
		reports_get_what_was_read_before_a_fault);
	rows_add_one(&r, "400 names and 64 tags, and one more", limits_hold);
	rows_add_one(&r, "an arena without room is ZGL_ELIMIT",
		an_arena_without_room_is_an_error);
	return rows_run(&r, "dkimsig");
}
