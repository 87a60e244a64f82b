#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""zegel spf, zegel dmarc, and zegel verify --ip, from outside. TAP out.

    test_judge.py ZEGEL VERSION

The frame is that of test_cmd.py. What SPF and DMARC find is tested in the
library; here it is whether the command asks, tells, and exits as it should.
"""
import json
import pathlib
import re
import sys
import time

from cmd_desk import CRLF, NOW, PLAIN, mbox
from test_cmd import TESTS, judged, main, rows, test, want, want_line

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "resolve"))
import lyingserver  # pylint: disable=wrong-import-position

TESTS.clear()  # those of test_cmd run by themselves

RECORDS = rb"""
$TTL 300
example.nl. TXT "v=spf1 ip4:192.0.2.1 ip6:2001:db8::/32 include:_spf.example.nl -all exp=why.example.nl"
why.example.nl. TXT "%{i} does not send for %{d}"
_spf.example.nl. TXT "v=spf1 a:mail.example.nl a:gone.example.nl exists:%{ir}.x.example.nl ?all"
mail.example.nl. A 192.0.2.2
4.2.0.192.x.example.nl. A 127.0.0.2
_dmarc.example.nl. TXT "v=DMARC1; p=reject; sp=quarantine; np=reject; rua=mailto:dmarc@example.nl"
sub.example.nl. TXT "v=spf1 ip4:192.0.2.1 -all"
mail.example.nl. TXT "v=spf1 a -all"
soft.example. TXT "v=spf1 ~all"
_dmarc.soft.example. TXT "v=DMARC1; p=none; rua=mailto:r@reports.example"
neutral.example. TXT "v=spf1 ?all"
silent.example. TXT "v=spf1 ip4:192.0.2.9"
plain.example. A 192.0.2.1
redirected.example. TXT "v=spf1 redirect=example.nl"
broken.example. TXT "v=spf1 ipv4:192.0.2.1 -all"
slow.example. TXT "v=spf1 include:dead.example -all"
$FAULT dead.example. timeout
_dmarc.slow.example. TXT "v=DMARC1; p=reject"
strict.example. TXT "v=spf1 ip4:192.0.2.1 -all"
sub.strict.example. TXT "v=spf1 ip4:192.0.2.1 -all"
_dmarc.strict.example. TXT "v=DMARC1; p=quarantine; aspf=s; adkim=s"
test.example. TXT "v=spf1 -all"
_dmarc.test.example. TXT "v=DMARC1; p=reject; t=y"
evil.example. TXT "v=spf1 exists:a\\b.%{l}.evil.example -all exp=say.evil.example"
say.evil.example. TXT "a\027[31mb\007\\c\226\128\174d"
_dmarc.evil.example. TXT "v=DMARC1; p=none; rua=mailto:x\027[2J@evil.example; x\027y=1"
several.example. TXT "v=spf1 a -all"
several.example. TXT "v=spf1 mx -all"
_dmarc.almost.example. TXT "v=dmarc1 p=reject"
_dmarc.two.example. TXT "v=DMARC1; p=reject"
_dmarc.two.example. TXT "v=DMARC1; p=none"
_dmarc.typo.example. TXT "v=DMARC1; p=rejct"
_dmarc.mended.example. TXT "v=DMARC1; p=rejct; rua=mailto:a@mended.example"
_dmarc.suffix.example. TXT "v=DMARC1; p=reject; psd=y"
_dmarc.own.suffix.example. TXT "v=DMARC1; p=quarantine; psd=n"
_dmarc.full.example. TXT "v=DMARC1; p=reject; aspf=s; fo=1:d; pct=50; rua=mailto:a@full.example!10m,mailto:b@other.example; ruf=mailto:c@full.example"
$FAULT _dmarc.dead.example. servfail
$FAULT _dmarc.bogus.example. bogus
shop.gov.uk. A 192.0.2.1
_dmarc.gov.uk. TXT "v=DMARC1; p=reject"
list.example. TXT "v=spf1 ip4:192.0.2.7 -all"
"""
ZONE = ("--zone", "zone.db", "--zone", "judge.db", "--now", str(NOW))
SPF = ("spf",) + ZONE
DMARC = ("dmarc",) + ZONE
VERIFY = ("verify",) + ZONE + ("--authserv-id", "mx.example.org")


def begin(desk):
    """The zone, once; a message for each test is made by it."""
    if not desk.path("judge.db").exists():
        desk.write("judge.db", RECORDS)
    return desk


def flat(octets):
    return re.sub(r"\s+", " ", octets.decode())


def sender(ip, mail_from, helo="mta.example"):
    return ("--ip", ip, "--helo", helo, "--mail-from", mail_from)


OURS = sender("192.0.2.1", "jan@example.nl")
THEIRS = sender("192.0.2.66", "jan@example.nl")

# --- usage ------------------------------------------------------------------

# sentence, words, exit code, pattern of the line on standard error
USAGE = [
    ("spf without --ip", ("spf", "--helo", "a.example"), 64,
     r"--ip ADDR is missing, expected: zegel spf --ip ADDR \[--helo NAME\] .*"),
    ("spf with an address that is none", ("spf", "--ip", "192.0.2.256", "--helo", "a.nl"), 64,
     '--ip "192.0.2.256": is no IP address, expected one like 192.0.2.1 or 2001:db8::1'),
    ("spf with a network", ("spf", "--ip", "192.0.2.0/24", "--helo", "a.nl"), 64,
     '--ip "192.0.2.0/24": is no IP address, .*'),
    ("spf with a scope", ("spf", "--ip", "fe80::1%eth0", "--helo", "a.nl"), 64,
     '--ip "fe80::1%eth0": is no IP address, .*'),
    ("spf with an empty address", ("spf", "--ip", "", "--helo", "a.nl"), 64,
     '--ip "": is no IP address, .*'),
    ("spf of nobody", ("spf", "--ip", "192.0.2.1"), 64,
     "--helo NAME or --mail-from ADDR is missing"),
    ("spf of a null sender without a name", ("spf", "--ip", "::1", "--mail-from", "<>"), 64,
     "--helo NAME is missing: by it a null sender is judged"),
    ("spf with an operand", ("spf", "--ip", "::1", "--helo", "a.nl", "b.nl"), 64,
     "b.nl: no operand is taken here, see zegel spf --help"),
    ("dmarc without a domain", ("dmarc",), 64,
     r"DOMAIN is missing, expected: zegel dmarc .*"),
    ("dmarc with two domains", ("dmarc", "a.nl", "b.nl"), 64,
     "b.nl: one domain is enough, see zegel dmarc --help"),
    ("dmarc of what is no domain", ("dmarc", "a..nl"), 64,
     'domain "a..nl": it has an empty label'),
    ("dmarc of an address", ("dmarc", "jan@example.nl"), 64,
     'domain "jan@example.nl": it has an octet that no name may have'),
    ("dmarc of nothing", ("dmarc", ""), 64, 'domain "": it has an empty label'),
    ("dmarc by an unknown way", ("dmarc", "--discovery", "guess", "a.nl"), 64,
     "--discovery guess: expected walk or psl"),
    ("verify with a name and no address", ("verify", "--helo", "a.nl"), 64,
     "--helo: is no use without --ip, the address of the machine that sent the message"),
    ("verify with a sender and no address", ("verify", "--mail-from", "a@b.nl"), 64,
     "--mail-from: is no use without --ip, .*"),
    ("verify with a way of discovery and no address", ("verify", "--discovery", "psl"), 64,
     "--discovery: is no use without --ip, .*"),
    ("verify by an unknown way", ("verify", *OURS, "--discovery", "guess"), 64,
     "--discovery guess: expected walk or psl"),
    ("verify with an address alone", ("verify", "--ip", "192.0.2.1"), 64,
     "--helo NAME or --mail-from ADDR is missing"),
    ("verify with a language and nothing to say in it", ("verify", "--lang", "nl"), 64,
     "--lang: is no use without --explain"),
    ("verify in an unknown language", ("verify", "--explain", "--lang", "fr"), 64,
     "--lang fr: expected en or nl"),
    ("verify as a name that cannot be written", ("verify", "--authserv-id", 'a"b'), 64,
     '--authserv-id a"b: cannot be written, expected a name like mx.example.nl'),
    ("verify as nobody", ("verify", "--authserv-id", ""), 64,
     "--authserv-id : cannot be written, .*"),
    ("verify as a name that turns a line", ("verify", "--authserv-id", "a\r\nX: b"), 64,
     r"--authserv-id a\\x0D\\x0AX: b: cannot be written, .*"),
]


@rows(USAGE, "one line and the exit code")
def usage_row(desk, words, code, pattern):
    want_line(begin(desk).run(*words, stdin=PLAIN), code, pattern)


@test("help of spf and dmarc: exit 0, lines of at most 80 columns")
def _(desk):
    for name in ("spf", "dmarc", "verify"):
        ran = desk.run(name, "--help")
        want(ran.code == 0 and ran.out.startswith(b"Usage: zegel " + name.encode()), ran)
        want(max(map(len, ran.out.decode().splitlines())) <= 80, ran.out)
        want(b"  " + name.encode() in desk.run("--help").out)


# --- spf --------------------------------------------------------------------

# sentence, sender, exit code, what JSON has
SPF_ROWS = [
    ("pass by an address", sender("192.0.2.1", "jan@example.nl"), 0,
     {"result": "pass", "identity": "mailfrom", "domain": "example.nl",
      "mechanism": "ip4:192.0.2.1", "explanation": None, "problem": None, "lookups": 0,
      "void_lookups": 0}),
    ("pass by an IPv6 address", sender("2001:DB8::25", "jan@example.nl"), 0,
     {"result": "pass", "mechanism": "ip6:2001:db8::/32"}),
    ("rfc7208#5: a mapped address is one of IPv4", sender("::ffff:192.0.2.1", "j@example.nl"),
     0, {"result": "pass", "mechanism": "ip4:192.0.2.1"}),
    ("pass by an include", sender("192.0.2.2", "jan@example.nl"), 0,
     {"result": "pass", "mechanism": "include:_spf.example.nl", "lookups": 2}),
    ("pass by a macro", sender("192.0.2.4", "jan@example.nl"), 0,
     {"result": "pass", "lookups": 4, "void_lookups": 1}),
    ("an address in angle brackets", sender("192.0.2.1", "<jan@example.nl>"), 0,
     {"result": "pass", "domain": "example.nl"}),
    ("fail, with what the domain says", sender("192.0.2.66", "jan@example.nl"), 1,
     {"result": "fail", "mechanism": "-all", "lookups": 4, "void_lookups": 2,
      "explanation": "192.0.2.66 does not send for example.nl"}),
    ("softfail", sender("192.0.2.1", "a@soft.example"), 1,
     {"result": "softfail", "mechanism": "~all"}),
    ("neutral by a mechanism", sender("192.0.2.1", "a@neutral.example"), 1,
     {"result": "neutral", "mechanism": "?all", "reason_code": "matched"}),
    ("neutral by none", sender("192.0.2.1", "a@silent.example"), 1,
     {"result": "neutral", "mechanism": None, "reason_code": "no_match"}),
    ("none without a record", sender("192.0.2.1", "a@plain.example"), 1,
     {"result": "none", "reason_code": "no_record", "domain": "plain.example",
      "record": None}),
    ("none for a domain that is not there", sender("192.0.2.1", "a@absent.example"), 1,
     {"result": "none", "reason_code": "nxdomain"}),
    ("none for what is no domain", sender("192.0.2.1", "jan", "[192.0.2.1]"), 1,
     {"result": "none", "reason_code": "no_domain", "domain": None}),
    ("permerror", sender("192.0.2.1", "a@broken.example"), 1,
     {"result": "permerror", "problem": "ipv4:192.0.2.1"}),
    ("permerror of two records", sender("192.0.2.1", "a@several.example"), 1,
     {"result": "permerror", "reason_code": "several_records"}),
    ("temperror", sender("192.0.2.1", "a@slow.example"), 2,
     {"result": "temperror", "reason_code": "dns"}),
    ("a redirect", sender("192.0.2.1", "a@redirected.example"), 0,
     {"result": "pass", "domain": "redirected.example", "mechanism": "ip4:192.0.2.1"}),
    ("rfc7208#2.4: a null sender is the name in HELO",
     ("--ip", "192.0.2.2", "--mail-from", "", "--helo", "mail.example.nl"), 0,
     {"result": "pass", "identity": "helo", "domain": "mail.example.nl"}),
    ("rfc7208#2.3: without --mail-from the name in HELO",
     ("--ip", "192.0.2.2", "--helo", "mail.example.nl"), 0,
     {"result": "pass", "identity": "helo", "domain": "mail.example.nl"}),
    ("without --helo the sender alone", ("--ip", "192.0.2.1", "--mail-from", "a@example.nl"),
     0, {"result": "pass", "identity": "mailfrom"}),
]


@rows(SPF_ROWS, "spf")
def spf_row(desk, words, code, expected):
    ran = begin(desk).run(*SPF, "--json", *words)
    got = json.loads(ran.out)
    want(ran.code == code and ran.err == "", ran)
    want(all(got[key] == value for key, value in expected.items()), expected, got)
    text = desk.run(*SPF, *words)
    want(text.code == code and text.err == "", text)
    first = text.out.decode().splitlines()[0]
    want(first.startswith(got["result"] + ": " + words[1]), first)
    for key in ("mechanism", "problem", "explanation", "record", "reason"):
        want(got[key] is None or got[key] in flat(text.out), key, text)


@test("spf: JSON has the keys that were promised")
def _(desk):
    got = json.loads(begin(desk).run(*SPF, "--json", *THEIRS).out)
    want(list(got) == ["result", "identity", "domain", "mechanism", "explanation", "problem",
                       "reason", "reason_code", "record", "lookups", "void_lookups",
                       "steps"], list(got))
    want([(s["depth"], s["term"], s["outcome"]) for s in got["steps"]] == [
        (0, "ip4:192.0.2.1", "no_match"), (0, "ip6:2001:db8::/32", "no_match"),
        (0, "include:_spf.example.nl", "no_match"), (1, "a:mail.example.nl", "no_match"),
        (1, "a:gone.example.nl", "no_match"), (1, "exists:%{ir}.x.example.nl", "no_match"),
        (1, "?all", "match"), (0, "-all", "match")], got["steps"])


@test("spf: the evaluation is shown as a tree, with what each branch takes")
def _(desk):
    text = begin(desk).run(*SPF, *THEIRS).out.decode()
    tree = text[text.index("    example.nl"):]
    want(tree == """\
    example.nl, 4 look-ups, 2 found nothing
      ip4:192.0.2.1: no match
      ip6:2001:db8::/32: no match
      include:_spf.example.nl: no match, 4 look-ups, 2 found nothing
        a:mail.example.nl: no match, 1 look-up
        a:gone.example.nl: no match, 1 look-up, 1 found nothing
        exists:%{ir}.x.example.nl (66.2.0.192.x.example.nl): no match, 1 look-up, 1 found nothing
        ?all: matches
      -all: matches
""", tree)
    text = desk.run(*SPF, *sender("192.0.2.1", "a@redirected.example")).out.decode()
    want("      redirect=example.nl: followed, 1 look-up\n        ip4:192.0.2.1: matches\n"
         in text, text)


@test("rfc7208#6.2: spf says that an explanation cannot be used")
def _(desk):
    begin(desk)
    desk.write("mute.zone", b'mute.example. TXT "v=spf1 -all exp=why.mute.example"\n'
               b'why.mute.example. TXT "not %{z}"\n')
    text = desk.run("spf", "--zone", "mute.zone", *sender("192.0.2.1", "a@mute.example")).out
    want(b"nothing: what exp= leads to cannot be used" in text, text)


# --- dmarc ------------------------------------------------------------------

# sentence, domain, options, exit code, what JSON has, what the text says
DMARC_ROWS = [
    ("a record of its own", "example.nl", (), 0,
     {"applies": True, "policy": "reject", "tag": "p", "policy_domain": "example.nl",
      "organizational_domain": "example.nl", "result": None, "reason": None},
     ("example.nl: reject, by p= of example.nl", "asked _dmarc.example.nl: a DMARC record",
      "refuse what fails (p=reject)", "reports mailto:dmarc@example.nl")),
    ("U-labels are asked as A-labels", "bücher.example.nl", (), 0,
     {"domain": "xn--bcher-kva.example.nl"}, ("_dmarc.xn--bcher-kva.example.nl:",)),
    ("sp= below it", "sub.example.nl", (), 0,
     {"policy": "quarantine", "tag": "sp", "policy_domain": "example.nl", "exists": True},
     ("sub.example.nl: quarantine, by sp= of example.nl", "for domains below it")),
    ("np= for a name that is not there", "absent.example.nl", (), 0,
     {"policy": "reject", "tag": "np", "exists": False},
     ("exists no: DNS has no absent.example.nl", "for domains that do not exist")),
    ("t=y", "test.example", (), 0, {"policy": "quarantine", "published": "reject",
                                    "testing": True},
     ("t=y: for now treat what fails as suspect (quarantine)",)),
    ("p=none", "soft.example", (), 0, {"policy": "none"},
     ("do nothing with what fails (p=none)", "mailto:r@reports.example, if reports.example"
      " agrees by a TXT record at soft.example._report._dmarc.reports.example")),
    ("no record", "plain.example", (), 1,
     {"applies": False, "policy": None, "result": "none", "policy_domain": None},
     ("plain.example: no policy, no DMARC record was found",
      "asked _dmarc.plain.example: no such name _dmarc.example: no such name")),
    ("two records", "two.example", (), 1, {"applies": False, "result": "none"},
     ("two.example: no policy, no DMARC record counts: there are several",
      "_dmarc.two.example: several DMARC records, so none of them counts")),
    ("a record that begins wrong", "almost.example", (), 1,
     {"applies": False, "result": "none"},
     ("_dmarc.almost.example: no DMARC record, but a text almost like one: it must begin with"
      " v=DMARC1;",)),
    ("a policy that is none", "typo.example", (), 1,
     {"applies": False, "result": "none", "warnings": ["policy"]},
     ("warning p, sp or np has a value that is no policy",)),
    ("a policy that is none, and an address", "mended.example", (), 0,
     {"applies": True, "policy": "none", "warnings": ["policy"]},
     ("that counts as p=none", "warning p, sp or np has a value that is no policy")),
    ("psd=n ends the walk", "own.suffix.example", (), 0,
     {"policy": "quarantine", "organizational_domain": "own.suffix.example"},
     ("a DMARC record, an organizational domain (psd=n)", "does not matter, for psd= below")),
    ("psd=y, and a domain below it", "below.suffix.example", (), 0,
     {"policy_domain": "suffix.example", "organizational_domain": "below.suffix.example"},
     ("_dmarc.suffix.example: a DMARC record, a public suffix (psd=y)",)),
    ("strict alignment, reports, and what has no effect", "full.example", (), 0,
     {"aspf": "s", "adkim": "r", "fo": ["1", "d"], "rua": ["mailto:a@full.example",
                                                           "mailto:b@other.example"],
      "ruf": ["mailto:c@full.example"], "warnings": ["historic"]},
     ("SPF only the domain in From itself (aspf=s)",
      "DKIM any domain with the same organizational domain (adkim=r)",
      "mailto:b@other.example, if other.example agrees", "failures mailto:c@full.example",
      "when anything does not pass aligned (fo=1)", "when a signature fails (fo=d)",
      "warning pct, rf and ri are historic and have no effect")),
    ("DNS that fails", "dead.example", (), 2, {"applies": False, "result": "temperror"},
     ("dead.example: undecided, the DMARC record could not be fetched",
      "_dmarc.dead.example: DNS failed")),
    ("bogus DNSSEC", "bogus.example", (), 2, {"result": "temperror"},
     ("undecided, the DMARC record failed DNSSEC validation",)),
    ("one label", "example", (), 1, {"domain": "example", "result": "none"},
     ("example: no policy",)),
    ("rfc7489#3.2: the Public Suffix List knows no record of a suffix", "shop.gov.uk",
     ("--discovery", "psl"), 1, {"result": "none", "organizational_domain": "shop.gov.uk"},
     ("no DMARC record was found",)),
    ("the walk does", "shop.gov.uk", (), 0, {"policy_domain": "gov.uk"}, ()),
    ("the walk by its name", "shop.gov.uk", ("--discovery", "walk"), 0,
     {"policy_domain": "gov.uk"}, ()),
]


@rows(DMARC_ROWS, "dmarc")
def dmarc_row(desk, domain, options, code, expected, says):
    ran = begin(desk).run(*DMARC, "--json", *options, domain)
    got = json.loads(ran.out)
    want(ran.code == code and ran.err == "", ran)
    want(all(got[key] == value for key, value in expected.items()), expected, got)
    text = desk.run(*DMARC, *options, domain)
    want(text.code == code and text.err == "", text)
    want(all(part in flat(text.out) for part in says), says, flat(text.out))


@test("dmarc: JSON has the same keys with a record and without")
def _(desk):
    keys = ["domain", "applies", "policy", "published", "tag", "policy_domain",
            "organizational_domain", "exists", "result", "reason", "problem", "steps",
            "record", "psd", "testing", "aspf", "adkim", "rua", "ruf", "fo", "warnings",
            "fault"]
    for domain in ("example.nl", "plain.example", "dead.example"):
        got = json.loads(begin(desk).run(*DMARC, "--json", domain).out)
        want(list(got) == keys, list(got))
        want([s["name"] for s in got["steps"]][0] == "_dmarc." + domain, got)


# --- verify -----------------------------------------------------------------

def mail(desk, author=b"jan@example.nl", signed=True):
    message = PLAIN.replace(b"Jan <jan@example.nl>", author)
    return desk.sign(message) if signed else message


# sentence, From, signed, sender, exit code, SPF, DMARC, policy, disposition
VERIFY_ROWS = [
    ("SPF and DKIM pass", b"jan@example.nl", True, OURS, 0, "pass", "pass", "reject", "accept"),
    ("SPF alone passes", b"jan@example.nl", False, OURS, 0, "pass", "pass", "reject",
     "accept"),
    ("DKIM alone passes", b"jan@example.nl", True, THEIRS, 0, "fail", "pass", "reject",
     "accept"),
    ("nothing passes, p=reject", b"jan@example.nl", False, THEIRS, 1, "fail", "fail", "reject",
     "reject"),
    ("a subdomain, sp=quarantine", b"jan@sub.example.nl", False, THEIRS, 1, "fail", "fail",
     "quarantine", "mark"),
    ("relaxed alignment of a subdomain", b"jan@sub.example.nl", False, OURS, 0, "pass", "pass",
     "quarantine", "accept"),
    ("strict alignment", b"a@strict.example", False,
     sender("192.0.2.1", "a@sub.strict.example"), 1, "pass", "fail", "quarantine", "mark"),
    ("aligned, strictly", b"a@strict.example", False, sender("192.0.2.1", "a@strict.example"),
     0, "pass", "pass", "quarantine", "accept"),
    ("another's signature and envelope", b"a@strict.example", True, OURS, 1, "pass", "fail",
     "quarantine", "mark"),
    ("p=none", b"a@soft.example", False, sender("192.0.2.1", "a@soft.example"), 1, "softfail",
     "fail", "none", "accept"),
    ("t=y", b"a@test.example", False, sender("192.0.2.1", "a@test.example"), 1, "fail", "fail",
     "quarantine", "mark"),
    ("no policy, SPF passes", b"a@plain.example", False, OURS, 0, "pass", "none", None,
     "accept"),
    ("no policy, DKIM passes", b"a@plain.example", True, THEIRS, 0, "fail", "none", None,
     "accept"),
    ("no policy, nothing passes", b"a@plain.example", False, THEIRS, 1, "fail", "none", None,
     "accept"),
    ("no policy, SPF is undecided", b"a@plain.example", False,
     sender("192.0.2.1", "a@slow.example"), 2, "temperror", "none", None, "accept"),
    ("a temporary error that might have passed", b"a@slow.example", False,
     sender("192.0.2.1", "a@slow.example"), 2, "temperror", "temperror", "reject", "mark"),
    ("a policy that DNS does not give", b"a@dead.example", True, OURS, 2, "pass", "temperror",
     None, "accept"),
    ("two From fields", b"jan@example.nl\r\nFrom: x@example.nl", False, OURS, 1, "pass",
     "permerror", None, "reject"),
    ("two domains in From", b"jan@example.nl, a@soft.example", False, OURS, 1, "pass",
     "permerror", None, "reject"),
    ("From without a domain", b"nobody", False, OURS, 1, "pass", "permerror", None, "reject"),
    ("a null sender", b"jan@example.nl", False,
     sender("192.0.2.2", "<>", "mail.example.nl"), 0, "pass", "pass", "reject", "accept"),
]


@rows(VERIFY_ROWS, "verify --ip")
def verify_row(desk, author, signed, words, code, spf, dmarc, policy, disposition):
    message = mail(begin(desk), author, signed)
    ran = desk.run(*VERIFY, *words, "--json", stdin=message)
    got = judged(ran)[0]
    want(ran.code == code and ran.err == "", ran)
    want((got["spf"]["result"], got["dmarc"]["result"], got["dmarc"]["policy"],
          got["disposition"]) == (spf, dmarc, policy, disposition), got)
    want(len(got["dkim"]) == signed, got)
    field = got["authentication_results"]
    want(field.startswith("Authentication-Results: mx.example.org;"), field)
    want(f"spf={spf}" in field and f"dmarc={dmarc}" in field, field)
    text = desk.run(*VERIFY, *words, stdin=message)
    lines = text.out.decode().splitlines()
    want(text.code == code and text.err == "", text)
    want(lines[0].startswith(f"standard input: DMARC {dmarc}, ")
         and lines[0].endswith("; " + disposition), lines[0])
    want(f"  SPF    {spf}  " in text.out.decode(), text)
    want("".join(field.split()) in "".join(lines).replace(" ", ""), field, lines)
    for lang in ("en", "nl"):
        told = desk.run(*VERIFY, *words, "--explain", "--lang", lang, stdin=message)
        want(told.code == code and told.err == "", told)
        want(f" {dmarc}: " in flat(told.out), told)
        numbers = re.findall(r"^ *([0-9]+)\. ", told.out.decode(), re.M)
        want(numbers == [str(i + 1) for i in range(len(numbers))] and len(numbers) > 4, told)
        steps = told.out.decode().partition("Authentication-Results")[0]
        want(max(map(len, steps.splitlines())) <= 80, steps)


@test("verify --ip: JSON has the keys that were promised")
def _(desk):
    got = judged(begin(desk).run(*VERIFY, *OURS, "--json", stdin=mail(desk)))[0]
    want(list(got) == ["file", "message", "dkim", "spf", "arc", "dmarc", "disposition",
                       "authentication_results", "cause", "overrides"], list(got))
    want(got["arc"] is None and got["cause"] == "nothing" and got["overrides"] == [], got)
    want(got["spf"]["mechanism"] == "ip4:192.0.2.1" and got["spf"]["domain"] == "example.nl"
         and got["spf"]["identity"] == "mailfrom" and got["spf"]["steps"] == [], got["spf"])
    want(got["dmarc"] == {
        "result": "pass", "policy": "reject", "domain": "example.nl",
        "policy_domain": "example.nl", "organizational_domain": "example.nl",
        "aligned": [{"method": "spf", "domain": "example.nl"},
                    {"method": "dkim", "domain": "example.nl"}],
        "reason": "an authenticated domain is aligned with the domain in From",
        "reason_code": "aligned"}, got["dmarc"])


@test("verify: without --ip SPF and DMARC are null, and people are told how to have them")
def _(desk):
    signed = mail(begin(desk))
    got = judged(desk.run(*VERIFY, "--json", stdin=signed))[0]
    want(all(got[k] is None for k in ("spf", "dmarc", "disposition", "cause", "overrides")), got)
    want("dkim=pass" in got["authentication_results"]
         and "spf" not in got["authentication_results"], got)
    desk.write("two.mbox", mbox(signed, signed))
    text = flat(desk.run(*VERIFY, "--mbox", "two.mbox").out)
    want(text.count("--ip, --helo, --mail-from") == 1, text)
    want("--ip" not in desk.run(*VERIFY, *OURS, stdin=signed).out.decode())


@test("verify --ip: the Authentication-Results of this host without --authserv-id")
def _(desk):
    got = judged(begin(desk).run("verify", *ZONE, *OURS, "--json", stdin=mail(desk)))[0]
    want(re.match(r'Authentication-Results: [^ ;]+;', got["authentication_results"]), got)


@test("verify --ip: each message of an mbox, and of several files, is judged")
def _(desk):
    good, bad = mail(begin(desk)), mail(desk, signed=False)
    desk.write("judge.mbox", mbox(good, bad, good))
    ran = desk.run(*VERIFY, *THEIRS, "--json", "--mbox", "judge.mbox")
    want(ran.code == 1 and [m["dmarc"]["result"] for m in judged(ran)]
         == ["pass", "fail", "pass"], ran)
    text = desk.run(*VERIFY, *THEIRS, "--explain", "--lang", "nl", "--mbox", "judge.mbox")
    want("judge.mbox, bericht 2: hoe het oordeel tot stand kwam\n" in text.out.decode(), text)


@test("verify --ip: discovery by the Public Suffix List")
def _(desk):
    message = mail(begin(desk), b"a@shop.gov.uk", False)
    for how, result in (("walk", "fail"), ("psl", "none")):
        got = judged(desk.run(*VERIFY, *THEIRS, "--json", "--discovery", how,
                              stdin=message))[0]
        want(got["dmarc"]["result"] == result, how, got)


@test("verify --ip: mail of a list that was authenticated is not refused for p=reject alone")
def _(desk):
    message = b"List-Id: <wijk.list.example>\r\n" + mail(begin(desk), signed=False)
    ran = desk.run(*VERIFY, *sender("192.0.2.7", "wijk@list.example"), "--json", stdin=message)
    got = judged(ran)[0]
    want(ran.code == 1 and got["disposition"] == "mark"
         and got["overrides"] == ["mailing_list"], got)
    for lang, says in (("en", "the message came through a mailing list. It came by way of"),
                       ("nl", "het bericht kwam via een mailinglijst. Het kwam via")):
        told = flat(desk.run(*VERIFY, *sender("192.0.2.7", "wijk@list.example"), "--explain",
                             "--lang", lang, stdin=message).out)
        want(says in told, told)


# --- verify --explain -------------------------------------------------------

# sentence, From, signed, sender, what it says in English, and in Dutch
EXPLAIN_ROWS = [
    ("pass", b"jan@example.nl", True, OURS,
     ("The message came from 192.0.2.1, which calls itself mta.example, with jan@example.nl",
      '"ip4:192.0.2.1" matches: yes (pass).', "DKIM signature 1 of 1 is of example.nl"
      " (selector rsa) and verifies (pass)", "says that the message is from example.nl;",
      "_dmarc.example.nl has one. _dmarc.nl has none. So the organizational domain of"
      " example.nl is example.nl.", "For mail from example.nl it says p=reject.",
      "SPF: example.nl is the very domain in From, so it is aligned. It passed, so it counts.",
      "The result of DMARC is pass: an authenticated domain is aligned", "The message is accepted:",
      "has nothing to mend"),
     ("Het bericht kwam van 192.0.2.1, dat zich mta.example noemt, met jan@example.nl als"
      " afzender op de envelop", '"ip4:192.0.2.1" is van toepassing: ja, dat mag (pass).',
      "DKIM-handtekening 1 van 1 is van example.nl (selector rsa) en klopt (pass)",
      "is het bericht van example.nl;", "_dmarc.example.nl heeft er een. _dmarc.nl heeft er"
      " geen. Het organisatiedomein van example.nl is dus example.nl.",
      "Voor mail van example.nl zegt het p=reject.", "SPF: example.nl is precies het domein in"
      " From, dus dat komt overeen (aligned). De controle is geslaagd, dus dit telt.",
      "Het resultaat van DMARC is pass: een geauthenticeerd domein komt overeen",
      "Het bericht wordt aangenomen:", "hoeft niets te verbeteren")),
    ("fail", b"jan@sub.example.nl", False, THEIRS,
     ('"-all" matches: no (fail).', "Look-ups in DNS that count: 4 (at most 10); of these 2"
      " found nothing (at most 2).",
      'The domain itself says: "192.0.2.66 does not send for example.nl".',
      "The message has no DKIM signature.", "For domains below example.nl, such as"
      " sub.example.nl, it says sp=quarantine.",
      "SPF: example.nl and the domain in From share their organizational domain, example.nl;"
      " aspf=r (relaxed) asks for no more, so it is aligned. But it did not pass",
      "accepted and marked as suspect: the message does not pass DMARC",
      "If sub.example.nl did not send this message, nothing needs mending",
      "If 192.0.2.66 is one of its own machines", "signed with DKIM as sub.example.nl"),
     ('"-all" is van toepassing: nee, dat mag niet (fail).', "DNS-opvragingen die meetellen: 4"
      " (hoogstens 10); daarvan leverden er 2 niets op (hoogstens 2).",
      "Het bericht heeft geen DKIM-handtekening.", "Voor domeinen onder example.nl, zoals"
      " sub.example.nl, zegt het sp=quarantine.", "Maar de controle is niet geslaagd",
      "aangenomen en als verdacht gemarkeerd: het bericht slaagt niet voor DMARC",
      "Heeft sub.example.nl dit bericht niet verstuurd", "Is 192.0.2.66 een eigen server")),
    ("strict", b"a@strict.example", True, OURS,
     ("SPF: example.nl is not the very domain in From, which aspf=s (strict) asks for",
      "DKIM: example.nl is not the very domain in From, which adkim=s (strict) asks for",
      "The signature of example.nl does not speak for strict.example",
      "The envelope is of example.nl, which does not speak for strict.example"),
     ("en dat vraagt aspf=s (strict)", "De handtekening van example.nl zegt niets over"
      " strict.example", "Op de envelop staat example.nl")),
    ("apart", b"a@test.example", True, OURS,
     ("does not belong to the organizational domain of From, test.example",
      "The owner is testing (t=y): instead of reject now quarantine holds."),
     ("hoort niet bij het organisatiedomein van From, test.example",
      "in plaats van reject geldt nu quarantine")),
    ("np", b"a@absent.example.nl", False, THEIRS,
     ("absent.example.nl does not exist in DNS; for such domains below example.nl it says"
      " np=reject.", "The message is refused:", 'The sending machine is told "550 '),
     ("absent.example.nl bestaat niet in DNS", "Het bericht wordt geweigerd:",
      'De verzendende server krijgt te horen: "550 ')),
    ("p=none", b"a@soft.example", False, sender("192.0.2.1", "a@soft.example"),
     ('"~all" matches: probably not (softfail).', "asks that nothing be done",
      "accepted all the same"),
     ("waarschijnlijk niet (softfail)", "om niets te doen met wat niet klopt",
      "toch aangenomen")),
    ("no policy", b"a@plain.example", False, sender("192.0.2.1", "a@plain.example"),
     ("There is no answer (none): the domain has no SPF record.", "So there is no policy in"
      " force.", "can publish a DMARC record"),
     ("Er is geen antwoord (none): het domein heeft geen SPF-record.",
      "Er is dus geen beleid van kracht.", "kan een DMARC-record publiceren")),
    ("a record that is broken", b"a@broken.example", False,
     sender("192.0.2.1", "a@broken.example"),
     ("There is no answer that could be used (permerror):", 'That is about "ipv4:192.0.2.1".'),
     ("Er is geen bruikbaar antwoord (permerror):", 'Het gaat om "ipv4:192.0.2.1".')),
    ("DNS that fails", b"a@slow.example", False, sender("192.0.2.1", "a@slow.example"),
     ("There is no answer for now (temperror): DNS could not be asked.",
      "Whether it passes could not be decided.", "The result of DMARC is temperror:",
      "The message is accepted and marked as suspect", "It may pass by itself"),
     ("Er is voorlopig geen antwoord (temperror):", "Of de controle slaagt, was niet vast te"
      " stellen.", "aangenomen en als verdacht gemarkeerd", "Het kan vanzelf overgaan")),
    ("a policy that DNS does not give", b"a@dead.example", False,
     sender("192.0.2.1", "a@slow.example"),
     ("_dmarc.dead.example could not be asked.", "what cannot be decided is not held against it"),
     ("_dmarc.dead.example kon niet worden opgevraagd.", "wat niet vast te stellen is, telt niet")),
    ("no author", b"a@soft.example, b@example.nl", False, OURS,
     ("It cannot be told whom the message claims to be from: From has addresses in several"
      " domains.", "The result of DMARC is permerror", "The message is refused: From does not say",
      "one From field, with addresses in one domain"),
     ("Het is niet te zeggen van wie het bericht beweert te zijn: From bevat adressen in"
      " verschillende domeinen.", "één From-veld, met adressen in één domein")),
    ("a null sender", b"jan@example.nl", False, sender("192.0.2.2", "", "mail.example.nl"),
     ("its envelope names no sender (MAIL FROM:<>)",
      "SPF asks the name that the machine gives itself, mail.example.nl"),
     ("op de envelop staat geen afzender (MAIL FROM:<>)",
      "SPF vraagt aan de naam waarmee de server zich meldt, mail.example.nl")),
    ("a public suffix", b"a@own.suffix.example", False,
     sender("192.0.2.1", "a@neutral.example"),
     ("_dmarc.own.suffix.example has one, with psd=n: own.suffix.example is an organizational"
      " domain, and the walk ends.", "_dmarc.suffix.example no longer matters.",
      "the domain says neither yes nor no (neutral)"),
     ("is een organisatiedomein, en daar eindigt de zoektocht.", "doet er niet meer toe",
      "het domein zegt geen ja en geen nee (neutral)")),
]


@rows(EXPLAIN_ROWS, "verify --explain, in English and in Dutch")
def explain_row(desk, author, signed, words, english, dutch):
    message = mail(begin(desk), author, signed)
    for lang, says in (("en", english), ("nl", dutch)):
        told = desk.run(*VERIFY, *words, "--explain", "--lang", lang, stdin=message)
        missing = [part for part in says if part not in flat(told.out)]
        want(missing == [], missing, told.out.decode())
        want("{" not in told.out.decode(), told)
        listed = judged(desk.run(*VERIFY, *words, "--explain", "--lang", lang, "--json",
                                 stdin=message))[0]["explain"]
        want(all(flat(step.encode()) in re.sub(r"(?<!\S)[0-9]+\. ", "", flat(told.out))
                 for step in listed), listed, told.out.decode())


@test("verify --explain without --ip: the signatures, and what is missing")
def _(desk):
    for lang, says in (("en", ("It is not known who sent the message", "verifies (pass)")),
                       ("nl", ("Het is niet bekend wie het bericht", "en klopt (pass)"))):
        ran = begin(desk).run(*VERIFY, "--explain", "--lang", lang, stdin=mail(desk))
        want(ran.code == 0 and all(part in flat(ran.out) for part in says), ran)
        want("result of DMARC" not in flat(ran.out), ran)
    want(desk.run(*VERIFY, "--explain", stdin=PLAIN).code == 1)


@test("verify --explain: a signature that is aligned and broken is the one to mend")
def _(desk):
    message = mail(begin(desk)).replace(b"morgen", b"zondag")
    for lang, says in (("en", "Find out why the signature of example.nl (selector rsa) does"),
                       ("nl", "Zoek uit waarom de handtekening van example.nl (selector rsa)")):
        told = flat(desk.run(*VERIFY, *THEIRS, "--explain", "--lang", lang, stdin=message).out)
        want(says in told, told)


@test("verify --explain: who sends a bounce is not told to use another envelope sender")
def _(desk):
    message = mail(begin(desk))
    for words, told in ((("--mail-from", "a@neutral.example"), True), ((), False)):
        ran = desk.run(*VERIFY, "--ip", "192.0.2.1", "--helo", "mail.example", *words,
                       "--explain", stdin=message)
        want((b"The envelope is of" in ran.out) == told, ran)


@test("verify --ip: signatures made together are told as one, those that fail are not aligned")
def _(desk):
    message = begin(desk).sign(PLAIN, keys=("rsa", "ed25519"))
    text = desk.run(*VERIFY, *THEIRS, stdin=message).out.decode()
    want(text.count("    aligned   DKIM of example.nl\n") == 1, text)
    want("    aligned   SPF of example.nl, but it does not pass\n" in text, text)
    got = judged(desk.run(*VERIFY, *THEIRS, "--json", stdin=message))[0]
    want(got["dmarc"]["aligned"] == [{"method": "dkim", "domain": "example.nl"}], got)


@test("verify --explain: the head is in the language, too")
def _(desk):
    desk.write("a.eml", mail(begin(desk)))
    for lang, file, says in (
            ("en", "a.eml", "a.eml: how it was judged\n"),
            ("nl", "a.eml", "a.eml: hoe het oordeel tot stand kwam\n"),
            ("en", "-", "standard input: how it was judged\n"),
            ("nl", "-", "standaardinvoer: hoe het oordeel tot stand kwam\n")):
        ran = desk.run(*VERIFY, *OURS, "--explain", "--lang", lang, file, stdin=mail(desk))
        want(ran.out.decode().startswith(says), ran)
        want(("This is what is written on top" if lang == "en" else "Dit komt boven")
             in ran.out.decode(), ran)


# --- a name server ------------------------------------------------------------

CHAIN = {f"c{n}.example": f"v=spf1 include:c{n + 1}.example -all" for n in range(8)}
LIVE = {**CHAIN, "c8.example": "v=spf1 ip4:192.0.2.1 -all",
        "_dmarc.c0.example": "v=DMARC1; p=reject",
        "loop.example": "v=spf1 include:loop.example -all",
        "halts.example": "v=spf1 include:silent.example -all"}


def respond(question, _over_tcp):
    """Answers TXT from LIVE; a name that begins with `silent` has no answer."""
    if question.name.startswith("silent"):
        return []
    if question.name not in LIVE or question.type != lyingserver.TXT:
        known = any(name.endswith(question.name) for name in LIVE)
        return [(0, question.response(flags=0 if known else 3))]
    text = lyingserver.txt(LIVE[question.name].encode())
    return [(0, question.response(lyingserver.record(question.name, lyingserver.TXT, text)))]


def resolver(server):
    return ("--resolver", f"127.0.0.1@{server.port}", "--trust-anchor", "none")


@test("a name server: what follows from an answer is asked, too")
def _(desk):
    server = lyingserver.Server(respond=respond)
    ask, words = resolver(server), sender("192.0.2.1", "a@c0.example")
    ran = desk.run("spf", *ask, "--json", *words)
    got = json.loads(ran.out)
    want(ran.code == 0 and got["result"] == "pass" and got["lookups"] == 8, ran)
    ran = desk.run("dmarc", *ask, "--json", "c0.example")
    want(ran.code == 0 and json.loads(ran.out)["policy"] == "reject", ran)
    message = mail(desk, b"a@c0.example", False)
    got = judged(desk.run("verify", *ask, *words, "--json", stdin=message))[0]
    want(got["spf"]["result"] == got["dmarc"]["result"] == "pass", got)
    ran = desk.run("spf", *ask, *sender("192.0.2.1", "a@loop.example"))
    want(ran.code == 1 and ran.out.startswith(b"permerror: "), ran)


@test("a name server that is silent: undecided, within a few seconds")
def _(desk):
    server = lyingserver.Server(respond=respond)
    ask, words = resolver(server), sender("192.0.2.1", "a@halts.example")
    begun = time.monotonic()
    ran = desk.run("verify", *ask, *words, "--json",
                   stdin=mail(desk, b"a@halts.example", False))
    want(judged(ran)[0]["spf"]["result"] == "temperror" and ran.code == 2, ran)
    want(time.monotonic() - begun < 15, time.monotonic() - begun)


# --- octets of others -------------------------------------------------------

HOSTILE = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]")


@test("octets of DNS, of the envelope and of the message do not reach the terminal as they are")
def _(desk):
    message = mail(begin(desk), b"a@evil.example", False)
    evil = ("--ip", "192.0.2.1", "--helo", "h\x1b[31m\u202e.example", "--mail-from",
            "j\x1b]0;x\x07\x9b@evil.example")
    calls = [(*SPF, *evil), (*DMARC, "evil.example"), (*VERIFY, *evil),
             (*VERIFY, *evil, "--explain"), (*VERIFY, *evil, "--explain", "--lang", "nl")]
    want(rb"exists:a\x5Cb.%{l}.evil.example: " in desk.run(*SPF, *evil).out)
    for words in calls:
        ran = desk.run(*words, stdin=message)
        want(ran.code in (0, 1) and ran.err == "" and ran.out != b"", words, ran)
        want(HOSTILE.search(ran.out) is None, words, ran.out)
        ran = desk.run(*words, "--json", stdin=message)
        want(ran.code in (0, 1) and re.search(rb"[^\x20-\x7e\n]", ran.out) is None, words, ran)
        json.loads(ran.out)


@test("an envelope that says more than a line is one value, not two results")
def _(desk):
    evil = sender("192.0.2.1", "a; dmarc=pass\r\n header.from=example.nl@soft.example",
                  "x\r\nAuthentication-Results: y")
    got = judged(begin(desk).run(*VERIFY, *evil, "--json",
                                 stdin=mail(desk, b"a@soft.example", False)))[0]
    field = got["authentication_results"]
    want(got["dmarc"]["result"] == "fail" and len(re.findall(r"\sdmarc=", field)) == 1
         and all(line.startswith("\t") for line in field.split("\r\n")[1:]), field)


@test("long values: a name of 4,000 octets, a local part of 100,000")
def _(desk):
    for words in (sender("192.0.2.1", "a@" + "x" * 4000), sender("192.0.2.1", "a", "h" * 4000),
                  sender("192.0.2.1", "a" * 100000 + "@example.nl")):
        ran = begin(desk).run(*VERIFY, *words, "--json", stdin=mail(desk))
        want(ran.code == 0 and max(map(len, judged(ran)[0]["authentication_results"]
                                       .split(CRLF.decode()))) <= 998, ran)
        want(desk.run(*VERIFY, *words, "--explain", stdin=mail(desk)).code == 0)
        want(desk.run(*SPF, *words).code in (0, 1))


if __name__ == "__main__":
    sys.exit(main())
