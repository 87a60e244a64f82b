/* SPDX-License-Identifier: ISC */
/*
 * dmarccheck: discovery, the tree walk, alignment and what failures of DNS do
 * to them. Each row is run with its answers in every order, with the domains
 * told early and late, and with each set of answers lost.
 */
#include "tests/dmarc/dmarc_world.h"
#include "tests/rows.h"

struct row {
	const char *name;
	struct world_case c;
	const char *want; /* see world_tell */
};

#define REJECT   "v=DMARC1; p=reject"
#define EX       DMARC("example.com", REJECT)
#define LABELS7  "g.h.i.j.mail.example.com"
#define LABELS13 "a.b.c.d.e.f." LABELS7 ""

#define LABEL63                                                                \
	"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggg"
#define LONG_PARENT LABEL63 "." LABEL63 ".example"
#define LABEL50     "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee"
#define LONG        LABEL50 "." LABEL63 "." LONG_PARENT

/* The DNS of rfc9989#B.4.1 and B.4.2, and that of B.4.3. */
#define ZONE_B41 EX DMARC("signing.example.com", "v=DMARC1; p=none")
#define DEEP     "a.b.c.d.e.f.g.h.i.j.k.example.com"
#define ZONE_B43                                                               \
	DMARC("bank.example", "v=DMARC1; p=quarantine; psd=y")                 \
	DMARC("giant.bank.example", "v=DMARC1; p=reject")

// clang-format off
static const struct row rows[] = {
	/* what passes and what fails */
	{ "rfc9989#5.3.5: an aligned signature passes", { "example.com", EX, { DKIM("example.com") } }, "pass aligned p=reject@example.com org=example.com +" },
	{ "rfc9989#5.3.5: aligned SPF passes", { "example.com", EX, { SPF("example.com") } }, "pass aligned p=reject@example.com org=example.com +" },
	{ "rfc9989#4.4.1: of several signatures one aligned is enough", { "example.com", EX, { DKIM("example.net"), NO_DKIM("example.com"), DKIM("esp.example.org"), DKIM("example.com") } }, "pass aligned p=reject@example.com org=example.com -+-+" },
	{ "rfc9989#5.3.5: nothing is authenticated", { "example.com", EX, { NO_DKIM("example.com"), NO_SPF("example.com") } }, "fail not_authenticated p=reject@example.com org=example.com ++" },
	{ "rfc9989#5.3.5: nothing was there to be authenticated", { "example.com", EX, { { 0 } } }, "fail not_authenticated p=reject@example.com org=example.com" },
	{ "rfc9989#5.3.5: what is authenticated is of others", { "example.com", EX, { DKIM("example.net"), SPF("bounce.example.org") } }, "fail not_aligned p=reject@example.com org=example.com --" },
	{ "rfc9989#4.4.2: a domain that SPF did not check does not count", { "example.com", EX, { SPF("") } }, "fail not_aligned p=reject@example.com org=example.com -" },
	{ "a name of which the author domain is a part, not a parent", { "example.com", EX, { DKIM("badexample.com") } }, "fail not_aligned p=reject@example.com org=example.com -" },
	{ "the author domain in front of another", { "example.com", EX, { DKIM("example.com.example.net") } }, "fail not_aligned p=reject@example.com org=example.com -" },
	{ "rfc9989#5.3.2: no record anywhere", { "example.com", EXISTS("example.com"), { DKIM("example.com") } }, "none no_record org=example.com -" },
	{ "rfc9989#5.3.2: no record, and the author domain does not exist", { "a.example.com", "", { DKIM("a.example.com") } }, "none no_record org=a.example.com -" },
	{ "rfc9989#5.3.1: no author domain", { "", EX, { DKIM("example.com") } }, "permerror author org=? -" },
	{ "rfc9989#4.4: names have no case", { "Example.COM", EX, { DKIM("EXAMPLE.com") } }, "pass aligned p=reject@example.com org=example.com +" },
	{ "rfc9989#5.3.1: a U-label is looked up and aligned as an A-label", { "m\xc3\xbcller.example", DMARC("xn--mller-kva.example", "v=DMARC1; p=reject; adkim=s; aspf=s"), { DKIM("xn--mller-kva.example"), SPF("M\xc3\xbcLLER.example") } }, "pass aligned p=reject@xn--mller-kva.example org=xn--mller-kva.example ++" },
	{ "an author domain of one label", { "example", DMARC("example", REJECT), { DKIM("example") } }, "pass aligned p=reject@example org=example +" },

	/* records */
	{ "rfc9989#4.10: other TXT beside it is discarded", { "example.com", "_dmarc.example.com. TXT \"v=spf1 -all\"\n_dmarc.example.com. TXT \"v=DMARC2; p=none\"\n_dmarc.example.com. TXT \"\"\n" EX, { { 0 } } }, "fail not_authenticated p=reject@example.com org=example.com" },
	{ "rfc9989#4.7: v=DMARC1x is no record", { "example.com", DMARC("example.com", "v=DMARC1x; p=reject"), { { 0 } } }, "none no_record org=example.com" },
	{ "rfc9989#4.7: v=dmarc1 is no record", { "example.com", DMARC("example.com", "v=dmarc1; p=reject"), { { 0 } } }, "none no_record org=example.com" },
	{ "rfc9989#4.7: v= is not first", { "example.com", DMARC("example.com", "p=reject; v=DMARC1"), { { 0 } } }, "none no_record org=example.com" },
	{ "rfc9989#4.5: the strings of a record are joined", { "example.com", "_dmarc.example.com. TXT \"v=DMA\" \"RC1; p=rej\" \"\" \"ect\"\n", { { 0 } } }, "fail not_authenticated p=reject@example.com org=example.com" },
	{ "rfc9989#4.10: of several records none counts", { "example.com", EX DMARC("example.com", "v=DMARC1; p=none"), { DKIM("example.com") } }, "none no_record org=example.com -" },
	{ "rfc9989#4.10: of several records none counts, and the walk goes on", { "a.example.com", EX DMARC("a.example.com", "v=DMARC1; p=none") DMARC("a.example.com", "v=DMARC1; p=none; psd=n"), { { 0 } } }, "fail not_authenticated p=reject@example.com org=example.com" },
	{ "rfc9989#4.10: several records, the psd= in them included", { "a.b.example.com", EX DMARC("b.example.com", "v=DMARC1; p=none; psd=n") DMARC("b.example.com", "v=DMARC1; p=none; psd=y"), { DKIM("c.example.com") } }, "pass aligned p=reject@example.com org=example.com +" },
	{ "rfc9989#4.10: three records", { "example.com", EX DMARC("example.com", "v=DMARC1; p=none") DMARC("example.com", "v=DMARC1; p=quarantine"), { { 0 } } }, "none no_record org=example.com" },
	{ "a CNAME to a record", { "example.com", "_dmarc.example.com. CNAME dmarc.example.net.\ndmarc.example.net. TXT \"v=DMARC1; p=reject\"\n", { { 0 } } }, "fail not_authenticated p=reject@example.com org=example.com" },
	{ "a record by a wildcard", { "a.example.com", "*.example.com. TXT \"v=DMARC1; p=quarantine\"\n" EX, { DKIM("example.com") } }, "pass aligned p=quarantine@a.example.com org=example.com +" },

	/* policy: p, sp, np */
	{ "rfc9989#4.7: p for the domain where the record is", { "example.com", EXISTS("example.com") DMARC("example.com", "v=DMARC1; p=none; sp=reject; np=quarantine"), { { 0 } } }, "fail not_authenticated p=none@example.com org=example.com" },
	{ "rfc9989#4.7: p for that domain, though it does not exist", { "example.com", "$FAULT example.com. CNAME servfail\n" DMARC("example.com", "v=DMARC1; p=none; sp=reject; np=quarantine"), { { 0 } } }, "fail not_authenticated p=none@example.com org=example.com" },
	{ "rfc9989#4.7: sp for a subdomain that exists", { "a.example.com", EXISTS("a.example.com") DMARC("example.com", "v=DMARC1; p=none; sp=reject; np=quarantine"), { { 0 } } }, "fail not_authenticated sp=reject@example.com org=example.com" },
	{ "rfc9989#4.7: p for a subdomain without sp", { "a.example.com", EXISTS("a.example.com") DMARC("example.com", "v=DMARC1; p=reject; np=quarantine"), { { 0 } } }, "fail not_authenticated p=reject@example.com org=example.com" },
	{ "rfc9989#4.7: np for a subdomain that does not exist", { "a.example.com", DMARC("example.com", "v=DMARC1; p=none; sp=quarantine; np=reject"), { { 0 } } }, "fail not_authenticated np=reject@example.com org=example.com" },
	{ "rfc9989#4.7: sp for such a one without np", { "a.example.com", DMARC("example.com", "v=DMARC1; p=none; sp=quarantine"), { { 0 } } }, "fail not_authenticated sp=quarantine@example.com org=example.com" },
	{ "rfc9989#4.7: p for such a one without np and sp", { "a.example.com", EX, { { 0 } } }, "fail not_authenticated p=reject@example.com org=example.com" },
	{ "rfc9989#4.10.1: sp at the author domain is not used", { "a.example.com", EX DMARC("a.example.com", "v=DMARC1; p=none; sp=reject"), { { 0 } } }, "fail not_authenticated p=none@a.example.com org=example.com" },
	{ "rfc9989#A.4: no data means that it exists", { "a.example.com", "a.example.com. TXT \"x\"\n" DMARC("example.com", "v=DMARC1; p=none; sp=quarantine; np=reject"), { { 0 } } }, "fail not_authenticated sp=quarantine@example.com org=example.com" },
	{ "rfc8020#2: a name that is only above others exists", { "a.example.com", EXISTS("b.a.example.com") DMARC("example.com", "v=DMARC1; p=none; sp=quarantine; np=reject"), { { 0 } } }, "fail not_authenticated sp=quarantine@example.com org=example.com" },
	{ "rfc9989#3.2.13: a CNAME that leads nowhere exists", { "a.example.com", "a.example.com. CNAME nowhere.example.net.\n" DMARC("example.com", "v=DMARC1; p=none; sp=quarantine; np=reject"), { { 0 } } }, "fail not_authenticated sp=quarantine@example.com org=example.com" },
	{ "rfc4592#2.1.1: a name that a wildcard makes exists", { "a.example.com", "*.example.com. A 192.0.2.1\n" DMARC("example.com", "v=DMARC1; p=none; sp=quarantine; np=reject"), { { 0 } } }, "fail not_authenticated sp=quarantine@example.com org=example.com" },
	{ "rfc9989#4.7: np of a public suffix domain", { "shop.example", DMARC("example", "v=DMARC1; p=none; psd=y; sp=quarantine; np=reject"), { { 0 } } }, "fail not_authenticated np=reject@example org=shop.example" },
	{ "a pass with np", { "a.example.com", DMARC("example.com", "v=DMARC1; p=none; np=reject"), { DKIM("example.com") } }, "pass aligned np=reject@example.com org=example.com +" },

	/* invalid policies, rfc9989#4.10.1 */
	{ "rfc9989#4.10.1: p missing, and rua", { "example.com", DMARC("example.com", "v=DMARC1; rua=mailto:a@example.com"), { DKIM("example.net") } }, "fail not_aligned p!=none@example.com org=example.com -" },
	{ "rfc9989#4.10.1: p missing, no rua", { "example.com", DMARC("example.com", "v=DMARC1"), { DKIM("example.com") } }, "none unusable org=example.com -" },
	{ "rfc9989#4.10.1: p=foo, and rua", { "example.com", DMARC("example.com", "v=DMARC1; p=foo; rua=mailto:a@example.com"), { DKIM("example.com") } }, "pass aligned p!=none@example.com org=example.com +" },
	{ "rfc9989#4.10.1: p=foo, no rua", { "example.com", DMARC("example.com", "v=DMARC1; p=foo"), { DKIM("example.com") } }, "none unusable org=example.com -" },
	{ "rfc9989#4.10.1: sp=foo, and rua", { "example.com", DMARC("example.com", "v=DMARC1; p=reject; sp=foo; rua=mailto:a@example.com"), { { 0 } } }, "fail not_authenticated p!=none@example.com org=example.com" },
	{ "rfc9989#4.10.1: sp=foo, no rua", { "example.com", DMARC("example.com", "v=DMARC1; p=reject; sp=foo"), { { 0 } } }, "none unusable org=example.com" },
	{ "rfc9989#4.10.1: np=foo, and rua", { "a.example.com", DMARC("example.com", "v=DMARC1; p=reject; np=foo; rua=mailto:a@example.com"), { { 0 } } }, "fail not_authenticated p!=none@example.com org=example.com" },
	{ "rfc9989#4.10.1: np=foo, no rua", { "a.example.com", DMARC("example.com", "v=DMARC1; p=reject; np=foo"), { { 0 } } }, "none unusable org=example.com" },
	{ "rfc9989#4.10.1: p missing, and rua, the good sp and np do not count", { "a.example.com", DMARC("example.com", "v=DMARC1; sp=reject; np=reject; rua=mailto:a@example.com"), { { 0 } } }, "fail not_authenticated p!=none@example.com org=example.com" },
	{ "rfc9989#4.10.1: an rua without a valid URI is none", { "example.com", DMARC("example.com", "v=DMARC1; rua=a@example.com"), { DKIM("example.com") } }, "none unusable org=example.com -" },
	{ "rfc9989#4.10.1: a valid URI of another scheme is one", { "example.com", DMARC("example.com", "v=DMARC1; rua=https://example.com/"), { DKIM("example.com") } }, "pass aligned p!=none@example.com org=example.com +" },
	{ "rfc9989#4.10.1: an unusable record is not passed over for one above", { "a.example.com", EX DMARC("a.example.com", "v=DMARC1"), { DKIM("example.com") } }, "none unusable org=example.com -" },
	{ "rfc9989#4.10: an unusable record still is one for the walk", { "a.b.example.com", EX DMARC("b.example.com", "v=DMARC1; psd=n") DMARC("a.b.example.com", REJECT), { DKIM("example.com"), DKIM("b.example.com") } }, "pass aligned p=reject@a.b.example.com org=b.example.com -+" },

	/* t=y */
	{ "rfc9989#4.7: t=y, reject becomes quarantine", { "example.com", DMARC("example.com", "v=DMARC1; p=reject; t=y"), { { 0 } } }, "fail not_authenticated p=reject>quarantine@example.com org=example.com" },
	{ "rfc9989#4.7: t=y, quarantine becomes none", { "example.com", DMARC("example.com", "v=DMARC1; p=quarantine; t=y"), { { 0 } } }, "fail not_authenticated p=quarantine>none@example.com org=example.com" },
	{ "rfc9989#4.7: t=y, none stays none", { "example.com", DMARC("example.com", "v=DMARC1; p=none; t=y"), { { 0 } } }, "fail not_authenticated p=none@example.com org=example.com" },
	{ "rfc9989#4.7: t=y of sp", { "a.example.com", EXISTS("a.example.com") DMARC("example.com", "v=DMARC1; p=none; sp=reject; t=y"), { { 0 } } }, "fail not_authenticated sp=reject>quarantine@example.com org=example.com" },
	{ "rfc9989#4.7: t=y of np", { "a.example.com", DMARC("example.com", "v=DMARC1; p=none; np=quarantine; t=y"), { { 0 } } }, "fail not_authenticated np=quarantine>none@example.com org=example.com" },
	{ "rfc9989#4.7: t=n", { "example.com", DMARC("example.com", "v=DMARC1; p=reject; t=n"), { { 0 } } }, "fail not_authenticated p=reject@example.com org=example.com" },
	{ "rfc9989#C.5.2: pct=0, ri and rf change nothing", { "example.com", DMARC("example.com", "v=DMARC1; p=reject; pct=0; ri=1; rf=iodef"), { { 0 } } }, "fail not_authenticated p=reject@example.com org=example.com" },

	/* the walk */
	{ "rfc9989#4.10.2: the record with the fewest labels", { "a.mail.example.com", EX DMARC("mail.example.com", "v=DMARC1; p=none"), { DKIM("x.example.com") } }, "pass aligned p=reject@example.com org=example.com +" },
	{ "rfc9989#4.10.2: psd=n on the way", { "a.mail.example.com", EX DMARC("mail.example.com", "v=DMARC1; p=none; psd=n"), { DKIM("x.mail.example.com"), DKIM("example.com") } }, "pass aligned p=none@mail.example.com org=mail.example.com +-" },
	{ "rfc9989#4.10.2: psd=y at the top", { "a.mail.example.com", DMARC("com", "v=DMARC1; p=none; psd=y"), { DKIM("x.example.com"), DKIM("example.org") } }, "pass aligned p=none@com org=example.com +-" },
	{ "rfc9989#4.10: psd=n stops", { "a.example.com", EX DMARC("a.example.com", "v=DMARC1; p=none; psd=n"), { DKIM("example.com") } }, "fail not_aligned p=none@a.example.com org=a.example.com -" },
	{ "rfc9989#4.10: psd=y stops", { "a.example.com", DMARC("com", REJECT) DMARC("example.com", "v=DMARC1; p=quarantine; psd=y"), { DKIM("b.example.com") } }, "fail not_aligned p=quarantine@example.com org=a.example.com -" },
	{ "rfc9989#4.10.2: psd=y at the start is not one below", { "example.com", DMARC("com", REJECT) DMARC("example.com", "v=DMARC1; p=quarantine; psd=y"), { DKIM("example.com"), DKIM("com") } }, "pass aligned p=quarantine@example.com org=example.com +-" },
	{ "rfc9989#4.10.2: nothing but psd=y, and a signature of the suffix", { "example.com", DMARC("com", "v=DMARC1; p=reject; psd=y"), { DKIM("com") } }, "fail not_aligned p=reject@com org=example.com -" },
	{ "rfc9989#4.10: psd=u does not stop", { "a.example.com", EX DMARC("a.example.com", "v=DMARC1; p=none; psd=u"), { DKIM("example.com") } }, "pass aligned p=none@a.example.com org=example.com +" },
	{ "rfc9989#11.8: the only record is a top-level domain's, without psd", { "a.example.com", DMARC("com", "v=DMARC1; p=reject"), { DKIM("evil.com") } }, "pass aligned p=reject@com org=com +" },
	{ "rfc9989#4.10.2: no record above, a parent is not aligned", { "a.example.com", DMARC("a.example.com", REJECT), { DKIM("example.com") } }, "fail not_aligned p=reject@a.example.com org=a.example.com -" },
	{ "rfc9989#4.10.2: a subdomain with no record of its own is", { "a.example.com", DMARC("a.example.com", REJECT), { DKIM("b.a.example.com") } }, "pass aligned p=reject@a.example.com org=a.example.com +" },
	{ "rfc9989#4.10.2: a subdomain that is its own organization is not", { "example.com", EX DMARC("a.example.com", "v=DMARC1; psd=n"), { DKIM("a.example.com"), SPF("x.a.example.com") } }, "fail not_aligned p=reject@example.com org=example.com --" },
	{ "rfc9989#4.10.2: a subdomain below a public suffix inside is not", { "example.com", EX DMARC("a.example.com", "v=DMARC1; psd=y"), { DKIM("x.a.example.com") } }, "fail not_aligned p=reject@example.com org=example.com -" },
	{ "rfc9989#4.10.2: nor is that public suffix itself", { "example.com", EX DMARC("a.example.com", "v=DMARC1; psd=y"), { DKIM("a.example.com") } }, "fail not_aligned p=reject@example.com org=example.com -" },
	{ "rfc9989#4.10.1: the organizational domain's record is before the public suffix's", { "a.giant.bank.example", ZONE_B43, { { 0 } } }, "fail not_authenticated p=reject@giant.bank.example org=giant.bank.example" },
	{ "rfc9989#4.10.1: the public suffix's record, its sp", { "a.mega.bank.example", EXISTS("a.mega.bank.example") DMARC("bank.example", "v=DMARC1; p=none; psd=y; sp=reject"), { { 0 } } }, "fail not_authenticated sp=reject@bank.example org=mega.bank.example" },
	{ "rfc9989#4.10.1: a record between the author and its organization is not used", { "a.b.mega.bank.example", ZONE_B43 DMARC("b.mega.bank.example", REJECT), { { 0 } } }, "fail not_authenticated p=quarantine@bank.example org=mega.bank.example" },
	{ "rfc9989#4.10: thirteen labels", { LABELS13, EX, { DKIM("example.com") } }, "pass aligned p=reject@example.com org=example.com +" },
	{ "rfc9989#4.10: a record at eight of more labels is not seen", { LABELS13, EX DMARC("f." LABELS7, "v=DMARC1; p=none"), { { 0 } } }, "fail not_authenticated p=reject@example.com org=example.com" },
	{ "rfc9989#5.1.8: psd=n that the walk leaps over", { "mail.a.b.c.d.e.f.g.example.com", EX DMARC("b.c.d.e.f.g.example.com", "v=DMARC1; p=none; psd=n"), { { 0 } } }, "fail not_authenticated p=reject@example.com org=example.com" },
	{ "rfc9989#4.10.2: psd=y at seven labels, one below was never asked", { LABELS13, DMARC(LABELS7, "v=DMARC1; p=none; psd=y"), { DKIM("f." LABELS7), DKIM("x." LABELS7) } }, "pass aligned p=none@" LABELS7 " org=f." LABELS7 " +-" },
	{ "rfc9989#4.10.2: an identifier of nine labels leaps over the author", { "b.c.d.e.f.g.h.example", DMARC("b.c.d.e.f.g.h.example", REJECT), { DKIM("a.b.c.d.e.f.g.h.example") } }, "fail not_aligned p=reject@b.c.d.e.f.g.h.example org=b.c.d.e.f.g.h.example -" },
	{ "rfc9989#B.4.1: simple", { "example.com", ZONE_B41, { SPF("example.com"), DKIM("signing.example.com") } }, "pass aligned p=reject@example.com org=example.com ++" },
	{ "rfc9989#B.4.1: simple, the signature alone", { "example.com", ZONE_B41, { NO_SPF("example.com"), DKIM("signing.example.com") } }, "pass aligned p=reject@example.com org=example.com ++" },
	{ "rfc9989#B.4.2: deep", { DEEP, ZONE_B41, { SPF("example.com"), DKIM("signing.example.com") } }, "pass aligned p=reject@example.com org=example.com ++" },
	{ "rfc9989#B.4.2: deep, nothing authenticated", { DEEP, ZONE_B41, { NO_SPF("example.com"), NO_DKIM("signing.example.com") } }, "fail not_authenticated p=reject@example.com org=example.com ++" },
	{ "rfc9989#B.4.3: a public suffix domain", { "giant.bank.example", ZONE_B43, { SPF("mail.giant.bank.example"), DKIM("mail.mega.bank.example") } }, "pass aligned p=reject@giant.bank.example org=giant.bank.example +-" },
	{ "rfc9989#B.4.3: a public suffix domain, the other signature alone", { "giant.bank.example", ZONE_B43, { NO_SPF("mail.giant.bank.example"), DKIM("mail.mega.bank.example") } }, "fail not_aligned p=reject@giant.bank.example org=giant.bank.example +-" },

	{ "a name too long with _dmarc. before it has no record, its parents may", { LONG, DMARC(LONG_PARENT, REJECT), { DKIM(LONG) } }, "pass aligned p=reject@" LONG_PARENT " org=" LONG_PARENT " +" },

	/* strict and relaxed */
	{ "rfc9989#4.4: relaxed is the default", { "news.example.com", EX, { DKIM("foo.example.com"), SPF("example.com") } }, "pass aligned p=reject@example.com org=example.com ++" },
	{ "rfc9989#4.7: adkim=s, the same domain", { "example.com", DMARC("example.com", "v=DMARC1; p=reject; adkim=s"), { DKIM("example.com") } }, "pass aligned p=reject@example.com org=example.com +" },
	{ "rfc9989#4.7: adkim=s, another", { "example.com", DMARC("example.com", "v=DMARC1; p=reject; adkim=s"), { DKIM("a.example.com"), DKIM("com") } }, "fail not_aligned p=reject@example.com org=example.com --" },
	{ "rfc9989#4.7: adkim=s is not for SPF", { "example.com", DMARC("example.com", "v=DMARC1; p=reject; adkim=s"), { SPF("a.example.com") } }, "pass aligned p=reject@example.com org=example.com +" },
	{ "rfc9989#4.7: aspf=s, the same domain", { "example.com", DMARC("example.com", "v=DMARC1; p=reject; aspf=s"), { SPF("example.com") } }, "pass aligned p=reject@example.com org=example.com +" },
	{ "rfc9989#4.7: aspf=s, another", { "example.com", DMARC("example.com", "v=DMARC1; p=reject; aspf=s"), { SPF("a.example.com") } }, "fail not_aligned p=reject@example.com org=example.com -" },
	{ "rfc9989#4.7: aspf=s is not for DKIM", { "example.com", DMARC("example.com", "v=DMARC1; p=reject; aspf=s"), { DKIM("a.example.com") } }, "pass aligned p=reject@example.com org=example.com +" },
	{ "rfc9989#4.7: strict by the record above", { "a.example.com", DMARC("example.com", "v=DMARC1; p=reject; adkim=s; aspf=s"), { DKIM("example.com"), SPF("b.a.example.com") } }, "fail not_aligned p=reject@example.com org=example.com --" },
	{ "rfc9989#4.10.2: the same domain, its record above", { "a.example.com", DMARC("example.com", "v=DMARC1; p=reject; adkim=s"), { DKIM("a.example.com") } }, "pass aligned p=reject@example.com org=example.com +" },

	/* undecided */
	{ "rfc9989#5.3.6: an aligned signature that might have passed", { "example.com", EX, { MAYBE_DKIM("a.example.com"), NO_SPF("example.com") } }, "temperror undecided p=reject@example.com org=example.com ++" },
	{ "rfc9989#5.3.6: aligned SPF that might have passed", { "example.com", EX, { MAYBE_SPF("example.com"), DKIM("example.net") } }, "temperror undecided p=reject@example.com org=example.com +-" },
	{ "rfc9989#5.3.6: what might have passed is not aligned", { "example.com", EX, { MAYBE_SPF("example.net"), MAYBE_DKIM("example.org") } }, "fail not_authenticated p=reject@example.com org=example.com --" },
	{ "rfc9989#5.3.5: another passes", { "example.com", EX, { MAYBE_SPF("example.com"), DKIM("example.com") } }, "pass aligned p=reject@example.com org=example.com ++" },
	{ "rfc9989#5.3.2: undecided, and no record", { "example.com", "", { MAYBE_SPF("example.com") } }, "none no_record org=example.com -" },

	/* failures of DNS */
	{ "rfc9989#5.3.6: the author domain's record fails", { "example.com", SERVFAIL("example.com"), { DKIM("example.com") } }, "temperror dns org=example.com -" },
	{ "rfc9989#5.3.6: it fails, and there is one above", { "a.example.com", SERVFAIL("a.example.com") EX, { DKIM("a.example.com") } }, "temperror dns org=? -" },
	{ "rfc9989#5.3.6: it fails, and nothing is authenticated", { "a.example.com", SERVFAIL("a.example.com") EX, { { 0 } } }, "temperror dns org=?" },
	{ "rfc4035#5.5: it is bogus", { "example.com", BOGUS("example.com") EX, { DKIM("example.com") } }, "temperror dns_bogus org=example.com -" },
	{ "rfc9989#9.2: it is malformed", { "example.com", MALFORMED("example.com"), { DKIM("example.com") } }, "permerror dns_malformed org=example.com -" },
	{ "rfc9989#5.3.6: the record is somewhere above, and one name fails", { "a.b.example.com", EX SERVFAIL("b.example.com"), { DKIM("a.b.example.com") } }, "temperror dns org=? -" },
	{ "rfc9989#5.3.6: no record, and the topmost name fails", { "a.example.com", SERVFAIL("com"), { DKIM("a.example.com") } }, "temperror dns org=? -" },
	{ "rfc9989#4.10: a failure above a psd=n does not count", { "a.b.example.com", SERVFAIL("com") SERVFAIL("example.com") DMARC("b.example.com", "v=DMARC1; p=reject; psd=n"), { DKIM("c.b.example.com") } }, "pass aligned p=reject@b.example.com org=b.example.com +" },
	{ "rfc9989#4.10: a failure above a psd=y does not count", { "a.bank.example", SERVFAIL("example") ZONE_B43, { DKIM("x.a.bank.example") } }, "pass aligned p=quarantine@bank.example org=a.bank.example +" },
	{ "rfc9989#4.10: a failure above a psd= at the author domain does not count", { "example.com", SERVFAIL("com") DMARC("example.com", "v=DMARC1; p=reject; psd=n"), { DKIM("a.example.com") } }, "pass aligned p=reject@example.com org=example.com +" },
	{ "rfc9989#5.3.6: a failure below a psd=n", { "a.b.example.com", SERVFAIL("b.example.com") DMARC("example.com", "v=DMARC1; p=reject; psd=n"), { DKIM("example.com") } }, "temperror dns org=? -" },
	{ "rfc9989#5.3.6: a failure below a psd=y", { "a.b.bank.example", SERVFAIL("b.bank.example") DMARC("bank.example", "v=DMARC1; p=reject; psd=y"), { { 0 } } }, "temperror dns org=?" },
	{ "rfc9989#5.3.6: there might be psd=y, and one below it is another's organization", { "a.b.c.d.e.f.g.h.example", SERVFAIL("c.d.e.f.g.h.example") DMARC("a.b.c.d.e.f.g.h.example", REJECT) DMARC("b.c.d.e.f.g.h.example", "v=DMARC1; psd=n"), { DKIM("b.c.d.e.f.g.h.example") } }, "temperror dns p=reject@a.b.c.d.e.f.g.h.example org=? -" },
	{ "failures of two kinds: that of the author domain's walk counts", { "example.com", EX MALFORMED("com") SERVFAIL("a.example.com"), { DKIM("a.example.com") } }, "permerror dns_malformed p=reject@example.com org=? -" },
	{ "the other way round", { "example.com", EX SERVFAIL("com") MALFORMED("a.example.com"), { DKIM("a.example.com") } }, "temperror dns p=reject@example.com org=? -" },
	{ "rfc9989#4.10.2: the same domain needs no organization", { "example.com", EX SERVFAIL("com"), { DKIM("example.com") } }, "pass aligned p=reject@example.com org=? +" },
	{ "rfc9989#4.10.2: strict alignment needs no organization", { "example.com", SERVFAIL("com") DMARC("example.com", "v=DMARC1; p=reject; adkim=s; aspf=s"), { DKIM("a.example.com"), SPF("com") } }, "fail not_aligned p=reject@example.com org=? --" },
	{ "rfc9989#5.3.6: a subdomain, and the organization is not known", { "example.com", EX SERVFAIL("com"), { DKIM("a.example.com") } }, "temperror dns p=reject@example.com org=? -" },
	{ "rfc9989#5.3.6: a parent, and the organization is not known", { "a.example.com", DMARC("a.example.com", REJECT) SERVFAIL("example.com"), { DKIM("example.com") } }, "temperror dns p=reject@a.example.com org=? -" },
	{ "rfc9989#5.3.6: a cousin, and the organization is not known", { "a.example.com", DMARC("a.example.com", REJECT) SERVFAIL("example.com"), { DKIM("b.example.com") } }, "temperror dns p=reject@a.example.com org=? -" },
	{ "rfc9989#5.3.6: another of the same top, which may be the organization", { "example.com", EX SERVFAIL("com"), { DKIM("evil.com") } }, "temperror dns p=reject@example.com org=? -" },
	{ "rfc9989#5.3.6: one below another of the same top, likewise", { "example.com", EX SERVFAIL("com"), { DKIM("x.evil.com") } }, "temperror dns p=reject@example.com org=? -" },
	{ "another of the same top that is its own organization for sure", { "example.com", EX SERVFAIL("com") DMARC("evil.com", "v=DMARC1; p=none; psd=n"), { DKIM("evil.com") } }, "fail not_aligned p=reject@example.com org=? -" },
	{ "another of another top, whatever the organization is", { "example.com", EX SERVFAIL("com"), { DKIM("example.net") } }, "fail not_aligned p=reject@example.com org=? -" },
	{ "a parent, and nobody authenticated it", { "a.example.com", DMARC("a.example.com", REJECT) SERVFAIL("example.com"), { NO_DKIM("example.com") } }, "fail not_authenticated p=reject@a.example.com org=? -" },
	{ "rfc9989#5.3.6: a parent that is undecided in both", { "a.example.com", DMARC("a.example.com", REJECT) SERVFAIL("example.com"), { MAYBE_DKIM("example.com") } }, "temperror dns p=reject@a.example.com org=? -" },
	{ "a failure at the identifier's own name", { "example.com", EX SERVFAIL("a.example.com"), { DKIM("a.example.com") } }, "temperror dns p=reject@example.com org=example.com -" },
	{ "a failure on the identifier's way", { "example.com", EX SERVFAIL("b.example.com"), { DKIM("a.b.example.com") } }, "temperror dns p=reject@example.com org=example.com -" },
	{ "a failure on its way below its psd=n", { "example.com", EX SERVFAIL("a.b.example.com") DMARC("b.example.com", "v=DMARC1; psd=n"), { DKIM("a.b.example.com") } }, "fail not_aligned p=reject@example.com org=example.com -" },
	{ "a failure on its way, malformed", { "example.com", EX MALFORMED("a.example.com"), { DKIM("a.example.com") } }, "permerror dns_malformed p=reject@example.com org=example.com -" },
	{ "a failure on its way, bogus", { "example.com", EX BOGUS("a.example.com"), { DKIM("a.example.com") } }, "temperror dns_bogus p=reject@example.com org=example.com -" },
	{ "a failure on the way of one, another passes", { "example.com", EX SERVFAIL("a.example.com"), { DKIM("a.example.com"), SPF("b.example.com") } }, "pass aligned p=reject@example.com org=example.com -+" },
	{ "malformed for one, another undecided", { "example.com", EX MALFORMED("a.example.com"), { DKIM("a.example.com"), MAYBE_SPF("b.example.com") } }, "temperror undecided p=reject@example.com org=example.com -+" },
	{ "one undecided, malformed for another", { "example.com", EX MALFORMED("a.example.com"), { MAYBE_SPF("b.example.com"), DKIM("a.example.com") } }, "temperror undecided p=reject@example.com org=example.com +-" },
	{ "an attacker's own name fails: no way out of the policy", { "example.com", EX SERVFAIL("x.evil.com") SERVFAIL("evil.com"), { DKIM("x.evil.com") } }, "fail not_aligned p=reject@example.com org=example.com -" },
	{ "existence fails, np would differ", { "a.example.com", "$FAULT a.example.com. CNAME servfail\n" DMARC("example.com", "v=DMARC1; p=none; np=reject"), { { 0 } } }, "temperror dns p=none@example.com org=example.com" },
	{ "existence fails, np is as sp", { "a.example.com", "$FAULT a.example.com. CNAME servfail\n" DMARC("example.com", "v=DMARC1; p=none; sp=reject; np=reject"), { { 0 } } }, "fail not_authenticated sp=reject@example.com org=example.com" },
	{ "existence fails, and the message passes", { "a.example.com", "$FAULT a.example.com. CNAME servfail\n" DMARC("example.com", "v=DMARC1; p=none; np=reject"), { DKIM("example.com") } }, "pass aligned p=none@example.com org=example.com +" },
	{ "existence is bogus, np would differ", { "a.example.com", "$FAULT a.example.com. CNAME bogus\n" DMARC("example.com", "v=DMARC1; p=none; np=reject"), { { 0 } } }, "temperror dns_bogus p=none@example.com org=example.com" },
};
// clang-format on

/* As the Public Suffix List has it, in small. */
static unsigned suffix(void *to, const struct zgl_dname *name)
{
	static const struct {
		const char *suffix;
		unsigned labels;
	} list[] = { { "co.uk", 2 }, { "uk", 1 }, { "com", 1 },
		{ "blog.com", 2 } };
	unsigned labels = 0;

	(void)to;
	assert_true(name->n > 0);
	for (size_t i = 0; i < ZGL_COUNT(list); i++) {
		struct zgl_dname above;
		assert_int_equal(
			zgl_dname_parse(zgl_sv_of(list[i].suffix), &above),
			ZGL_DNAME_OK);
		if (zgl_dname_within(name, &above) && list[i].labels > labels)
			labels = list[i].labels;
	}
	return labels;
}

// clang-format off
static const struct row suffix_rows[] = {
	{ "rfc7489#3.2: the public suffix and one label", { "a.b.example.co.uk", DMARC("example.co.uk", REJECT), { DKIM("c.example.co.uk"), SPF("other.co.uk") } }, "pass aligned p=reject@example.co.uk org=example.co.uk +-" },
	{ "rfc7489#3.2: of two suffixes the longer", { "a.x.blog.com", DMARC("blog.com", REJECT), { DKIM("y.blog.com") } }, "none no_record org=x.blog.com -" },
	{ "rfc7489#6.6.3: the author domain's record first", { "a.example.com", EX DMARC("a.example.com", "v=DMARC1; p=none"), { DKIM("example.com") } }, "pass aligned p=none@a.example.com org=example.com +" },
	{ "rfc7489#6.6.3: nothing between the two", { "a.b.example.com", EX DMARC("b.example.com", "v=DMARC1; p=none"), { { 0 } } }, "fail not_authenticated p=reject@example.com org=example.com" },
	{ "rfc7489#6.6.3: nothing above the organizational domain", { "a.example.com", DMARC("com", REJECT), { DKIM("example.com") } }, "none no_record org=example.com -" },
	{ "rfc7489#6.6.3: several records end it", { "a.example.com", EX DMARC("a.example.com", "v=DMARC1; p=none") DMARC("a.example.com", "v=DMARC1; p=quarantine"), { DKIM("example.com") } }, "none no_record org=example.com -" },
	{ "rfc7489#6.6.3: several records above", { "a.example.com", EX DMARC("example.com", "v=DMARC1; p=none"), { { 0 } } }, "none no_record org=example.com" },
	{ "rfc7489#6.3: sp for a subdomain", { "a.example.com", DMARC("example.com", "v=DMARC1; p=none; sp=reject"), { { 0 } } }, "fail not_authenticated sp=reject@example.com org=example.com" },
	{ "np means nothing", { "a.example.com", DMARC("example.com", "v=DMARC1; p=none; np=reject"), { { 0 } } }, "fail not_authenticated p=none@example.com org=example.com" },
	{ "an invalid np means nothing, either", { "a.example.com", DMARC("example.com", "v=DMARC1; p=none; np=foo"), { { 0 } } }, "fail not_authenticated p=none@example.com org=example.com" },
	{ "rfc7489#6.6.3: an invalid sp, and rua", { "a.example.com", DMARC("example.com", "v=DMARC1; p=reject; sp=foo; rua=mailto:a@b.example"), { { 0 } } }, "fail not_authenticated p!=none@example.com org=example.com" },
	{ "rfc7489#6.6.3: an invalid p, no rua", { "a.example.com", DMARC("example.com", "v=DMARC1; p=foo"), { { 0 } } }, "none unusable org=example.com" },
	{ "psd=n means nothing", { "a.example.com", EX DMARC("a.example.com", "v=DMARC1; p=none; psd=n"), { DKIM("example.com") } }, "pass aligned p=none@a.example.com org=example.com +" },
	{ "psd=y means nothing", { "example.com", DMARC("example.com", "v=DMARC1; p=reject; psd=y"), { DKIM("a.example.com") } }, "pass aligned p=reject@example.com org=example.com +" },
	{ "a public suffix is its own organization", { "co.uk", DMARC("co.uk", REJECT), { DKIM("co.uk"), DKIM("example.co.uk") } }, "pass aligned p=reject@co.uk org=co.uk +-" },
	{ "a name without a public suffix is its own organization", { "a.example", DMARC("example", REJECT), { DKIM("a.example") } }, "none no_record org=a.example -" },
	{ "a domain that SPF did not check", { "example.com", EX, { SPF("") } }, "fail not_aligned p=reject@example.com org=example.com -" },
	{ "strict", { "example.com", DMARC("example.com", "v=DMARC1; p=reject; adkim=s"), { DKIM("a.example.com") } }, "fail not_aligned p=reject@example.com org=example.com -" },
	{ "the author domain's record fails", { "a.example.com", EX SERVFAIL("a.example.com"), { DKIM("a.example.com") } }, "temperror dns org=example.com -" },
	{ "that above fails and is needed", { "a.example.com", MALFORMED("example.com"), { DKIM("a.example.com") } }, "permerror dns_malformed org=example.com -" },
	{ "that above fails and is not", { "a.example.com", DMARC("a.example.com", REJECT) SERVFAIL("example.com"), { DKIM("example.com") } }, "pass aligned p=reject@a.example.com org=example.com +" },
	{ "that above fails, several at the author domain", { "a.example.com", DMARC("a.example.com", REJECT) DMARC("a.example.com", "v=DMARC1; p=none") SERVFAIL("example.com"), { { 0 } } }, "none no_record org=example.com" },
	{ "no author domain", { "", EX, { { 0 } } }, "permerror author org=?" },
};
// clang-format on

#define ORDERS_MOST 5040
#define LOST_MOST   12

static zgl_sv tell(struct world *w, const struct world_case *c,
	const struct world_way *way, struct zgl_buf *to)
{
	struct zgl_dmarc_verdict verdict;

	assert_int_equal(world_run(w, c, way, &verdict), ZGL_OK);
	assert_int_equal(
		verdict.result, zgl_dmarc_reason_result(verdict.reason));
	zgl_buf_reset(to);
	world_tell(&verdict, to);
	return zgl_buf_sv(to);
}

/* The next order, like an odometer; false after the last. */
static bool next_order(uint8_t *order, const uint8_t *waited, size_t n)
{
	while (n-- > 0) {
		if (++order[n] < waited[n])
			return true;
		order[n] = 0;
	}
	return false;
}

static void check_orders(
	struct world *w, const struct row *row, bool late, struct zgl_buf *to)
{
	uint8_t order[WORLD_ASKED] = { 0 }, waited[WORLD_ASKED];
	struct world_way way = {
		.late = late, .order = order, .waited = waited
	};
	size_t runs = 0;

	do {
		assert_sv_equal(
			tell(w, &row->c, &way, to), zgl_sv_of(row->want));
	} while (next_order(order, waited, w->answers) && ++runs < ORDERS_MOST);
}

/* What is lost may lead to an error, or else changes nothing. */
static void check_lost(struct world *w, const struct row *row, uint64_t lost)
{
	struct world_way way = { .lost = lost };
	struct zgl_dmarc_verdict verdict;

	assert_int_equal(world_run(w, &row->c, &way, &verdict), ZGL_OK);
	if (verdict.result == ZGL_DMARC_TEMPERROR
		|| verdict.result == ZGL_DMARC_PERMERROR)
		return;
	zgl_sv want = zgl_sv_of(row->want);
	assert_sv_equal(zgl_sv_of(zgl_dmarc_result_word(verdict.result)),
		zgl_sv_head(want, zgl_sv_find(want, ' ')));
}

static void check_with(const struct row *row, zgl_dmarc_suffix_fn *by)
{
	struct world_way plain = { .lost = 0 };
	struct world w;
	struct zgl_buf to;

	world_begin(&w, by, NULL);
	world_load(&w, row->c.zone);
	zgl_buf_begin(&to, 1 << 16);
	assert_sv_equal(tell(&w, &row->c, &plain, &to), zgl_sv_of(row->want));
	size_t asked = w.answers;
	check_orders(&w, row, false, &to);
	check_orders(&w, row, true, &to);
	for (uint64_t lost = 1; asked <= LOST_MOST && lost >> asked == 0;
		lost++)
		check_lost(&w, row, lost);
	check_lost(&w, row, UINT64_MAX);
	zgl_buf_free(&to);
	world_end(&w);
}

static void check(void **state)
{
	check_with(*state, NULL);
}

static void check_suffix(void **state)
{
	check_with(*state, suffix);
}

struct question_row {
	const char *name;
	struct world_case c;
	const char *asked;
};

/* What every walk from example.com asks. */
#define ASK2 "TXT _dmarc.example.com.\nTXT _dmarc.com.\n"

// clang-format off
static const struct question_row question_rows[] = {
	{ "rfc9989#4.10: eight questions for thirteen labels", { "a.b.c.d.e.f.g.h.i.j.mail.example.com", "", { { 0 } } },
		"TXT _dmarc.a.b.c.d.e.f.g.h.i.j.mail.example.com.\n"
		"TXT _dmarc.g.h.i.j.mail.example.com.\nTXT _dmarc.h.i.j.mail.example.com.\n"
		"TXT _dmarc.i.j.mail.example.com.\nTXT _dmarc.j.mail.example.com.\n"
		"TXT _dmarc.mail.example.com.\n" ASK2 },
	{ "rfc9989#B.4.2: eight questions, another name", { DEEP, "", { { 0 } } },
		"TXT _dmarc." DEEP ".\nTXT _dmarc.g.h.i.j.k.example.com.\nTXT _dmarc.h.i.j.k.example.com.\n"
		"TXT _dmarc.i.j.k.example.com.\nTXT _dmarc.j.k.example.com.\nTXT _dmarc.k.example.com.\n" ASK2 },
	{ "rfc9989#4.10: seven for seven labels", { "a.b.c.d.e.example.com", "", { { 0 } } },
		"TXT _dmarc.a.b.c.d.e.example.com.\nTXT _dmarc.b.c.d.e.example.com.\nTXT _dmarc.c.d.e.example.com.\n"
		"TXT _dmarc.d.e.example.com.\nTXT _dmarc.e.example.com.\n" ASK2 },
	{ "rfc9989#4.10: eight for eight labels", { "a.b.c.d.e.f.example.com", "", { { 0 } } },
		"TXT _dmarc.a.b.c.d.e.f.example.com.\nTXT _dmarc.b.c.d.e.f.example.com.\nTXT _dmarc.c.d.e.f.example.com.\n"
		"TXT _dmarc.d.e.f.example.com.\nTXT _dmarc.e.f.example.com.\nTXT _dmarc.f.example.com.\n" ASK2 },
	{ "rfc9989#4.10: eight for nine labels", { "a.b.c.d.e.f.g.example.com", "", { { 0 } } },
		"TXT _dmarc.a.b.c.d.e.f.g.example.com.\nTXT _dmarc.c.d.e.f.g.example.com.\nTXT _dmarc.d.e.f.g.example.com.\n"
		"TXT _dmarc.e.f.g.example.com.\nTXT _dmarc.f.g.example.com.\nTXT _dmarc.g.example.com.\n" ASK2 },
	{ "one for one label", { "example", "", { { 0 } } }, "TXT _dmarc.example.\n" },
	{ "rfc9989#4.10.2: none for the author domain itself", { "example.com", EX, { DKIM("example.com"), SPF("example.com") } }, ASK2 },
	{ "rfc9989#4.10.2: none for a domain out of the organization", { "example.com", EX, { DKIM("a.evil.com"), SPF("example.net") } }, ASK2 },
	{ "rfc9989#4.10.2: none where alignment is strict", { "example.com", DMARC("example.com", "v=DMARC1; p=none; adkim=s; aspf=s"), { DKIM("a.example.com"), SPF("b.example.com") } }, ASK2 },
	{ "rfc9989#4.10.2: none without a policy", { "example.com", "", { DKIM("a.example.com") } }, ASK2 },
	{ "none with an unusable policy", { "example.com", DMARC("example.com", "v=DMARC1; p=foo"), { DKIM("a.example.com") } }, ASK2 },
	{ "a subdomain: only what was not asked", { "example.com", EX, { DKIM("a.b.example.com"), SPF("c.b.example.com"), DKIM("b.example.com") } }, ASK2 "TXT _dmarc.a.b.example.com.\nTXT _dmarc.b.example.com.\nTXT _dmarc.c.b.example.com.\n" },
	{ "a parent: nothing that was not asked", { "a.example.com", EX, { DKIM("example.com") } }, "TXT _dmarc.a.example.com.\n" ASK2 },
	{ "a domain that is not authenticated, too: it may be aligned", { "example.com", EX, { NO_DKIM("a.example.com") } }, ASK2 "TXT _dmarc.a.example.com.\n" },
	{ "rfc9989#4.7: existence where np may apply", { "a.example.com", DMARC("example.com", "v=DMARC1; p=none; np=reject"), { { 0 } } }, "TXT _dmarc.a.example.com.\n" ASK2 "CNAME a.example.com.\n" },
	{ "existence is not asked without np", { "a.example.com", DMARC("example.com", "v=DMARC1; p=none; sp=reject"), { { 0 } } }, "TXT _dmarc.a.example.com.\n" ASK2 },
	{ "nor when the author domain has the record", { "a.example.com", EX DMARC("a.example.com", "v=DMARC1; p=none; np=reject"), { { 0 } } }, "TXT _dmarc.a.example.com.\n" ASK2 },
	{ "nor for an invalid np", { "a.example.com", DMARC("example.com", "v=DMARC1; p=none; np=foo; rua=mailto:a@b.example"), { { 0 } } }, "TXT _dmarc.a.example.com.\n" ASK2 },
	{ "nothing without an author domain", { "", "", { DKIM("a.example.com") } }, "" },
	{ "a name too long with _dmarc. before it is not asked", { LONG, "", { { 0 } } }, "TXT _dmarc." LABEL63 "." LONG_PARENT ".\nTXT _dmarc." LONG_PARENT ".\nTXT _dmarc." LABEL63 ".example.\nTXT _dmarc.example.\n" },
};

static const struct question_row suffix_question_rows[] = {
	{ "rfc7489#6.6.3: two questions", { "a.b.example.co.uk", "", { DKIM("x.y.example.co.uk") } }, "TXT _dmarc.a.b.example.co.uk.\nTXT _dmarc.example.co.uk.\n" },
	{ "rfc7489#6.6.3: one for the organizational domain itself", { "example.com", "", { { 0 } } }, "TXT _dmarc.example.com.\n" },
};
// clang-format on

static void check_questions_with(
	const struct question_row *row, zgl_dmarc_suffix_fn *by)
{
	struct world_way plain = { .lost = 0 };
	struct zgl_dmarc_verdict verdict;
	struct world w;

	world_begin(&w, by, NULL);
	world_load(&w, row->c.zone);
	assert_int_equal(world_run(&w, &row->c, &plain, &verdict), ZGL_OK);
	assert_sv_equal(zgl_buf_sv(&w.asked), zgl_sv_of(row->asked));
	world_end(&w);
}

static void check_questions(void **state)
{
	check_questions_with(*state, NULL);
}

static void check_suffix_questions(void **state)
{
	check_questions_with(*state, suffix);
}

/* The rest of a verdict, which world_tell leaves out. */
static void the_verdict(void **state)
{
	static const struct world_case c = { "a.b.giant.bank.example",
		ZONE_B43 SERVFAIL("b.giant.bank.example") DMARC(
			"a.b.giant.bank.example", "v=DMARC1; p=none; np=reject")
			EXISTS("bank.example"),
		{ NO_SPF("example.net"), DKIM("x.giant.bank.example") } };
	static const enum zgl_dmarcstep_outcome outcomes[] = {
		ZGL_DMARCSTEP_RECORD, ZGL_DMARCSTEP_DNS, ZGL_DMARCSTEP_RECORD,
		ZGL_DMARCSTEP_RECORD, ZGL_DMARCSTEP_NOT_REACHED
	};
	struct world_way plain = { .lost = 0 };
	struct zgl_dmarc_verdict v;
	struct world w;

	(void)state;
	world_begin(&w, NULL, NULL);
	world_load(&w, c.zone);
	assert_int_equal(world_run(&w, &c, &plain, &v), ZGL_OK);
	assert_int_equal(v.reason, ZGL_DMARC_REASON_DNS);
	assert_non_null(v.problem);
	assert_string_equal(v.author.text, c.author);
	assert_string_equal(v.policy_domain.text, c.author);
	assert_int_equal(v.organizational.n, 0);
	assert_true(v.author_exists && v.record->np.valid);
	assert_sv_equal(v.record->text, ZGL_SV("v=DMARC1; p=none; np=reject"));
	assert_int_equal(v.identifier_count, 2);
	assert_int_equal(v.identifiers[0].method, ZGL_DMARC_SPF);
	assert_int_equal(v.identifiers[0].organizational.n, 0);
	assert_string_equal(
		v.identifiers[1].domain.text, "x.giant.bank.example");
	assert_string_equal(
		v.identifiers[1].organizational.text, "giant.bank.example");
	assert_int_equal(v.step_count, ZGL_COUNT(outcomes));
	for (size_t i = 0; i < v.step_count; i++)
		assert_int_equal(v.steps[i].outcome, outcomes[i]);
	assert_string_equal(v.steps[3].domain.text, "bank.example");
	assert_int_equal(v.steps[3].psd, ZGL_DMARC_PSD_YES);
	assert_true(v.steps[3].exists && !v.steps[4].exists);
	world_end(&w);
}

static void author_exists(void **state)
{
	static const struct world_case c = { "a.example.com",
		DMARC("example.com", "v=DMARC1; p=none; np=reject"),
		{ { 0 } } };
	struct world_way plain = { .lost = 0 };
	struct zgl_dmarc_verdict v;
	struct world w;

	(void)state;
	world_begin(&w, NULL, NULL);
	world_load(&w, c.zone);
	assert_int_equal(world_run(&w, &c, &plain, &v), ZGL_OK);
	assert_false(v.author_exists);
	assert_true(v.steps[1].exists);
	assert_false(v.steps[0].exists);
	world_end(&w);
}

static void calls_out_of_order(void **state)
{
	struct zgl_answer none = { .state = ZGL_ANSWER_NXDOMAIN };
	struct zgl_question question;
	struct zgl_dmarc_verdict v;
	struct zgl_dname author;
	struct world w;
	size_t number;

	(void)state;
	world_begin(&w, NULL, NULL);
	assert_int_equal(
		zgl_dname_parse(ZGL_SV("example.com"), &author), ZGL_DNAME_OK);
	assert_int_equal(zgl_dmarccheck_end(w.check, &v), ZGL_EUSAGE);
	assert_int_equal(v.result, ZGL_DMARC_PERMERROR);
	assert_int_equal(
		zgl_dmarccheck_add(w.check, ZGL_DMARC_DKIM, &author, &number),
		ZGL_EUSAGE);
	assert_false(zgl_dmarccheck_next_question(w.check, &question, &number));
	assert_int_equal(zgl_dmarccheck_answer(w.check, 0, &none), ZGL_EUSAGE);
	assert_int_equal(
		zgl_dmarccheck_begin(w.check, &author, &w.arena), ZGL_OK);
	assert_int_equal(zgl_dmarccheck_answer(w.check, 0, &none), ZGL_EUSAGE);
	assert_int_equal(
		zgl_dmarccheck_set(w.check, 0, ZGL_DMARC_AUTHENTIC_YES),
		ZGL_EUSAGE);
	assert_true(zgl_dmarccheck_next_question(w.check, &question, &number));
	assert_int_equal(zgl_dmarccheck_waiting(w.check), 1);
	assert_int_equal(zgl_dmarccheck_answer(w.check, number, &none), ZGL_OK);
	assert_int_equal(zgl_dmarccheck_waiting(w.check), 0);
	assert_int_equal(
		zgl_dmarccheck_answer(w.check, number, &none), ZGL_EUSAGE);
	assert_int_equal(
		zgl_dmarccheck_answer(w.check, number + 1, &none), ZGL_EUSAGE);
	assert_int_equal(zgl_dmarccheck_end(w.check, &v), ZGL_OK);
	assert_int_equal(v.result, ZGL_DMARC_TEMPERROR);
	assert_int_equal(zgl_dmarccheck_end(w.check, &v), ZGL_EUSAGE);
	world_end(&w);
}

/* More domains than any room begins with. */
static void many_domains(void **state)
{
	static const struct row row = { "",
		{ "example.com", EX,
			{ DKIM("a1.example.com"), DKIM("a2.example.com"),
				DKIM("a3.example.com"), DKIM("a4.example.com"),
				DKIM("a5.example.com"), DKIM("a6.example.com"),
				DKIM("a7.example.com"), DKIM("a8.example.com"),
				DKIM("a9.example.com"), DKIM("b.example.net"),
				SPF("a.b.c.d.e.f.g.h.i.j.example.com"),
				NO_SPF("example.com") } },
		"pass aligned p=reject@example.com org=example.com "
		"+++++++++-++" };

	(void)state;
	check_with(&row, NULL);
}

/* The arena ends somewhere: an error and no verdict, or the right one. */
static void an_arena_without_room(void **state)
{
	static const struct world_case c = { DEEP, ZONE_B41,
		{ SPF("x.example.com"), DKIM("signing.example.com") } };
	struct world_way plain = { .lost = 0 };
	struct zgl_dmarc_verdict v;
	struct world w;
	size_t errors = 0;

	(void)state;
	world_begin(&w, NULL, NULL);
	world_load(&w, c.zone);
	for (size_t cap = 256; cap < 16384; cap += 256) {
		zgl_arena_free(&w.arena);
		zgl_arena_begin_small(&w.arena, cap, 256);
		enum zgl_err err = world_run(&w, &c, &plain, &v);
		errors += err != ZGL_OK;
		assert_true(err == ZGL_OK || err == ZGL_ELIMIT);
		if (err == ZGL_OK)
			assert_int_equal(v.result, ZGL_DMARC_PASS);
		else
			assert_int_equal(
				zgl_dmarccheck_end(w.check, &v), ZGL_EUSAGE);
	}
	assert_true(errors > 5 && errors < 60);
	world_end(&w);
}

/* A record at the limit of TXT, and one past it, which is none. */
static void the_limit_of_a_record(void **state)
{
	static const struct world_case c = { "example.com", EX, { { 0 } } };
	struct world_way plain = { .lost = 0 };
	struct zgl_dmarc_verdict v;
	struct world w;

	(void)state;
	world_begin(&w, NULL, NULL);
	world_load(&w, c.zone);
	w.limits.txt_octets = sizeof(REJECT) - 1;
	assert_int_equal(world_run(&w, &c, &plain, &v), ZGL_OK);
	assert_int_equal(v.result, ZGL_DMARC_FAIL);
	w.limits.txt_octets--;
	assert_int_equal(world_run(&w, &c, &plain, &v), ZGL_OK);
	assert_int_equal(v.result, ZGL_DMARC_NONE);
	world_end(&w);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check);
	ROWS_ADD(&r, suffix_rows, check_suffix);
	ROWS_ADD(&r, question_rows, check_questions);
	ROWS_ADD(&r, suffix_question_rows, check_suffix_questions);
	rows_add_one(&r, "the rest of a verdict", the_verdict);
	rows_add_one(&r,
		"rfc9989#4.7: whether the author domain exists is told",
		author_exists);
	rows_add_one(&r, "calls out of order", calls_out_of_order);
	rows_add_one(&r, "many domains", many_domains);
	rows_add_one(&r, "an arena without room", an_arena_without_room);
	rows_add_one(&r, "a record at the limit of TXT, and one past it",
		the_limit_of_a_record);
	return rows_run(&r, "dmarccheck");
}
