/* SPDX-License-Identifier: ISC */
/*
 * dkimverify: whole messages, signed, changed on the way, and judged. Every row
 * is verified at every split of its body, with a key cache and without.
 * tests/dkim/README.md tells which rule is tested where.
 */
#include "tests/dkim/mail_maker.h"
#include "tests/rows.h"
#include "tests/sig/recordhelp.h"
#include "zegel/dns/zone.h"

#define SEALS 3

/* One bit for each enum zgl_dkim_warning. */
#define W_LENGTH  (1U << ZGL_DKIM_WARNING_BODY_LENGTH)
#define W_BODY    (1U << ZGL_DKIM_WARNING_UNSIGNED_BODY)
#define W_TESTING (1U << ZGL_DKIM_WARNING_TESTING)
#define W_SHA1    (1U << ZGL_DKIM_WARNING_SHA1)
#define W_SMALL   (1U << ZGL_DKIM_WARNING_KEY_SMALL)
#define W_SEVERAL (1U << ZGL_DKIM_WARNING_SEVERAL_KEYS)
#define W_FROM    (1U << ZGL_DKIM_WARNING_FROM_UNSIGNED)

struct want {
	enum zgl_dkim_result result;
	enum zgl_dkim_reason reason;
	unsigned warnings;
};

/* Differences to ZGL_DKIMVERIFY_DEFAULT; 0: none. */
struct options {
	unsigned min_rsa_bits, max_rsa_bits;
	bool sha1, unsigned_body;
	int64_t later_s; /* the clock is MAIL_NOW and this */
};

struct row {
	const char *name;
	struct want want[SEALS];       /* of each signature, from the top */
	const char *header;            /* NULL: MAIL_HEADER */
	const char *body;              /* NULL: MAIL_BODY */
	struct mail_seal seals[SEALS]; /* the last one comes to stand on top */
	size_t count;                  /* of seals; 0: 1 */

	/* What happens on the way: the first `find` is replaced, fields are
	 * put on top, the body is another. NULL: nothing. */
	const char *find, *replace, *top, *new_body;

	/* What DNS says for the selector "sel", and for every name. */
	const char *record;
	enum zgl_answer_state state;
	enum zgl_dnssec dnssec;

	struct options options;
	const char *asked; /* the one name that is asked; NULL: any */
};

#define PASS                                                                   \
	{                                                                      \
		{                                                              \
			ZGL_DKIM_PASS, ZGL_DKIM_REASON_VERIFIED, 0             \
		}                                                              \
	}
#define PASS_WARNED(w)                                                         \
	{                                                                      \
		{                                                              \
			ZGL_DKIM_PASS, ZGL_DKIM_REASON_VERIFIED, w             \
		}                                                              \
	}
#define FAIL(reason)                                                           \
	{                                                                      \
		{                                                              \
			ZGL_DKIM_FAIL, ZGL_DKIM_REASON_##reason, 0             \
		}                                                              \
	}
#define FAIL_WARNED(r, w)                                                      \
	{                                                                      \
		{                                                              \
			ZGL_DKIM_FAIL, ZGL_DKIM_REASON_##r, w                  \
		}                                                              \
	}
#define PERM(reason)                                                           \
	{                                                                      \
		{                                                              \
			ZGL_DKIM_PERMERROR, ZGL_DKIM_REASON_##reason, 0        \
		}                                                              \
	}
#define PERM_WARNED(r, w)                                                      \
	{                                                                      \
		{                                                              \
			ZGL_DKIM_PERMERROR, ZGL_DKIM_REASON_##r, w             \
		}                                                              \
	}
#define TEMP(reason)                                                           \
	{                                                                      \
		{                                                              \
			ZGL_DKIM_TEMPERROR, ZGL_DKIM_REASON_##reason, 0        \
		}                                                              \
	}
#define POLICY(reason, w)                                                      \
	{                                                                      \
		{                                                              \
			ZGL_DKIM_POLICY, ZGL_DKIM_REASON_##reason, w           \
		}                                                              \
	}

/* One signature of this value, with more tags, with another selector. */
#define VALUE(text)   .seals = { { .value = text } }
#define TAGS(tags)    VALUE(MAIL_VALUE(tags))
#define CANON(both)   .seals = { { .canon = both } }
#define NAMES(list)   .seals = { { .names = list } }
#define RECORD(text)  .seals = { { .selector = "sel" } }, .record = text
#define LENGTH(n)     .seals = { { .value = MAIL_VALUE("l=$l; "), .length = n } }
#define EMPTY_SIMPLE  "frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY="
#define EMPTY_RELAXED "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

#define TEN_NAMES "x:x:x:x:x:x:x:x:x:x"
#define FIFTY_NAMES                                                            \
	TEN_NAMES ":" TEN_NAMES ":" TEN_NAMES ":" TEN_NAMES ":" TEN_NAMES
#define HUNDRED_NAMES FIFTY_NAMES ":" FIFTY_NAMES

// clang-format off
static const struct row tags[] = {
	{ "rfc6376#6.1.3: a signature verifies", PASS, CANON("rr") },
	{ "rfc6376#6.1.3: a changed body fails", FAIL(BODY_CHANGED), .new_body = MAIL_BODY "more" },
	{ "rfc6376#6.1.3: a changed field fails", FAIL(SIGNATURE), .find = "dinner", .replace = "supper" },
	{ "rfc6376#6.1.3: a field that is not signed may change", PASS, .header = MAIL_HEADER "X-Spam: no\r\n", .find = "no\r\n", .replace = "yes\r\n" },
	{ "rfc6376#6.1.3: a changed tag fails", FAIL(SIGNATURE), TAGS("t=1600000000; "), .find = "t=16", .replace = "t=15" },
	{ "rfc6376#6.1.3: a changed b= fails", FAIL(SIGNATURE), .find = "; b=", .replace = "; b=AAAA" },
	{ "rfc6376#3.2: a tag twice", PERM(SYNTAX), TAGS("q=dns/txt; q=dns/txt; ") },
	{ "rfc6376#3.2: names have their case, V=1 is no v=1", PERM(VERSION), VALUE("V=1; a=$a; c=$c; d=example.com; s=$s; h=$h; bh=$bh; b=$b") },
	{ "rfc6376#3.2: white space around tags, = and values", PASS, VALUE(" v =\r\n\t1 ;a= $a\t; c =$c;d= example.com ;\r\n s\t= $s; h = $h ;bh=$bh; b = $b ") },
	{ "rfc6376#3.2: a semicolon at the end", PASS, VALUE("v=1; a=$a; c=$c; d=example.com; s=$s; h=$h; bh=$bh; b=$b;") },
	{ "rfc6376#3.2: a semicolon and white space at the end", PASS, VALUE("v=1; a=$a; c=$c; d=example.com; s=$s; h=$h; bh=$bh; b=$b ; ") },
	{ "rfc6376#3.2: an empty q= is not an omitted one", PERM(QUERY_METHOD), TAGS("q=; ") },
	{ "rfc6376#3.2: an empty i= is not an omitted one", PERM(IDENTITY), TAGS("i=; ") },
	{ "rfc6376#3.2: an empty l= is not an omitted one", PERM(BODY_LENGTH), TAGS("l=; ") },
	{ "rfc6376#3.2: an empty z= is one", PASS, TAGS("z=; ") },
	{ "rfc6376#3.2: unknown tags are ignored", PASS, TAGS("xyz=1; y_2=a = b; ") },
	{ "rfc6376#3.7: unknown tags are hashed", FAIL(SIGNATURE), TAGS("xyz=1; "), .find = "xyz=1", .replace = "xyz=2" },
	{ "rfc6376#3.5: v= missing", PERM(VERSION), VALUE("a=$a; c=$c; d=example.com; s=$s; h=$h; bh=$bh; b=$b") },
	{ "rfc6376#3.5: v=2", PERM(VERSION), VALUE("v=2; a=$a; c=$c; d=example.com; s=$s; h=$h; bh=$bh; b=$b") },
	{ "rfc6376#6.1.1: a= missing", PERM(TAG_MISSING), VALUE("v=1; c=$c; d=example.com; s=$s; h=$h; bh=$bh; b=$b") },
	{ "rfc6376#6.1.1: b= missing", PERM(TAG_MISSING), VALUE("v=1; a=$a; c=$c; d=example.com; s=$s; h=$h; bh=$bh") },
	{ "rfc6376#6.1.1: bh= missing", PERM(TAG_MISSING), VALUE("v=1; a=$a; c=$c; d=example.com; s=$s; h=$h; b=$b") },
	{ "rfc6376#6.1.1: d= missing", PERM(TAG_MISSING), VALUE("v=1; a=$a; c=$c; s=$s; h=$h; bh=$bh; b=$b") },
	{ "rfc6376#6.1.1: h= missing", PERM(TAG_MISSING), VALUE("v=1; a=$a; c=$c; d=example.com; s=$s; bh=$bh; b=$b") },
	{ "rfc6376#6.1.1: s= missing", PERM(TAG_MISSING), VALUE("v=1; a=$a; c=$c; d=example.com; h=$h; bh=$bh; b=$b") },
	{ "rfc6376#3.5: c= missing is simple/simple", PASS, .seals = { { .value = "v=1; a=$a; d=example.com; s=$s; h=$h; bh=$bh; b=$b", .canon = "ss" } } },
	{ "rfc6376#3.5: c=relaxed is relaxed/simple", PASS, .seals = { { .value = "v=1; a=$a; c=relaxed; d=example.com; s=$s; h=$h; bh=$bh; b=$b", .canon = "rs" } } },
	{ "rfc6376#3.5: c=simple is simple/simple", PASS, .seals = { { .value = "v=1; a=$a; c=simple; d=example.com; s=$s; h=$h; bh=$bh; b=$b", .canon = "ss" } } },
	{ "rfc6376#3.5: c= unknown", PERM(CANONICALIZATION), VALUE("v=1; a=$a; c=nofws; d=example.com; s=$s; h=$h; bh=$bh; b=$b") },
	{ "rfc6376#3.5: h= has From in any case", PASS, NAMES("subject:FROM:to") },
	{ "rfc6376#6.1.1: h= without From", PERM(FROM_NOT_SIGNED), NAMES("subject:to:x-from") },
	{ "rfc6376#3.5: h= with white space round the colons", PASS, NAMES("from\r\n :\tto : subject") },
	{ "rfc6376#3.5: h= must not be empty", PERM(SIGNED_FIELDS), VALUE("v=1; a=$a; c=$c; d=example.com; s=$s; h=; bh=$bh; b=$b") },
	{ "rfc6376#3.5: h= of 400 names", PASS, .seals = { { .names = "from:" HUNDRED_NAMES ":" HUNDRED_NAMES ":" HUNDRED_NAMES ":" FIFTY_NAMES ":" TEN_NAMES ":" TEN_NAMES ":" TEN_NAMES ":" TEN_NAMES ":a:b:c:d:e:f:g:h:i" } } },
	{ "rfc6376#3.5: h= of 1000 names is not looked at", PERM(SIGNED_FIELDS), VALUE("v=1; a=$a; c=$c; d=example.com; s=$s; bh=$bh; b=$b; h=from:" HUNDRED_NAMES ":" HUNDRED_NAMES ":" HUNDRED_NAMES ":" HUNDRED_NAMES ":" HUNDRED_NAMES ":" HUNDRED_NAMES ":" HUNDRED_NAMES ":" HUNDRED_NAMES ":" HUNDRED_NAMES ":" HUNDRED_NAMES) },
	{ "rfc6376#3.5: no i= is @d", PASS, RECORD("t=s; p=$rsa1024") },
	{ "rfc6376#3.5: i= of the domain itself", PASS, TAGS("i=@example.com; ") },
	{ "rfc6376#3.5: i= of a subdomain", PASS, TAGS("i=joe@a.b.example.com; ") },
	{ "rfc6376#3.5: i= of the domain in another case", PASS, TAGS("i=joe@EXAMPLE.Com; ") },
	{ "rfc6376#6.1.1: i= of another domain", PERM(IDENTITY), TAGS("i=joe@example.net; ") },
	{ "rfc6376#6.1.1: i= of a domain that only ends so", PERM(IDENTITY), TAGS("i=joe@notexample.com; ") },
	{ "rfc6376#2.11: i= in quoted-printable", PASS, TAGS("i=\"j=6Fe=20x=3B\"@example.com; ") },
	{ "rfc6376#2.11: i= in bad quoted-printable", PERM(IDENTITY), TAGS("i=joe=2@example.com; ") },
	{ "rfc6376#3.5: i= with what is no local part", PERM(IDENTITY), TAGS("i=j=6Fe=20x=3B@example.com; ") },
	{ "rfc6376#3.5: an empty method in q=", PERM(QUERY_METHOD), TAGS("q=dns/txt::; ") },
	{ "rfc6376#3.5: unknown methods of q= are skipped", PASS, TAGS("q=http/well-known : dns/txt; ") },
	{ "rfc6376#3.5: no known method in q=", PERM(QUERY_METHOD), TAGS("q=http/well-known; ") },
	{ "rfc6376#3.5: white space anywhere in b= and bh=", PASS, VALUE("v=1; a=$a; c=$c; d=example.com; s=$s; h=$h; bh=$BH; b=$B") },
	{ "rfc6376#3.5: b= is no base64", PERM(SIGNATURE_DATA), VALUE("v=1; a=$a; c=$c; d=example.com; s=$s; h=$h; bh=$bh; b=@@@@") },
	{ "rfc6376#3.5: b= is empty", PERM(SIGNATURE_DATA), VALUE("v=1; a=$a; c=$c; d=example.com; s=$s; h=$h; bh=$bh; b=") },
	{ "rfc6376#3.5: bh= is no base64", PERM(SIGNATURE_DATA), VALUE("v=1; a=$a; c=$c; d=example.com; s=$s; h=$h; bh=@$bh; b=$b") },
	{ "rfc6376#3.5: b= of another length than the key's", FAIL(SIGNATURE), VALUE("v=1; a=$a; c=$c; d=example.com; s=$s; h=$h; bh=$bh; b=AAAA") },
	{ "rfc6376#3.7: b= first, with white space around it, simple", PASS, .seals = { { .value = "b=\r\n\t $b \r\n ; v=1; a=$a; c=$c; d=example.com; s=$s; h=$h; bh=$bh", .canon = "ss" } } },
	{ "rfc6376#3.7: b= within other tags stays, and bh=", PASS, .seals = { { .value = "z=b=1|bh=2; bh = $bh; b = $b; y=b; ab=b=; v=1; a=$a; c=$c; d=example.com; s=$s; h=$h", .canon = "ss" } } },
	{ "rfc6376#3.7: white space added around b= changes nothing, simple", PASS, CANON("ss"), .find = "; b=", .replace = "; b=\r\n " },
	{ "rfc6376#3.4.1: white space added elsewhere does, simple", FAIL(SIGNATURE), CANON("ss"), .find = "; b=", .replace = ";  b=" },
	{ "rfc6376#3.4.2: white space folded elsewhere does not, relaxed", PASS, .find = "; b=", .replace = ";\r\n\t  b=" },
	{ "rfc6376#3.7: CRLF at the end of the own field is not hashed", PASS, CANON("sr") },
	{ "rfc6376#3.5: z= is ignored", PASS, TAGS("z=From:someone@example.org|Subject:other; ") },
	{ "rfc6376#3.5: d= of a single label", PERM(DOMAIN), VALUE("v=1; a=$a; c=$c; d=com; s=$s; h=$h; bh=$bh; b=$b") },
	{ "rfc6376#3.5: d= with a dot at the end", PERM(DOMAIN), VALUE("v=1; a=$a; c=$c; d=example.com.; s=$s; h=$h; bh=$bh; b=$b") },
	{ "rfc6376#3.5: d= of an address literal", PERM(DOMAIN), VALUE("v=1; a=$a; c=$c; d=[192.0.2.1]; s=$s; h=$h; bh=$bh; b=$b") },
	{ "rfc6376#3.5: d= empty", PERM(DOMAIN), VALUE("v=1; a=$a; c=$c; d=; s=$s; h=$h; bh=$bh; b=$b") },
	{ "rfc6376#3.5: d= with an underscore", PASS, VALUE("v=1; a=$a; c=$c; d=_x.example.com; s=$s; h=$h; bh=$bh; b=$b"), .asked = "rsa1024._domainkey._x.example.com" },
	{ "rfc6376#3.6.2: the name that is asked", PASS, TAGS(""), .asked = "rsa1024._domainkey.example.com" },
	{ "rfc6376#3.6.2: a name too long to be asked", PERM(SELECTOR), .seals = { { .selector = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" } } },
	{ "rfc8616#5: U-labels in d= s= and i= are asked as A-labels", PASS, .seals = { { .value = "v=1; a=$a; c=$c; d=m\xc3\xbcller.example; s=$s; i=j\xc3\xb6@b\xc3\xa4r.m\xc3\xbcller.example; h=$h; bh=$bh; b=$b", .selector = "s\xc3\xa4l" } }, .record = "p=$rsa1024", .asked = "xn--sl-via._domainkey.xn--mller-kva.example" },
	{ "rfc8616#5: U-labels are hashed as they are written", FAIL(SIGNATURE), VALUE("v=1; a=$a; c=$c; d=m\xc3\xbcller.example; s=$s; h=$h; bh=$bh; b=$b"), .find = "d=m\xc3\xbcller", .replace = "d=xn--mller-kva" },
	{ "rfc8616#5: UTF-8 in a signed field", PASS, .header = "From: J\xc3\xb6 <j\xc3\xb6@m\xc3\xbcller.example>\r\nSubject: \xe2\x82\xac\r\n" },
	{ "rfc6541#4.2: ATPS is not looked up", PASS, TAGS("atps=example.net; atpsh=sha256; "), .asked = "rsa1024._domainkey.example.com" },
	{ "rfc6651#3: a request for reports is not looked up", FAIL(BODY_CHANGED), TAGS("r=y; "), .new_body = "x", .asked = "rsa1024._domainkey.example.com" },
	{ "rfc6376#3.5: a signature field without folds, over 998 octets", PASS, TAGS("z=" HUNDRED_NAMES HUNDRED_NAMES HUNDRED_NAMES HUNDRED_NAMES HUNDRED_NAMES HUNDRED_NAMES "; ") },
};

static const struct row times[] = {
	{ "rfc6376#3.5: t= now", PASS, TAGS("t=1700000000; ") },
	{ "rfc6376#3.5: t= as far ahead as clocks may be apart", PASS, TAGS("t=1700000300; ") },
	{ "rfc6376#3.5: t= one second further", PERM(FUTURE), TAGS("t=1700000301; ") },
	{ "rfc6376#3.5: t= of 13 digits is infinite: in the future", PERM(FUTURE), TAGS("t=1600000000000; ") },
	{ "rfc6376#3.5: x= ahead", PASS, TAGS("t=1; x=1700000001; ") },
	{ "rfc6376#3.5: x= as far behind as clocks may be apart", PASS, TAGS("x=1699999700; ") },
	{ "rfc6376#3.5: x= one second further", PERM(EXPIRED), TAGS("x=1699999699; ") },
	{ "rfc6376#3.5: x=0", PERM(EXPIRED), TAGS("x=0; ") },
	{ "rfc6376#3.5: x= of 13 digits is infinite: it never expires", PASS, TAGS("x=1600000000000; ") },
	{ "rfc6376#3.5: x= is t=", PERM(TIMES), TAGS("t=1700000000; x=1700000000; ") },
	{ "rfc6376#3.5: x= is before t=", PERM(TIMES), TAGS("t=1700000000; x=1699999999; ") },
	{ "a clock before 1970: t= is in the future", PERM(FUTURE), TAGS("t=0; "), .options = { .later_s = INT64_MIN } },
	{ "a clock at its end: x= is over", PERM(EXPIRED), TAGS("x=999999999999; "), .options = { .later_s = INT64_MAX - MAIL_NOW } },
	{ "a clock at its end: infinity is not over", PASS, TAGS("x=9999999999999; "), .options = { .later_s = INT64_MAX - MAIL_NOW } },
};

static const struct row canons[] = {
	{ "rfc6376#3.4: simple/simple", PASS, CANON("ss") },
	{ "rfc6376#3.4: simple/relaxed", PASS, CANON("sr") },
	{ "rfc6376#3.4: relaxed/simple", PASS, CANON("rs") },
	{ "rfc6376#3.4.1: simple, a name in another case", FAIL(SIGNATURE), CANON("sr"), .find = "Subject", .replace = "SUBJECT" },
	{ "rfc6376#3.4.1: simple, a fold taken out", FAIL(SIGNATURE), CANON("sr"), .find = "dinner\r\n ready", .replace = "dinner ready" },
	{ "rfc6376#3.4.1: simple, white space at the end of a field", FAIL(SIGNATURE), CANON("sr"), .find = "ready?", .replace = "ready? " },
	{ "rfc6376#3.4.1: simple, odd white space as it was signed", PASS, CANON("sr"), .header = "From :\tjoe@example.com \t\r\nSubject:\r\n x\r\nTo:\r\n" },
	{ "rfc6376#3.4.2: relaxed, a name in another case", PASS, .find = "Subject", .replace = "SUBJECT" },
	{ "rfc6376#3.4.2: relaxed, white space before the colon", PASS, .find = "Subject:", .replace = "Subject \t:" },
	{ "rfc6376#3.4.2: relaxed, a fold right behind the colon", PASS, .find = "Subject: ", .replace = "Subject:\r\n\t" },
	{ "rfc6376#3.4.2: relaxed, a fold and tabs for a space", PASS, .find = "Is dinner", .replace = "Is\r\n\t\tdinner" },
	{ "rfc6376#3.4.2: relaxed, white space at the end of a field", PASS, .find = "ready?", .replace = "ready? \t " },
	{ "rfc6376#3.4.2: relaxed, a space where none was", FAIL(SIGNATURE), .find = "ready?", .replace = "ready ?" },
	{ "rfc6376#3.4.2: relaxed, an empty value", PASS, .header = "From: joe@example.com\r\nSubject:\r\n", .find = "Subject:", .replace = "Subject: " },
	{ "rfc6376#3.4.3: simple, the bh= of an empty body", PASS, .body = "", .seals = { { .canon = "rs", .value = "v=1; a=$a; c=$c; d=example.com; s=$s; h=$h; bh=" EMPTY_SIMPLE "; b=$b" } } },
	{ "rfc6376#3.4.4: relaxed, the bh= of an empty body", PASS, .body = "", .seals = { { .value = "v=1; a=$a; c=$c; d=example.com; s=$s; h=$h; bh=" EMPTY_RELAXED "; b=$b" } } },
	{ "rfc6376#3.4.4: relaxed, the bh= of a body of white space", PASS, .body = "\r\n \r\n\t\r\n", .seals = { { .value = "v=1; a=$a; c=$c; d=example.com; s=$s; h=$h; bh=" EMPTY_RELAXED "; b=$b" } } },
	{ "rfc6376#3.4.3: simple, empty lines at the end", PASS, CANON("rs"), .body = "a\r\n", .new_body = "a\r\n\r\n\r\n\r\n\r\n\r\n" },
	{ "rfc6376#3.4.3: simple, a line of spaces at the end is not empty", FAIL(BODY_CHANGED), CANON("rs"), .body = "a\r\n", .new_body = "a\r\n  \r\n" },
	{ "rfc6376#3.4.4: relaxed, a line of spaces at the end is empty", PASS, .body = "a\r\n", .new_body = "a\r\n \t \r\n\r\n" },
	{ "rfc6376#3.4.3: simple, the last CRLF is missing", PASS, CANON("rs"), .body = "a\r\n", .new_body = "a" },
	{ "rfc6376#3.4.4: relaxed, the last CRLF is missing", PASS, .body = "a\r\n", .new_body = "a" },
	{ "rfc6376#3.4.4: relaxed, white space within and at the end of lines", PASS, .body = "a b\r\n c\r\n", .new_body = "a \t b\t\r\n\tc \r\n" },
	{ "rfc6376#3.4.4: relaxed, white space where none was", FAIL(BODY_CHANGED), .body = "ab\r\n", .new_body = "a b\r\n" },
	{ "rfc6376#3.4.3: simple, white space at the end of a line", FAIL(BODY_CHANGED), CANON("rs"), .body = "a\r\n", .new_body = "a \r\n" },
	{ "rfc5322#2.3: a lone LF and CR are content", PASS, .body = "a \n b\r c \r\r\n\r\n" },
	{ "rfc5322#2.3: a lone LF is no CRLF", FAIL(BODY_CHANGED), .body = "a\r\nb\r\n", .new_body = "a\nb\r\n" },
	{ "rfc6376#3.4.4: only SP and HTAB are white space", FAIL(BODY_CHANGED), .body = "a b\r\n", .new_body = "a\vb\r\n" },
	{ "rfc6376#3.4.4: 8-bit octets are content", PASS, .body = "\xe2\x82\xac \xff\xfe\r\n" },
	{ "rfc6376#5.3: dots at the start of lines are not doubled", PASS, .body = ".a\r\n..b\r\n.\r\n" },
	{ "rfc6376#5.3: a line of two dots is hashed as it is", PASS, .body = "..\r\n" },
	{ "rfc6376#5.3: a dot taken away on the way is a change", FAIL(BODY_CHANGED), .body = "..a\r\n", .new_body = ".a\r\n" },
	{ "rfc6376#5.3: a dot added on the way is a change", FAIL(BODY_CHANGED), .body = ".a\r\n", .new_body = "..a\r\n" },
	{ "rfc6376#3.4: chunks that end between CR and LF", PASS, .body = "\r\na\r\n\r\n \r\nb \r\n\r\n" },
	{ "rfc6376#3.4: chunks that end between CR and LF, simple", PASS, CANON("ss"), .body = "\r\na\r\n\r\n \r\nb \r\n\r\n" },
};

static const struct row lengths[] = {
	{ "rfc6376#3.5: l= as long as the body", PASS_WARNED(W_LENGTH), LENGTH("5"), .body = "abc\r\n" },
	{ "rfc8601#2.7.1: text behind l= is for the policy", POLICY(UNSIGNED_BODY, W_LENGTH | W_BODY), LENGTH("5"), .body = "abc\r\n", .new_body = "abc\r\nSurprise!\r\n" },
	{ "text behind l= passes by option, with a warning", PASS_WARNED(W_LENGTH | W_BODY), LENGTH("5"), .body = "abc\r\n", .new_body = "abc\r\nSurprise!\r\n", .options = { .unsigned_body = true } },
	{ "rfc6376#3.5: empty lines behind l= are no text", PASS_WARNED(W_LENGTH), LENGTH("5"), .body = "abc\r\n", .new_body = "abc\r\n\r\n\r\n" },
	{ "rfc6376#3.5: l= cuts within CRLF", POLICY(UNSIGNED_BODY, W_LENGTH | W_BODY), LENGTH("4"), .body = "abc\r\n" },
	{ "rfc6376#3.5: a change before l= ends", FAIL_WARNED(BODY_CHANGED, W_LENGTH), LENGTH("5"), .body = "abc\r\n", .new_body = "abd\r\nSurprise!\r\n" },
	{ "rfc6376#3.5: l=0 signs no body at all", POLICY(UNSIGNED_BODY, W_LENGTH | W_BODY), LENGTH("0"), .body = "abc\r\n" },
	{ "rfc6376#3.5: l=0 of an empty body", PASS_WARNED(W_LENGTH), LENGTH("0"), .body = "" },
	{ "rfc6376#3.5: l= larger than the body", PERM_WARNED(BODY_LENGTH, W_LENGTH), LENGTH("6"), .body = "abc\r\n" },
	{ "rfc6376#3.5: l= larger than the body, canonical", PERM_WARNED(BODY_LENGTH, W_LENGTH), LENGTH("6"), .body = "abc  \r\n" },
	{ "rfc6376#3.5: l= of 76 digits", PERM_WARNED(BODY_LENGTH, W_LENGTH), LENGTH("9999999999999999999999999999999999999999999999999999999999999999999999999999") },
	{ "rfc6376#3.5: l= of 77 digits", PERM(BODY_LENGTH), TAGS("l=00000000000000000000000000000000000000000000000000000000000000000000000000005; ") },
	{ "rfc6376#3.5: l= is no number", PERM(BODY_LENGTH), TAGS("l=5a; ") },
};

static const struct row fields[] = {
	{ "rfc6376#5.4.2: of a repeated field the lowest is signed", PASS, .header = "X-A: 1\r\nFrom: joe@example.com\r\nX-A: 2\r\n", NAMES("from:x-a"), .find = "X-A: 1", .replace = "X-A: 3" },
	{ "rfc6376#5.4.2: the lowest is changed", FAIL(SIGNATURE), .header = "X-A: 1\r\nFrom: joe@example.com\r\nX-A: 2\r\n", NAMES("from:x-a"), .find = "X-A: 2", .replace = "X-A: 3" },
	{ "rfc6376#5.4.2: a name twice signs the two lowest", FAIL(SIGNATURE), .header = "X-A: 1\r\nFrom: joe@example.com\r\nX-A: 2\r\n", NAMES("x-a:from:x-a"), .find = "X-A: 1", .replace = "X-A: 3" },
	{ "rfc6376#5.4.2: fields of one name may not trade places", FAIL(SIGNATURE), .header = "X-A: 1\r\nFrom: joe@example.com\r\nX-A: 2\r\n", NAMES("x-a:from:x-a"), .find = "X-A: 1\r\nFrom: joe@example.com\r\nX-A: 2", .replace = "X-A: 2\r\nFrom: joe@example.com\r\nX-A: 1" },
	{ "rfc6376#5.4: fields of other names may trade places", PASS, .header = "From: joe@example.com\r\nX-A: 1\r\n", NAMES("from:x-a"), .find = "From: joe@example.com\r\nX-A: 1", .replace = "X-A: 1\r\nFrom: joe@example.com" },
	{ "rfc6376#5.4: more names than fields", PASS, NAMES("from:from:cc:subject:subject:to:to:to") },
	{ "rfc6376#5.4: a field added after oversigning", FAIL(SIGNATURE), NAMES("from:subject:subject"), .top = "Subject: another\r\n" },
	{ "rfc6376#5.4: a field of an absent name added", FAIL(SIGNATURE), NAMES("from:subject:cc"), .top = "Cc: all@example.net\r\n" },
	{ "rfc6376#5.4: a field signed once, another added above", PASS, NAMES("from:subject"), .top = "Subject: another\r\n" },
	{ "rfc6376#5.4: a field signed once, another added below", FAIL(SIGNATURE), NAMES("from:subject"), .find = "Date:", .replace = "Subject: another\r\nDate:" },
	{ "rfc6376#8.15: a second From on top of an oversigned one", FAIL_WARNED(SIGNATURE, 0), NAMES("from:from:subject"), .top = "From: ceo@example.com\r\n" },
	{ "rfc6376#8.15: a second From on top, not oversigned, is warned of", PASS_WARNED(W_FROM), NAMES("from:subject"), .top = "From: ceo@example.com\r\n" },
	{ "rfc6376#8.15: a second From with white space in its name", PASS_WARNED(W_FROM), NAMES("from:subject"), .top = "FROM : ceo@example.com\r\n" },
	{ "rfc6376#8.15: two From that are both signed", PASS, .header = "From: a@example.com\r\nFrom: b@example.com\r\n", NAMES("from:from") },
	{ "rfc6376#5.4: a signed field taken away", FAIL(SIGNATURE), .find = "To: Suzie <suzie@example.net>\r\n", .replace = "" },
	{ "rfc5322#3.6: a message without From", PASS, .header = "To: joe@example.com\r\n" },
	{ "a header of one field", PASS, .header = "From:\r\n" },
};
// clang-format on

// clang-format off
static const struct row keys[] = {
	{ "rfc6376#3.2: a tag twice in the key record", PERM(KEY_RECORD), RECORD("v=DKIM1; p=$rsa1024; s=*; s=*") },
	{ "rfc6376#3.6.1: v=DKIM1 first", PASS, RECORD("v=DKIM1; p=$rsa1024") },
	{ "rfc6376#3.6.1: no v=", PASS, RECORD("p=$rsa1024") },
	{ "rfc6376#3.6.1: v= not first", PERM(KEY_RECORD), RECORD("p=$rsa1024; v=DKIM1") },
	{ "rfc6376#3.6.1: v=DKIM1.0", PERM(KEY_RECORD), RECORD("v=DKIM1.0; p=$rsa1024") },
	{ "rfc6376#3.6.1: v=dkim1", PERM(KEY_RECORD), RECORD("v=dkim1; p=$rsa1024") },
	{ "rfc6376#3.6.1: k= unknown", PERM(KEY_RECORD), RECORD("k=xxx; p=$rsa1024") },
	{ "rfc6376#3.6.1: no p=", PERM(KEY_RECORD), RECORD("v=DKIM1; k=rsa") },
	{ "rfc6376#3.6.1: an empty p=", PERM(KEY_REVOKED), RECORD("v=DKIM1; p=") },
	{ "rfc6376#3.6.1: p= with white space", PASS, RECORD("p = $rsa1024 ;") },
	{ "rfc6376#3.6.1: p= of another key", FAIL(SIGNATURE), RECORD("p=$rsa2048") },
	{ "rfc6376#3.6.1: h=sha1 and a=rsa-sha256", PERM(KEY_HASH), RECORD("h=sha1; p=$rsa1024") },
	{ "rfc6376#3.6.1: h=sha256:sha1", PASS, RECORD("h=sha256:sha1; p=$rsa1024") },
	{ "rfc6376#3.6.1: h= with an unknown hash", PASS, RECORD("h=sha512:sha256; p=$rsa1024") },
	{ "rfc6376#3.6.1: h= with unknown hashes only", PERM(KEY_HASH), RECORD("h=sha512; p=$rsa1024") },
	{ "rfc6376#3.6.1: s=email", PASS, RECORD("s=email; p=$rsa1024") },
	{ "rfc6376#3.6.1: s=*", PASS, RECORD("s=*; p=$rsa1024") },
	{ "rfc6376#3.6.1: s= of another service", PERM(KEY_RECORD), RECORD("s=tlsrpt; p=$rsa1024") },
	{ "rfc6376#3.6.1: t=y is told", PASS_WARNED(W_TESTING), RECORD("t=y; p=$rsa1024") },
	{ "rfc6376#3.6.1: t=y is told of a failure too", FAIL_WARNED(BODY_CHANGED, W_TESTING), RECORD("t=y:x; p=$rsa1024"), .new_body = "x" },
	{ "rfc6376#3.6.1: t=s and i= of the domain itself", PASS, .seals = { { .value = MAIL_VALUE("i=joe@example.com; "), .selector = "sel" } }, .record = "t=s; p=$rsa1024" },
	{ "rfc6376#3.6.1: t=s and i= of a subdomain", PERM(KEY_STRICT), .seals = { { .value = MAIL_VALUE("i=joe@sub.example.com; "), .selector = "sel" } }, .record = "t=s; p=$rsa1024" },
	{ "rfc6376#3.6.1: unknown flags", PASS, RECORD("t=x:yy; p=$rsa1024") },
	{ "rfc6376#C.1: the g= of RFC 4871", PASS, RECORD("g=someone; p=$rsa1024") },
	{ "rfc6376#C.1: an empty g=", PASS, RECORD("g=; p=$rsa1024") },
	{ "rfc6376#3.6.1: n= with =3B", PASS, RECORD("n=see =3B below; p=$rsa1024") },
	{ "rfc6376#3.6.2.2: strings split in base64", PASS, RECORD("v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDOghJHKo1HaUtQLtsqAmwPLqAJ|gT23fTWLYW2TTDXTI4+bGbcR|IB/JTs24XYxRAswJpHDZiXUphq7kDjX6WMnFVb3Kk2WOeiLmiG3MfJ9STgS21xO6Ly7zrhaZ/kOlkuT4VImui3kK3Xj7WSJNDWt5wk7FtsRjqDD9Tb8pp+IxUwIDAQAB") },
	{ "rfc6376#3.6.2.2: strings split in a tag name and a word", PASS_WARNED(W_TESTING), RECORD("v|=DK|IM1; |k=r|sa;| t=|y; unk|nown=1; p=|$rsa1024") },
	{ "rfc6376#3.6.2.2: an empty string between", PASS, RECORD("||v=DKIM1; || p=$rsa1024|") },
	{ "rfc6376#3.6.2.2: strings of 255 octets", PASS, .seals = { { .key = "rsa4096", .selector = "sel" } }, .record = "v=DKIM1; k=rsa; p=$rsa4096" },
	{ "rfc6376#6.1.2: SPF text of a wildcard", PERM(KEY_RECORD), RECORD("v=spf1 -all") },
	{ "rfc6376#6.1.2: an empty record", PERM(KEY_RECORD), RECORD("") },
	{ "rfc6376#6.1.2: SPF text beside the key", PASS_WARNED(W_SEVERAL), RECORD("v=spf1 -all\nv=DKIM1; p=$rsa1024") },
	{ "rfc6376#6.1.2: SPF text behind the key", PASS_WARNED(W_SEVERAL), RECORD("v=DKIM1; p=$rsa1024\nv=spf1 -all") },
	{ "rfc6376#6.1.2: two keys, the second is right", PASS_WARNED(W_SEVERAL), RECORD("p=$rsa2048\np=$rsa1024") },
	{ "rfc6376#6.1.2: two keys, the first is right", PASS_WARNED(W_SEVERAL), RECORD("p=$rsa1024\np=$rsa2048") },
	{ "rfc6376#6.1.2: two keys, none is right", FAIL_WARNED(SIGNATURE, W_SEVERAL), RECORD("p=$rsa3072\np=$rsa2048") },
	{ "rfc6376#6.1.2: a key of another kind beside the right one", PASS_WARNED(W_SEVERAL), RECORD("k=ed25519; p=$ed25519\np=$rsa1024") },
	{ "rfc6376#6.1.2: a wrong key, then one of another kind", FAIL_WARNED(SIGNATURE, W_SEVERAL), RECORD("p=$rsa2048\nk=ed25519; p=$ed25519") },
	{ "rfc6376#6.1.2: a revoked key beside the right one", PASS_WARNED(W_SEVERAL), RECORD("p=\np=$rsa1024") },
	{ "rfc6376#6.1.2: what a key says that did not verify is forgotten", PASS_WARNED(W_SEVERAL), RECORD("t=y; p=$rsa2048\np=$rsa1024") },
	{ "rfc6376#6.1.2: what the key says that verified is told", PASS_WARNED(W_SEVERAL | W_TESTING), RECORD("p=$rsa2048\nt=y; p=$rsa1024") },
	{ "rfc6376#6.1.2: of many keys four are tried", PASS_WARNED(W_SEVERAL), RECORD("p=$rsa2048\np=$rsa3072\np=$rsa4096\np=$rsa1024\np=$rsa2048") },
	{ "rfc6376#6.1.2: of many keys the fifth is not", FAIL_WARNED(SIGNATURE, W_SEVERAL), RECORD("p=$rsa2048\np=$rsa3072\np=$rsa4096\np=$rsa1024e3\np=$rsa1024") },
	{ "rfc6376#6.1.2: a key behind 15 other records", PASS_WARNED(W_SEVERAL), RECORD("a\na\na\na\na\na\na\na\na\na\na\na\na\na\na\np=$rsa1024") },
	{ "rfc6376#6.1.2: a key behind 16 other records is not looked for", PERM_WARNED(KEY_RECORD, W_SEVERAL), RECORD("a\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\np=$rsa1024") },
	{ "rfc6376#3.6.1: RSA as bare RSAPublicKey", PASS, RECORD("p=$rsa1024-bare") },
	{ "rfc8463#4.2: Ed25519 as 32 octets", PASS, .seals = { { .key = "ed25519", .selector = "sel" } }, .record = "k=ed25519; p=$ed25519" },
	{ "rfc8463#4.2: Ed25519 in any other form", PERM(KEY_RECORD), .seals = { { .key = "ed25519", .selector = "sel" } }, .record = "k=ed25519; p=$ed25519-bare" },
	{ "rfc8463#4.2: k= must tell of Ed25519", PERM(KEY_RECORD), .seals = { { .key = "ed25519", .selector = "sel" } }, .record = "p=$ed25519" },
	{ "rfc6376#6.1.2: a=rsa-sha256 and an Ed25519 key", PERM(KEY_ALGORITHM), RECORD("k=ed25519; p=$ed25519") },
	{ "rfc6376#6.1.2: a=ed25519-sha256 and an RSA key", PERM(KEY_ALGORITHM), .seals = { { .key = "ed25519", .selector = "sel" } }, .record = "p=$rsa1024" },
	{ "rfc6376#6.1.2: no such name", PERM(NO_KEY), .state = ZGL_ANSWER_NXDOMAIN },
	{ "rfc6376#6.1.2: no TXT at the name", PERM(NO_KEY), .state = ZGL_ANSWER_NODATA },
	{ "rfc6376#6.1.2: DNS fails", TEMP(DNS), .state = ZGL_ANSWER_TEMPFAIL },
	{ "rfc8601#2.7.1: an answer that makes no sense will not pass by itself", PERM(DNS_MALFORMED), .state = ZGL_ANSWER_MALFORMED },
	{ "rfc4035#5.5: bogus comes before all that an answer says", TEMP(DNS_BOGUS), .state = ZGL_ANSWER_MALFORMED, .dnssec = ZGL_DNSSEC_BOGUS },
	{ "rfc4035#5.5: a bogus answer", TEMP(DNS_BOGUS), .state = ZGL_ANSWER_TEMPFAIL, .dnssec = ZGL_DNSSEC_BOGUS },
	{ "rfc4035#5.5: records in a bogus answer are not used", TEMP(DNS_BOGUS), .dnssec = ZGL_DNSSEC_BOGUS },
	{ "a validated answer", PASS, .dnssec = ZGL_DNSSEC_SECURE },
	{ "an answer from a zone without DNSSEC", PASS, .dnssec = ZGL_DNSSEC_INSECURE },
	{ "rfc8301#3.2: 512 bits never pass", PERM(KEY_SMALL), .seals = { { .key = "rsa512" } } },
	{ "rfc8301#3.2: 768 bits never pass", PERM(KEY_SMALL), .seals = { { .key = "rsa768" } } },
	{ "rfc8301#3.2: 1024 bits must verify", PASS, .seals = { { .key = "rsa1024" } } },
	{ "rfc8301#3.2: 1024 bits, exponent 3", PASS, .seals = { { .key = "rsa1024e3" } } },
	{ "rfc8301#3.2: 2048 bits must verify", PASS, .seals = { { .key = "rsa2048" } } },
	{ "rfc8301#3.2: 4096 bits must verify", PASS, .seals = { { .key = "rsa4096" } } },
	{ "768 bits pass by option, with a warning", PASS_WARNED(W_SMALL), .seals = { { .key = "rsa768" } }, .options = { .min_rsa_bits = 768 } },
	{ "512 bits do not pass by an option for 768", PERM(KEY_SMALL), .seals = { { .key = "rsa512" } }, .options = { .min_rsa_bits = 768 } },
	{ "1024 bits do not pass when 2048 are asked for", PERM(KEY_SMALL), .options = { .min_rsa_bits = 2048 } },
	{ "more bits than the limit are not looked at", PERM(KEY_LARGE), .seals = { { .key = "rsa3072" } }, .options = { .max_rsa_bits = 3071 } },
	{ "as many bits as the limit", PASS, .seals = { { .key = "rsa3072" } }, .options = { .max_rsa_bits = 3072 } },
	{ "rfc8301#3.1: rsa-sha1 is a permanent failure", PERM(SHA1), .seals = { { .sha1 = true } } },
	{ "rsa-sha1 passes by option, with a warning", PASS_WARNED(W_SHA1), .seals = { { .sha1 = true } }, .options = { .sha1 = true } },
	{ "rsa-sha1 by option, the body changed", FAIL_WARNED(BODY_CHANGED, W_SHA1), .seals = { { .sha1 = true } }, .options = { .sha1 = true }, .new_body = "" },
	{ "rfc6376#3.6.1: h=sha256 and rsa-sha1 by option", PERM_WARNED(KEY_HASH, W_SHA1), .seals = { { .sha1 = true, .selector = "sel" } }, .record = "h=sha256; p=$rsa1024", .options = { .sha1 = true } },
	{ "rfc8463#3: Ed25519 signs the SHA-256 of the header", PASS, .seals = { { .key = "ed25519" } } },
	{ "rfc8463#3: Ed25519, a field changed", FAIL(SIGNATURE), .seals = { { .key = "ed25519" } }, .find = "Joe", .replace = "Jim" },
};

static const struct row several[] = {
	{ "rfc8463#6: two signatures, RSA and Ed25519", { { ZGL_DKIM_PASS, ZGL_DKIM_REASON_VERIFIED, 0 }, { ZGL_DKIM_PASS, ZGL_DKIM_REASON_VERIFIED, 0 } },
		.seals = { { .key = "rsa2048" }, { .key = "ed25519" } }, .count = 2 },
	{ "rfc6376#6.1: a bad signature takes nothing from a good one", { { ZGL_DKIM_PASS, ZGL_DKIM_REASON_VERIFIED, 0 }, { ZGL_DKIM_PERMERROR, ZGL_DKIM_REASON_VERSION, 0 } },
		.seals = { { .value = "v=0; a=$a; d=example.com; s=$s; h=$h; bh=$bh; b=$b" }, { .key = "rsa1024" } }, .count = 2 },
	{ "rfc6376#6.1: nor a good one to a bad one", { { ZGL_DKIM_FAIL, ZGL_DKIM_REASON_SIGNATURE, 0 }, { ZGL_DKIM_PASS, ZGL_DKIM_REASON_VERIFIED, 0 } },
		.seals = { { .names = "from" }, { .names = "from:subject" } }, .count = 2, .find = "dinner", .replace = "supper" },
	{ "rfc6376#6.1: each is judged by its own key and body", { { ZGL_DKIM_PERMERROR, ZGL_DKIM_REASON_NO_KEY, 0 }, { ZGL_DKIM_FAIL, ZGL_DKIM_REASON_BODY_CHANGED, 0 }, { ZGL_DKIM_POLICY, ZGL_DKIM_REASON_UNSIGNED_BODY, W_LENGTH | W_BODY } },
		.seals = { { .value = MAIL_VALUE("l=$l; "), .length = "3" }, { .canon = "ss" }, { .selector = "nowhere" } }, .count = 3, .new_body = "Hi.\r\nmore" },
	{ "rfc6376#3.5: h= with DKIM-Signature means the others", { { ZGL_DKIM_PASS, ZGL_DKIM_REASON_VERIFIED, 0 }, { ZGL_DKIM_PASS, ZGL_DKIM_REASON_VERIFIED, 0 } },
		.seals = { { .key = "ed25519" }, { .names = "from:dkim-signature:dkim-signature" } }, .count = 2 },
	{ "rfc6376#3.5: and they may not change", { { ZGL_DKIM_FAIL, ZGL_DKIM_REASON_SIGNATURE, 0 }, { ZGL_DKIM_FAIL, ZGL_DKIM_REASON_SIGNATURE, 0 } },
		.seals = { { .key = "ed25519" }, { .names = "from:dkim-signature" } }, .count = 2, .find = "a=ed25519-sha256; c=", .replace = "a=ed25519-sha256;\tc =" },
	{ "rfc6376#5.4: h= with DKIM-Signature where there is no other, and one is added", { { ZGL_DKIM_PASS, ZGL_DKIM_REASON_VERIFIED, 0 }, { ZGL_DKIM_FAIL, ZGL_DKIM_REASON_SIGNATURE, 0 } },
		.seals = { { .names = "from:dkim-signature" }, { .key = "ed25519" } }, .count = 2 },
	{ "rfc6376#3.5: the name of the field in any case, white space behind it", { { ZGL_DKIM_PASS, ZGL_DKIM_REASON_VERIFIED, 0 }, { ZGL_DKIM_PASS, ZGL_DKIM_REASON_VERIFIED, 0 } },
		.seals = { { .field = "dkim-SIGNATURE \t:" }, { .field = "DKIM-Signature:\r\n\t" } }, .count = 2 },
	{ "one question for two signatures with one key", { { ZGL_DKIM_PASS, ZGL_DKIM_REASON_VERIFIED, 0 }, { ZGL_DKIM_PASS, ZGL_DKIM_REASON_VERIFIED, 0 } },
		.seals = { { .canon = "rr" }, { .canon = "ss" } }, .count = 2, .asked = "rsa1024._domainkey.example.com" },
};
// clang-format on

static struct zgl_engine *engine;
static struct zgl_limits limits;

static void answer(const void *ctx, const char *name, struct zgl_arena *a,
	struct zgl_answer *answer_r)
{
	const struct row *row = ctx;
	char selector[64];
	size_t n = strcspn(name, ".");

	memcpy(selector, name, n);
	selector[n] = '\0';
	if (row->record != NULL)
		mail_answer_records(row->record, a, answer_r);
	else
		mail_answer_testkey(selector, a, answer_r);
	if (row->state != ZGL_ANSWER_RECORDS)
		*answer_r = (struct zgl_answer){ .state = row->state };
	answer_r->dnssec = row->dnssec;
}

static const char *or_else(const char *text, const char *otherwise)
{
	return text != NULL ? text : otherwise;
}

static size_t count_of(const struct row *row)
{
	return row->count == 0 ? 1 : row->count;
}

/* The header as the verifier gets it. */
static void make_header(const struct row *row, struct zgl_buf *to)
{
	zgl_sv body = zgl_sv_of(or_else(row->body, MAIL_BODY));
	struct zgl_buf now, next;

	zgl_buf_begin(&now, 1 << 20);
	zgl_buf_begin(&next, 1 << 20);
	zgl_buf_text(&now, or_else(row->header, MAIL_HEADER));
	for (size_t i = 0; i < count_of(row); i++) {
		mail_seal(
			engine, &row->seals[i], zgl_buf_sv(&now), body, &next);
		zgl_buf_reset(&now);
		zgl_buf_put(&now, zgl_buf_sv(&next));
		zgl_buf_reset(&next);
	}
	zgl_buf_char(&now, '\0');
	const char *at = row->find == NULL ? now.p : strstr(now.p, row->find);
	assert_non_null(at);
	zgl_buf_text(to, or_else(row->top, ""));
	zgl_buf_put(to, (zgl_sv){ now.p, (size_t)(at - now.p) });
	zgl_buf_text(to, or_else(row->replace, ""));
	zgl_buf_text(to, at + (row->find == NULL ? 0 : strlen(row->find)));
	zgl_buf_free(&now);
	zgl_buf_free(&next);
}

static struct zgl_dkimverify *verifier_for(
	const struct options *options, struct zgl_keycache *cache)
{
	struct zgl_dkimverify_config config = ZGL_DKIMVERIFY_DEFAULT;
	struct zgl_dkimverify *verify;

	config.engine = engine;
	config.keys = cache;
	config.limits = &limits;
	config.allow_sha1 = options->sha1;
	config.allow_unsigned_body = options->unsigned_body;
	if (options->min_rsa_bits != 0)
		config.min_rsa_bits = options->min_rsa_bits;
	if (options->max_rsa_bits != 0)
		config.max_rsa_bits = options->max_rsa_bits;
	assert_int_equal(zgl_dkimverify_new(&config, &verify), ZGL_OK);
	return verify;
}

static void assert_verdict(
	const struct mail_verdict *got, const struct want *want)
{
	assert_string_equal(zgl_dkim_reason_word(got->reason),
		zgl_dkim_reason_word(want->reason));
	assert_string_equal(zgl_dkim_result_word(got->result),
		zgl_dkim_result_word(want->result));
	assert_int_equal(got->warnings, want->warnings);
}

static void assert_verdicts(
	const struct row *row, const struct mail_verdicts *got)
{
	assert_int_equal(got->count, count_of(row));
	for (size_t i = 0; i < got->count; i++)
		assert_verdict(&got->at[i], &row->want[i]);
	if (row->asked != NULL) {
		assert_int_equal(got->questions, 1);
		assert_string_equal(got->asked, row->asked);
	}
	if (got->at[0].result == ZGL_DKIM_PASS) {
		assert_int_equal(got->at[0].dnssec, row->dnssec);
		assert_true(got->at[0].key_bits >= 256);
	}
}

static void check_with(const struct row *row, struct zgl_keycache *cache)
{
	struct zgl_dkimverify *verify = verifier_for(&row->options, cache);
	struct mail_verdicts got;
	struct zgl_buf header;

	zgl_buf_begin(&header, 1 << 20);
	make_header(row, &header);
	struct mail_job job = { .verify = verify,
		.limits = &limits,
		.header = zgl_buf_sv(&header),
		.body = zgl_sv_of(
			or_else(row->new_body, or_else(row->body, MAIL_BODY))),
		.now_s = MAIL_NOW + row->options.later_s,
		.answer = answer,
		.ctx = row };
	for (size_t split = 0; split <= job.body.n + 1; split++) {
		assert_int_equal(mail_verify(&job, split, &got), ZGL_OK);
		assert_verdicts(row, &got);
	}
	zgl_buf_free(&header);
	zgl_dkimverify_free(verify);
}

static void check(void **state)
{
	struct zgl_keycache *cache;

	assert_int_equal(zgl_keycache_new(engine, 16, &limits, &cache), ZGL_OK);
	check_with(*state, NULL);
	check_with(*state, cache);
	zgl_keycache_free(cache);
}

/* A verifier of the defaults but for the number of signatures. */
static struct zgl_dkimverify *verifier_of(struct zgl_limits *most, size_t n)
{
	struct zgl_dkimverify_config config = ZGL_DKIMVERIFY_DEFAULT;
	struct zgl_dkimverify *verify;

	*most = limits;
	most->signatures = n;
	config.engine = engine;
	config.limits = most;
	enum zgl_err err = zgl_dkimverify_new(&config, &verify);
	assert_true((err == ZGL_OK) == (verify != NULL));
	assert_true(err == ZGL_OK || err == ZGL_EUSAGE);
	return verify;
}

static void how_many_signatures_a_verifier_can_judge(void **state)
{
	static const size_t can[] = { 1, 10, 64 },
			    cannot[] = { 0, 65, SIZE_MAX };
	struct zgl_limits most;

	(void)state;
	for (size_t i = 0; i < ZGL_COUNT(can); i++) {
		struct zgl_dkimverify *verify = verifier_of(&most, can[i]);
		assert_non_null(verify);
		zgl_dkimverify_free(verify);
	}
	for (size_t i = 0; i < ZGL_COUNT(cannot); i++)
		assert_null(verifier_of(&most, cannot[i]));
	zgl_dkimverify_free(NULL);
}

/* `count` signatures, each with another l=: 0 for the first, which comes to
 * stand at the bottom. */
static void seal_many(size_t count, struct zgl_buf *header)
{
	struct zgl_buf next;

	zgl_buf_begin(&next, 1 << 20);
	zgl_buf_text(header, MAIL_HEADER);
	for (size_t i = 0; i < count; i++) {
		char length[8];
		snprintf(length, sizeof(length), "%zu", i);
		struct mail_seal seal = { .value = MAIL_VALUE("l=$l; "),
			.key = "ed25519",
			.length = length };
		mail_seal(engine, &seal, zgl_buf_sv(header), ZGL_SV(MAIL_BODY),
			&next);
		zgl_buf_reset(header);
		zgl_buf_put(header, zgl_buf_sv(&next));
		zgl_buf_reset(&next);
	}
	zgl_buf_free(&next);
}

static const struct row no_row = { .name = "" };

static struct mail_job job_for(
	struct zgl_dkimverify *verify, const struct zgl_buf *header)
{
	return (struct mail_job){ .verify = verify,
		.limits = &limits,
		.header = header == NULL ? ZGL_SV(MAIL_HEADER)
					 : zgl_buf_sv(header),
		.body = ZGL_SV(MAIL_BODY),
		.now_s = MAIL_NOW,
		.answer = answer,
		.ctx = &no_row };
}

/* rfc6376#8.4: a verifier need not look at any number of them. */
static void the_top_most_signatures_are_judged(void **state)
{
	struct mail_verdicts got;
	struct zgl_limits most;
	struct zgl_buf header;

	(void)state;
	zgl_buf_begin(&header, 1 << 20);
	seal_many(14, &header);
	for (size_t n = 1; n <= 16; n++) {
		struct zgl_dkimverify *verify = verifier_of(&most, n);
		struct mail_job job = job_for(verify, &header);
		assert_int_equal(mail_verify(&job, 0, &got), ZGL_OK);
		assert_int_equal(got.count, n < 14 ? n : 14);
		for (size_t i = 0; i < got.count; i++)
			assert_int_equal(got.at[i].reason,
				ZGL_DKIM_REASON_UNSIGNED_BODY);
		assert_int_equal(got.questions, 1);
		zgl_dkimverify_free(verify);
	}
	zgl_buf_free(&header);
}

static void verdicts_come_from_the_top_down(void **state)
{
	struct zgl_limits most;
	struct zgl_dkimverify *verify = verifier_of(&most, 5);
	struct zgl_header header;
	struct zgl_buf text;
	struct zgl_arena a;

	(void)state;
	zgl_buf_begin(&text, 1 << 20);
	zgl_arena_begin(&a, 1 << 20);
	seal_many(8, &text);
	zgl_header_begin(&header, &a, &limits);
	assert_int_equal(mail_add_fields(&header, zgl_buf_sv(&text)), ZGL_OK);
	assert_int_equal(
		zgl_dkimverify_begin(verify, &header, &a, MAIL_NOW), ZGL_OK);
	assert_int_equal(zgl_dkimverify_end(verify), ZGL_OK);
	assert_int_equal(zgl_dkimverify_count(verify), 5);
	for (size_t i = 0; i < 5; i++) {
		const struct zgl_dkim_verdict *d =
			zgl_dkimverify_verdict(verify, i);
		assert_int_equal(d->field, i);
		assert_int_equal(d->sig->body_length, 7 - i);
		assert_string_equal(d->sig->domain.text, "example.com");
	}
	zgl_dkimverify_free(verify);
	zgl_arena_free(&a);
	zgl_buf_free(&text);
}

/* What may be known of signatures before they are judged. */
static void signatures_from_begin_on(void **state)
{
	static const char *const values[] = { NULL,
		"v=1; a=rsa-sha512; d=example.org; s=$s; h=$h; bh=$bh; b=$b",
		MAIL_VALUE("x=1600000000; ") };
	struct zgl_limits most;
	struct zgl_dkimverify *verify = verifier_of(&most, 10);
	struct zgl_header header;
	struct zgl_buf text;
	struct zgl_arena a;
	bool settled;

	(void)state;
	zgl_buf_begin(&text, 1 << 20);
	zgl_arena_begin(&a, 1 << 20);
	zgl_header_begin(&header, &a, &limits);
	for (size_t i = 0; i < ZGL_COUNT(values); i++) {
		struct mail_seal seal = { .value = values[i] };
		zgl_buf_reset(&text);
		mail_seal(engine, &seal, ZGL_SV(""), ZGL_SV(MAIL_BODY), &text);
		assert_int_equal(
			mail_add_fields(&header, zgl_buf_sv(&text)), ZGL_OK);
	}
	assert_null(zgl_dkimverify_signature(verify, 0, &settled));
	assert_int_equal(
		zgl_dkimverify_begin(verify, &header, &a, MAIL_NOW), ZGL_OK);
	for (size_t i = 0; i < ZGL_COUNT(values); i++) {
		const struct zgl_dkimsig *sig =
			zgl_dkimverify_signature(verify, i, &settled);
		assert_string_equal(sig->domain.text,
			i == 1 ? "example.org" : "example.com");
		assert_int_equal(settled, i > 0);
	}
	assert_null(
		zgl_dkimverify_signature(verify, ZGL_COUNT(values), &settled));
	assert_int_equal(zgl_dkimverify_end(verify), ZGL_OK);
	assert_null(zgl_dkimverify_signature(verify, 0, &settled));
	zgl_dkimverify_free(verify);
	zgl_arena_free(&a);
	zgl_buf_free(&text);
}

static void mail_without_signature(void **state)
{
	struct zgl_limits most;
	struct zgl_dkimverify *verify = verifier_of(&most, 10);
	struct mail_verdicts got;
	struct zgl_buf header;

	(void)state;
	zgl_buf_begin(&header, 1 << 20);
	seal_many(1, &header);
	struct mail_job sealed = job_for(verify, &header);
	struct mail_job plain = job_for(verify, NULL);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(mail_verify(&sealed, 0, &got), ZGL_OK);
		assert_int_equal(got.count, 1);
		assert_int_equal(mail_verify(&plain, 0, &got), ZGL_OK);
		assert_int_equal(got.count + got.questions, 0);
	}
	zgl_dkimverify_free(verify);
	zgl_buf_free(&header);
}

/* One signature by the test key, as far as begin. */
struct begun {
	struct zgl_limits most;
	struct zgl_dkimverify *verify;
	struct zgl_header header;
	struct zgl_arena a;
	struct zgl_buf text;
	struct zgl_answer key;
};

static void begin(struct begun *b)
{
	b->verify = verifier_of(&b->most, 10);
	zgl_arena_begin(&b->a, 1 << 20);
	zgl_buf_begin(&b->text, 1 << 20);
	mail_seal(engine, &(struct mail_seal){ .key = "ed25519" },
		ZGL_SV(MAIL_HEADER), ZGL_SV(MAIL_BODY), &b->text);
	zgl_header_begin(&b->header, &b->a, &limits);
	assert_int_equal(
		mail_add_fields(&b->header, zgl_buf_sv(&b->text)), ZGL_OK);
	mail_answer_testkey("ed25519", &b->a, &b->key);
	assert_int_equal(
		zgl_dkimverify_begin(b->verify, &b->header, &b->a, MAIL_NOW),
		ZGL_OK);
}

static void finish(struct begun *b, enum zgl_dkim_reason want)
{
	assert_int_equal(
		zgl_dkimverify_body(b->verify, ZGL_SV(MAIL_BODY)), ZGL_OK);
	assert_int_equal(zgl_dkimverify_end(b->verify), ZGL_OK);
	assert_string_equal(
		zgl_dkim_reason_word(
			zgl_dkimverify_verdict(b->verify, 0)->reason),
		zgl_dkim_reason_word(want));
}

static void release(struct begun *b)
{
	zgl_dkimverify_free(b->verify);
	zgl_arena_free(&b->a);
	zgl_buf_free(&b->text);
}

static void a_question_without_an_answer(void **state)
{
	struct zgl_question question;
	struct begun b;
	size_t number;

	(void)state;
	begin(&b);
	finish(&b, ZGL_DKIM_REASON_DNS); /* nobody asked what to ask */
	release(&b);
	begin(&b);
	assert_true(zgl_dkimverify_next_question(b.verify, &question, &number));
	assert_false(
		zgl_dkimverify_next_question(b.verify, &question, &number));
	assert_int_equal(zgl_dkimverify_waiting(b.verify), 1);
	finish(&b, ZGL_DKIM_REASON_DNS);
	release(&b);
}

static void an_answer_behind_the_body(void **state)
{
	struct zgl_question question;
	struct begun b;
	size_t number;

	(void)state;
	begin(&b);
	assert_true(zgl_dkimverify_next_question(b.verify, &question, &number));
	assert_int_equal(
		zgl_dkimverify_body(b.verify, ZGL_SV(MAIL_BODY)), ZGL_OK);
	assert_int_equal(
		zgl_dkimverify_answer(b.verify, number, &b.key), ZGL_OK);
	assert_int_equal(zgl_dkimverify_end(b.verify), ZGL_OK);
	assert_int_equal(
		zgl_dkimverify_verdict(b.verify, 0)->result, ZGL_DKIM_PASS);
	release(&b);
}

static void calls_out_of_order(void **state)
{
	struct zgl_question question;
	struct begun b;
	size_t number;

	(void)state;
	begin(&b);
	struct zgl_dkimverify *v = b.verify;
	assert_int_equal(zgl_dkimverify_count(v), 0);
	assert_null(zgl_dkimverify_verdict(v, 0));
	assert_int_equal(zgl_dkimverify_answer(v, 0, &b.key), ZGL_EUSAGE);
	assert_true(zgl_dkimverify_next_question(v, &question, &number));
	assert_int_equal(zgl_dkimverify_answer(v, 1, &b.key), ZGL_EUSAGE);
	assert_int_equal(zgl_dkimverify_answer(v, number, &b.key), ZGL_OK);
	assert_int_equal(zgl_dkimverify_answer(v, number, &b.key), ZGL_EUSAGE);
	finish(&b, ZGL_DKIM_REASON_VERIFIED);
	assert_int_equal(zgl_dkimverify_answer(v, number, &b.key), ZGL_EUSAGE);
	assert_int_equal(zgl_dkimverify_body(v, ZGL_SV("x")), ZGL_EUSAGE);
	assert_int_equal(zgl_dkimverify_end(v), ZGL_EUSAGE);
	assert_false(zgl_dkimverify_next_question(v, &question, &number));
	assert_null(zgl_dkimverify_verdict(v, 1));
	zgl_dkimverify_free(v);
	b.verify = verifier_of(&b.most, 10);
	assert_int_equal(
		zgl_dkimverify_body(b.verify, ZGL_SV("x")), ZGL_EUSAGE);
	assert_int_equal(zgl_dkimverify_end(b.verify), ZGL_EUSAGE);
	release(&b);
}

/* Judges a message in an arena of `cap` octets. */
static enum zgl_err judge_in(struct zgl_dkimverify *verify, size_t cap,
	zgl_sv text, const struct zgl_answer *key)
{
	struct zgl_question question;
	struct zgl_header header;
	struct zgl_arena a;
	size_t number;

	zgl_arena_begin(&a, cap);
	zgl_header_begin(&header, &a, &limits);
	enum zgl_err err = mail_add_fields(&header, text);
	bool begun = err == ZGL_OK;
	if (err == ZGL_OK)
		err = zgl_dkimverify_begin(verify, &header, &a, MAIL_NOW);
	while (err == ZGL_OK
		&& zgl_dkimverify_next_question(verify, &question, &number))
		err = zgl_dkimverify_answer(verify, number, key);
	if (err == ZGL_OK)
		err = zgl_dkimverify_body(verify, ZGL_SV(MAIL_BODY));
	if (err == ZGL_OK)
		err = zgl_dkimverify_end(verify);
	if (begun && err != ZGL_OK)
		assert_int_equal(zgl_dkimverify_end(verify), ZGL_EUSAGE);
	if (begun)
		assert_int_equal(
			zgl_dkimverify_count(verify), err == ZGL_OK ? 3 : 0);
	for (size_t i = 0; begun && i < 3 && err == ZGL_OK; i++)
		assert_int_equal(zgl_dkimverify_verdict(verify, i)->result,
			ZGL_DKIM_PASS);
	zgl_arena_free(&a);
	return err;
}

/* Of every size too small for the message: an error, never a verdict, not even
 * those of the message before. The key's two strings are joined in it, too. */
static void an_arena_without_room_is_an_error(void **state)
{
	struct zgl_limits most;
	struct zgl_dkimverify *verify = verifier_of(&most, 10);
	struct zgl_buf now, next;
	size_t refused = 0;
	struct begun b;

	(void)state;
	begin(&b);
	zgl_buf_begin(&now, 1 << 20);
	zgl_buf_begin(&next, 1 << 20);
	zgl_buf_text(&now, MAIL_HEADER);
	for (size_t i = 0; i < 3; i++) {
		struct mail_seal seal = { .key = "rsa2048" };
		mail_seal(engine, &seal, zgl_buf_sv(&now), ZGL_SV(MAIL_BODY),
			&next);
		zgl_buf_reset(&now);
		zgl_buf_put(&now, zgl_buf_sv(&next));
		zgl_buf_reset(&next);
	}
	mail_answer_testkey("rsa2048", &b.a, &b.key);
	for (size_t cap = 0; cap < 64 * 1024; cap += 128) {
		enum zgl_err err =
			judge_in(verify, cap, zgl_buf_sv(&now), &b.key);
		assert_true(err == ZGL_OK || err == ZGL_ELIMIT);
		refused += err != ZGL_OK;
		assert_int_equal(
			judge_in(verify, 1 << 20, zgl_buf_sv(&now), &b.key),
			ZGL_OK);
	}
	assert_true(refused > 0 && refused < 512);
	zgl_dkimverify_free(verify);
	zgl_buf_free(&now);
	zgl_buf_free(&next);
	release(&b);
}

/* RDATA that is no TXT record, or too long a one, is a record all the same. */
static void rdata_that_cannot_be_read(void **state)
{
	static char strings[17 * 1024];
	const zgl_sv rdata[] = { { "", 0 },
		{ "\x05"
		  "abc",
			4 },
		{ "\x03"
		  "p=a\x01",
			5 },
		{ strings, sizeof(strings) } };

	(void)state;
	for (size_t i = 0; i < sizeof(strings); i += 256) {
		memset(strings + i, 'x', 256);
		strings[i] = '\xff';
	}
	for (size_t i = 0; i < ZGL_COUNT(rdata); i++) {
		struct zgl_question question;
		struct begun b;
		size_t number;
		begin(&b);
		b.key.records = &rdata[i];
		assert_true(zgl_dkimverify_next_question(
			b.verify, &question, &number));
		assert_int_equal(
			zgl_dkimverify_answer(b.verify, number, &b.key),
			ZGL_OK);
		finish(&b, ZGL_DKIM_REASON_KEY_RECORD);
		assert_string_equal(zgl_dkimverify_verdict(b.verify, 0)->detail,
			"the key record is no tag list");
		release(&b);
	}
}

/* What DNS may say that is no record. */
static void answers_without_a_record(void **state)
{
	static const struct {
		struct zgl_answer answer;
		enum zgl_dkim_reason reason;
	} odd[] = {
		{ { .state = ZGL_ANSWER_RECORDS }, ZGL_DKIM_REASON_NO_KEY },
		{ { .state = ZGL_ANSWER_TEMPFAIL, .problem = "SERVFAIL" },
			ZGL_DKIM_REASON_DNS },
		{ { .state = ZGL_ANSWER_MALFORMED, .problem = "odd" },
			ZGL_DKIM_REASON_DNS_MALFORMED },
		{ { .state = (enum zgl_answer_state)99 }, ZGL_DKIM_REASON_DNS },
	};

	(void)state;
	for (size_t i = 0; i < ZGL_COUNT(odd); i++) {
		struct zgl_question question;
		struct begun b;
		size_t number;
		begin(&b);
		assert_true(zgl_dkimverify_next_question(
			b.verify, &question, &number));
		assert_int_equal(
			zgl_dkimverify_answer(b.verify, number, &odd[i].answer),
			ZGL_OK);
		finish(&b, odd[i].reason);
		assert_sv_equal(
			zgl_sv_of(zgl_dkimverify_verdict(b.verify, 0)->detail),
			zgl_sv_of(odd[i].answer.problem));
		release(&b);
	}
}

/* A verdict says more about its reason where there is more to say. */
struct detail {
	const char *name, *detail; /* NULL: nothing more */
	struct mail_seal seal;
	const char *record;
};

// clang-format off
static const struct detail details[] = {
	{ "a pass has nothing more to say", NULL, { .selector = "sel" }, "p=$rsa1024" },
	{ "a wrong key has nothing more to say", NULL, { .selector = "sel" }, "p=$rsa2048" },
	{ "what is wrong with the signature", "it is empty or has an empty label", { .value = "v=1; a=$a; c=$c; d=a..b; s=$s; h=$h; bh=$bh; b=$b" }, "p=" },
	{ "what is wrong with the key record", "the key record has a v= other than DKIM1", { .selector = "sel" }, "v=spf1 -all" },
	{ "what is wrong with the key itself", "an Ed25519 key has 32 octets", { .selector = "sel" }, "k=ed25519; p=$rsa1024" },
	{ "what is wrong with l=", "the body is shorter than l= says", { .value = MAIL_VALUE("l=$l; "), .length = "999", .selector = "sel" }, "p=$rsa1024" },
	{ "what is wrong with the name of the key", "the name of the key is too long for DNS", { .selector = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }, "p=" },
	{ "a key that verifies behind one that cannot be used", NULL, { .selector = "sel" }, "k=ed25519; p=$ed25519\np=$rsa1024" },
};
// clang-format on

static void check_detail(void **state)
{
	const struct detail *row = *state;
	const struct row told = { .name = row->name, .record = row->record };
	struct zgl_limits most;
	struct zgl_dkimverify *verify = verifier_of(&most, 10);
	struct mail_verdicts got;
	struct zgl_buf header;

	zgl_buf_begin(&header, 1 << 16);
	mail_seal(engine, &row->seal, ZGL_SV(MAIL_HEADER), ZGL_SV(MAIL_BODY),
		&header);
	struct mail_job job = job_for(verify, &header);
	job.ctx = &told;
	assert_int_equal(mail_verify(&job, 0, &got), ZGL_OK);
	assert_int_equal(got.count, 1);
	assert_sv_equal(zgl_sv_of(got.at[0].detail), zgl_sv_of(row->detail));
	zgl_buf_free(&header);
	zgl_dkimverify_free(verify);
}

/* rfc6376#3.5: a field of 100 KB, folded, in a header of many fields. */
static void large_headers(void **state)
{
	struct zgl_limits most;
	struct zgl_dkimverify *verify = verifier_of(&most, 10);
	struct mail_verdicts got;
	struct zgl_buf value, header, text;

	(void)state;
	zgl_buf_begin(&value, 1 << 20);
	zgl_buf_begin(&header, 1 << 20);
	zgl_buf_begin(&text, 1 << 20);
	zgl_buf_text(&value, "v=1; a=$a; c=$c; d=example.com; s=$s; h=$h; z=");
	while (value.n < 100 * 1024)
		zgl_buf_text(&value, "0123456789012345678901234567890\r\n\t");
	zgl_buf_text(&value, "; bh=$bh; b=$b");
	zgl_buf_put(&value, (zgl_sv){ "", 1 });
	for (size_t i = 0; i < 9000; i++)
		zgl_buf_text(&text, "X-Y: z\r\n");
	zgl_buf_text(&text, MAIL_HEADER);
	struct mail_seal seal = { .value = value.p,
		.names = "from:x-y:x-y:x-y:to:subject:date" };
	mail_seal(engine, &seal, zgl_buf_sv(&text), ZGL_SV(MAIL_BODY), &header);
	struct mail_job job = job_for(verify, &header);
	assert_int_equal(mail_verify(&job, 0, &got), ZGL_OK);
	assert_int_equal(got.count, 1);
	assert_string_equal(zgl_dkim_reason_word(got.at[0].reason), "verified");
	zgl_dkimverify_free(verify);
	zgl_buf_free(&value);
	zgl_buf_free(&header);
	zgl_buf_free(&text);
}

/* Answers from zone text. */
static void answer_by_zone(const void *ctx, const char *name,
	struct zgl_arena *a, struct zgl_answer *answer_r)
{
	struct zgl_question question = { .type = ZGL_RR_TXT };

	assert_true(zgl_qname_parse(zgl_sv_of(name), NULL, &question.name));
	assert_int_equal(
		zgl_zone_answer(ctx, &question, &limits, a, answer_r), ZGL_OK);
}

static const char *reason_by_zone(const char *zone_template)
{
	struct zgl_limits most;
	struct zgl_dkimverify *verify = verifier_of(&most, 10);
	struct mail_seal seal = { .selector = "sel" };
	struct mail_verdicts got;
	struct zgl_buf header, text;
	struct zgl_zone *zone;
	struct zgl_diag diag;

	zgl_buf_begin(&header, 1 << 16);
	zgl_buf_begin(&text, 1 << 16);
	record_put(&text, zgl_sv_of(zone_template));
	assert_int_equal(zgl_zone_new(&zone), ZGL_OK);
	assert_int_equal(zgl_zone_load(zone, zgl_buf_sv(&text), &diag), ZGL_OK);
	mail_seal(
		engine, &seal, ZGL_SV(MAIL_HEADER), ZGL_SV(MAIL_BODY), &header);
	struct mail_job job = job_for(verify, &header);
	job.answer = answer_by_zone;
	job.ctx = zone;
	assert_int_equal(mail_verify(&job, 0, &got), ZGL_OK);
	assert_int_equal(got.count, 1);
	zgl_zone_free(zone);
	zgl_buf_free(&text);
	zgl_buf_free(&header);
	zgl_dkimverify_free(verify);
	return zgl_dkim_reason_word(got.at[0].reason);
}

static void keys_in_a_zone(void **state)
{
	static const char *const zones[][2] = {
		{ "verified",
			"sel._domainkey.example.com. TXT "
			"\"v=DKIM1; \" \"p=$rsa1024\"\n" },
		{ "verified",
			"sel._domainkey.example.com. CNAME "
			"k.mail.example.\n"
			"k.mail.example. TXT \"p=$rsa1024\"\n" },
		{ "verified", "*.example.com. TXT \"p=$rsa1024\"\n" },
		{ "key_record", "*.example.com. TXT \"v=spf1 -all\"\n" },
		{ "no_key",
			"sel._domainkey.example.com. CNAME "
			"k.mail.example.\n" },
		{ "no_key", "sel._domainkey.example.com. A 192.0.2.1\n" },
		{ "no_key", "x.sel._domainkey.example.com. TXT \"a\"\n" },
		{ "dns_malformed",
			"sel._domainkey.example.com. CNAME a.example.com.\n"
			"a.example.com. CNAME sel._domainkey.example.com.\n" },
		{ "dns", "$$FAULT sel._domainkey.example.com. servfail\n" },
		{ "dns", "$$FAULT sel._domainkey.example.com. timeout\n" },
		{ "dns_bogus", "$$FAULT sel._domainkey.example.com. bogus\n" },
	};

	(void)state;
	for (size_t i = 0; i < ZGL_COUNT(zones); i++)
		assert_string_equal(reason_by_zone(zones[i][1]), zones[i][0]);
}

int main(void)
{
	struct rows r = { 0 };

	engine = engine_or_die();
	limits = ZGL_LIMITS_DEFAULT;
	ROWS_ADD(&r, tags, check);
	ROWS_ADD(&r, times, check);
	ROWS_ADD(&r, canons, check);
	ROWS_ADD(&r, lengths, check);
	ROWS_ADD(&r, fields, check);
	ROWS_ADD(&r, keys, check);
	ROWS_ADD(&r, several, check);
	rows_add_one(&r, "rfc6376#3.6.2: keys in a zone, behind a CNAME too",
		keys_in_a_zone);
	rows_add_one(&r, "a verifier judges 1 to 64 signatures",
		how_many_signatures_a_verifier_can_judge);
	rows_add_one(&r, "rfc6376#6.1: the top-most signatures are judged",
		the_top_most_signatures_are_judged);
	rows_add_one(&r, "verdicts come from the top down",
		verdicts_come_from_the_top_down);
	rows_add_one(
		&r, "what is known before the end", signatures_from_begin_on);
	rows_add_one(&r, "mail without a signature has no verdict",
		mail_without_signature);
	rows_add_one(&r, "a question without an answer is a failure of DNS",
		a_question_without_an_answer);
	rows_add_one(&r, "an answer may come behind the body",
		an_answer_behind_the_body);
	rows_add_one(
		&r, "calls out of order are ZGL_EUSAGE", calls_out_of_order);
	ROWS_ADD(&r, details, check_detail);
	rows_add_one(&r, "rfc6376#6.1.2: answers without a record",
		answers_without_a_record);
	rows_add_one(&r, "rfc1035#3.3.14: RDATA that cannot be read",
		rdata_that_cannot_be_read);
	rows_add_one(&r, "an arena without room is ZGL_ELIMIT",
		an_arena_without_room_is_an_error);
	rows_add_one(&r, "a signature of 100 KB in a header of 9,000 fields",
		large_headers);
	int failed = rows_run(&r, "dkimverify");
	zgl_engine_free(engine);
	return failed;
}
