# SPDX-License-Identifier: ISC
"""family_keys: key records that cannot be used, and DNS that gives none."""
from hostile_case import ED, OTHER_ED, OTHER_RSA, RSA, p_of, record, strings_of, zone_txt
from hostile_seal import plain, seal

P = p_of(RSA)
ANY_KEY = "key_record|key_algorithm|no_key"
HELLO = b"v=DKIM1; p="

# name, key record (None: none at all), reasons, RFC, sentence
RECORDS = [
    ("none", None, "no_key", "rfc6376#6.1.2", "there is no record"),
    ("revoked", b"v=DKIM1; p=", "key_revoked", "rfc6376#6.1.2", "an empty p= revokes"),
    ("revoked-semicolon", b"v=DKIM1; k=rsa; p=;", "key_revoked", "rfc6376#6.1.2",
     "an empty p= revokes"),
    ("revoked-space", b"v=DKIM1; p= \t ;", "key_revoked", "rfc6376#6.1.2", "a blank p= is empty"),
    ("no-p", b"v=DKIM1; k=rsa", "key_record", "rfc6376#3.6.1", "p= is required"),
    ("v-only", b"v=DKIM1", "key_record", "rfc6376#3.6.1", "p= is required"),
    ("P-upper", b"v=DKIM1; P=" + P, "key_record", "rfc6376#3.2", "P= is an unknown tag"),
    ("empty", b"", ANY_KEY, "rfc6376#3.6.1", "an empty record"),
    ("blank", b"   ", ANY_KEY, "rfc6376#3.6.1", "a record of white space"),
    ("v-2", b"v=DKIM2; p=" + P, ANY_KEY, "rfc6376#3.6.1", "another version is discarded"),
    ("v-lower", b"v=dkim1; p=" + P, ANY_KEY, "rfc6376#3.6.1", "v= is compared as a string"),
    ("v-1.0", b"v=DKIM1.0; p=" + P, ANY_KEY, "rfc6376#3.6.1", "DKIM1.0 is not DKIM1"),
    ("v-longer", b"v=DKIM1x; p=" + P, ANY_KEY, "rfc6376#3.6.1", "DKIM1x is not DKIM1"),
    ("v-shorter", b"v=DKIM; p=" + P, ANY_KEY, "rfc6376#3.6.1", "DKIM is not DKIM1"),
    ("v-one", b"v=1; p=" + P, ANY_KEY, "rfc6376#3.6.1", "1 is the version of signatures"),
    ("v-empty", b"v=; p=" + P, ANY_KEY, "rfc6376#3.6.1", "an empty v= is not DKIM1"),
    ("v-quoted", b'v="DKIM1"; p=' + P, ANY_KEY, "rfc6376#3.6.1", "without the quotes"),
    ("v-last", b"p=" + P + b"; v=DKIM1", ANY_KEY, "rfc6376#3.6.1", "v= is the first tag"),
    ("v-second", b"k=rsa; v=DKIM1; p=" + P, ANY_KEY, "rfc6376#3.6.1", "v= is the first tag"),
    ("twice-p", HELLO + P + b"; p=" + P, ANY_KEY, "rfc6376#3.2", "p= twice"),
    ("twice-p-empty", HELLO + P + b"; p=", ANY_KEY, "rfc6376#3.2", "p= twice, one empty"),
    ("twice-v", b"v=DKIM1; v=DKIM1; p=" + P, ANY_KEY, "rfc6376#3.2", "v= twice"),
    ("twice-k", b"v=DKIM1; k=rsa; k=rsa; p=" + P, ANY_KEY, "rfc6376#3.2", "k= twice"),
    ("twice-unknown", HELLO + P + b"; foo=1; foo=2", ANY_KEY, "rfc6376#3.2",
     "an unknown tag twice"),
    ("doubled", record(RSA) + record(RSA), ANY_KEY, "rfc6376#3.2", "the record twice in one"),
    ("doubled-semicolon", record(RSA) + b"; " + record(RSA), ANY_KEY, "rfc6376#3.2",
     "the record twice in one"),
    ("empty-spec", b"v=DKIM1;; p=" + P, ANY_KEY, "rfc6376#3.2", "an empty tag-spec"),
    ("empty-first", b";v=DKIM1; p=" + P, ANY_KEY, "rfc6376#3.2", "a semicolon first"),
    ("no-equals", b"v=DKIM1; rsa; p=" + P, ANY_KEY, "rfc6376#3.2", "a tag without ="),
    ("backslashes", b"v=DKIM1\\; k=rsa\\; p=" + P, ANY_KEY, "rfc6376#3.2",
     "backslashes that a zone editor left"),
    ("quotes", b'"v=DKIM1; p=' + P + b'"', ANY_KEY, "rfc6376#3.2",
     "quotes that a zone editor left"),
    ("quotes-inside", HELLO + P[:100] + b'" "' + P[100:], ANY_KEY, "rfc6376#2.10",
     "quotes within p= that a zone editor left"),
    ("nul", HELLO + P + b"\x00", ANY_KEY, "rfc6376#3.2", "NUL at the end"),
    ("nul-tag", b"v=DKIM1; n=a\x00b; p=" + P, ANY_KEY, "rfc6376#3.2", "NUL in a note"),
    ("crlf", HELLO + P + b"\r\nX-Eve: 1", ANY_KEY, "rfc6376#3.2", "CRLF and a field"),
    ("esc", b"v=DKIM1; n=\x1b[2J; p=" + P, ANY_KEY, "rfc6376#3.2", "ESC in a note"),
    ("spf", b"v=spf1 -all", ANY_KEY, "rfc6376#6.1.2", "an SPF record"),
    ("html", b"<html><body>404</body></html>", ANY_KEY, "rfc6376#6.1.2", "a page"),
    ("prose", b"google-site-verification=abc", ANY_KEY, "rfc6376#6.1.2", "another token"),
    ("binary", bytes(range(256)) * 4, ANY_KEY, "rfc6376#6.1.2", "octets of all kinds"),
    ("p-bad-octet", HELLO + P[:50] + b"!" + P[51:], ANY_KEY, "rfc6376#2.10",
     "an octet outside base64"),
    ("p-url", HELLO + P.replace(b"+", b"-").replace(b"/", b"_"), ANY_KEY, "rfc6376#2.10",
     "the URL alphabet"),
    ("p-pem", HELLO + b"-----BEGIN PUBLIC KEY-----" + P + b"-----END PUBLIC KEY-----", ANY_KEY,
     "rfc6376#2.10", "a PEM file pasted"),
    ("p-hex", HELLO + RSA.public().hex().encode(), ANY_KEY, "rfc6376#2.10", "hexadecimal digits"),
    ("p-pad", HELLO + P + b"=", ANY_KEY, "rfc6376#2.10", "padding after whole quads"),
    ("p-pads", HELLO + P + b"==", ANY_KEY, "rfc6376#2.10", "padding after whole quads"),
    ("p-twice", HELLO + P + P, ANY_KEY, "rfc6376#2.10", "two keys after each other"),
    ("k-unknown", b"v=DKIM1; k=dsa; p=" + P, ANY_KEY, "rfc6376#3.6.1", "unknown k= is ignored"),
    ("k-empty", b"v=DKIM1; k=; p=" + P, ANY_KEY, "rfc6376#3.2", "an empty k= is not an absent one"),
    ("k-ed", b"v=DKIM1; k=ed25519; p=" + P, ANY_KEY, "rfc8463#4.2",
     "an RSA key that says Ed25519"),
    ("h-sha1", b"v=DKIM1; h=sha1; p=" + P, "key_hash", "rfc6376#6.1.2", "SHA-256 is not allowed"),
    ("h-unknown", b"v=DKIM1; h=sha512; p=" + P, "key_hash|key_record", "rfc6376#6.1.2",
     "SHA-256 is not allowed"),
    ("h-empty", b"v=DKIM1; h=; p=" + P, "key_hash|key_record", "rfc6376#3.2",
     "an empty h= allows nothing"),
    ("h-longer", b"v=DKIM1; h=sha2567; p=" + P, "key_hash|key_record", "rfc6376#6.1.2",
     "sha2567 is not sha256"),
    ("s-other", b"v=DKIM1; s=tlsrpt; p=" + P, ANY_KEY, "rfc6376#3.6.1", "not for mail"),
    ("s-empty", b"v=DKIM1; s=; p=" + P, ANY_KEY, "rfc6376#3.2", "an empty s= allows nothing"),
    ("s-longer", b"v=DKIM1; s=emails; p=" + P, ANY_KEY, "rfc6376#3.6.1", "emails is not email"),
    ("other-key", record(OTHER_RSA), None, "rfc6376#6.1.3", "another key"),
    ("65-tags", b"v=DKIM1; " + b"".join(b"x%d=; " % i for i in range(63)) + b"p=" + P, ANY_KEY,
     "design#7", "65 tags"),
]


def cases(bank):
    bank.family = "key"
    for name, text, reasons, rfc, sentence in RECORDS:
        want = "fail signature" if reasons is None else "permerror " + reasons
        bank.key_case(name.lower(), plain(), RSA, text, want, rfc, sentence)
    bank.key_case("ed-sig-rsa-key", plain(), ED, record(RSA), "permerror " + ANY_KEY,
                  "rfc6376#6.1.2", "an Ed25519 signature and an RSA key")
    bank.key_case("rsa-sig-ed-key", plain(), RSA, record(ED), "permerror " + ANY_KEY,
                  "rfc6376#6.1.2", "an RSA signature and an Ed25519 key")
    bank.key_case("testing-fail", plain(), RSA, record(OTHER_RSA, b"v=DKIM1; t=y; "),
                  "fail signature", "rfc6376#3.6.1", "t=y makes a bad signature no better")
    bank.key_case("sha1-not-allowed", plain(), RSA, record(RSA, b"v=DKIM1; h=sha256; "),
                  "permerror key_hash", "rfc6376#6.1.2",
                  "the key allows SHA-256 only, the signature has SHA-1", ("--allow-sha1",),
                  digest="sha1")
    sizes(bank)
    strings(bank)
    several(bank)
    names(bank)
    faults(bank)


def padded(octets):
    """A right key record of so many octets."""
    bare = record(RSA, after=b"; n=")
    return bare + b"x" * (octets - len(bare))


def sizes(bank):
    rows = [("8192", 8192, "pass"), ("8193", 8193, "permerror " + ANY_KEY),
            ("16384", 16384, "permerror " + ANY_KEY), ("16385", 16385, "permerror " + ANY_KEY),
            ("65000", 65000, "permerror " + ANY_KEY)]
    for name, octets, want in rows:
        zone = "key-size.zone" if octets > 16000 else None
        bank.key_case("size-" + name, plain(), RSA, padded(octets), want, "design#7",
                      "a key record of %d octets (8,192 are read)" % octets, zone=zone)


def strings(bank):
    text = record(RSA)
    rows = [
        ("each-octet", [text[i:i + 1] for i in range(len(text))], "strings of one octet"),
        ("in-tag-name", [b"v=DKIM1; ", b"", b"k", b"=rsa; p", b"=" + text[11:99], text[99:300],
                         text[300:]],
         "strings that end anywhere"),
        ("empty-1000", [b""] * 500 + [text[:200], text[200:]] + [b""] * 500,
         "a thousand empty strings"),
    ]
    for name, parts, sentence in rows:
        bank.key_case("strings-" + name, plain(), RSA, parts, "pass", "rfc6376#3.6.2.2", sentence)
    spaced = [text[:150] + b" ", b"; " + text[150:]]
    bank.key_case("strings-semicolon", plain(), RSA, spaced, "permerror " + ANY_KEY,
                  "rfc6376#3.6.2.2", "strings are joined as they are, semicolon in p= and all")


def several(bank):
    rows = [
        ("spf-first", [b"v=spf1 -all", record(RSA)], "pass", "another TXT record beside the key"),
        ("spf-last", [record(RSA), b"v=spf1 -all"], "pass", "another TXT record beside the key"),
        ("other-first", [record(OTHER_RSA), record(RSA)], "pass", "two keys, the second is right"),
        ("other-last", [record(RSA), record(OTHER_RSA)], "pass", "two keys, the first is right"),
        ("ed-first", [record(ED), record(RSA)], "pass", "keys for two algorithms"),
        ("ed-last", [record(RSA), record(ED)], "pass", "keys for two algorithms"),
        ("same", [record(RSA), record(RSA, after=b";")], "pass", "one key twice"),
        ("both-other", [record(OTHER_RSA), record(OTHER_RSA, after=b";")], "fail signature",
         "two keys, neither is right"),
        ("both-spf", [b"v=spf1 -all", b"v=spf1 ~all"], "permerror " + ANY_KEY,
         "two records, neither is a key"),
    ]
    for name, texts, want, sentence in rows:
        owner = "key-several-" + name
        for text in texts:
            bank.publish(owner, text)
        bank.key_case("several-" + name, plain(), RSA, None, want, "rfc6376#6.1.2", sentence)
    for others, want in ((8, "pass"), (200, "permerror " + ANY_KEY)):
        owner = "several-%d" % (others + 1)
        for text in [b"v=spf1 ip4:192.0.2.%d -all" % i for i in range(others)] + [record(RSA)]:
            bank.publish("key-" + owner, text)
        bank.key_case(owner, plain(), RSA, None, want, "rfc6376#6.1.2",
                      "%d other records before the key: a few are looked at" % others)


def names(bank):
    under = "._domainkey.sender.example."

    def chain(name, links, end):
        at = "key-" + name
        for i in range(links):
            bank.line("%s%s CNAME %s-%d%s" % (at if i == 0 else "key-%s-%d" % (name, i), under,
                                              "key-" + name, i + 1, under))
        if end is not None:
            bank.publish("key-%s-%d" % (name, links), end)

    chain("cname-1", 1, record(RSA))
    chain("cname-8", 8, record(RSA))
    chain("cname-9", 9, record(RSA))
    chain("cname-60", 60, record(RSA))
    chain("cname-nowhere", 1, None)
    bank.line("key-cname-loop%s CNAME key-cname-loop2%s" % (under, under))
    bank.line("key-cname-loop2%s CNAME key-cname-loop%s" % (under, under))
    bank.line("key-cname-self%s CNAME key-cname-self%s" % (under, under))
    bank.line("key-nodata%s A 192.0.2.1" % under)
    bank.line("a.key-empty-node%s A 192.0.2.1" % under)
    bank.line("key-cname-nodata%s CNAME key-nodata%s" % (under, under))
    bank.line(zone_txt(b"*.wild._domainkey.sender.example", strings_of(record(RSA))))
    bank.line(zone_txt(b"*.wild2._domainkey.sender.example", [b"v=spf1 -all"]))
    rows = [
        ("cname-1", "pass", "rfc1034#3.6.2", "a CNAME is followed"),
        ("cname-8", "pass", "design#7", "eight CNAMEs are followed"),
        ("cname-9", "permerror dns_malformed", "design#7", "nine CNAMEs are not followed"),
        ("cname-60", "permerror dns_malformed", "design#7", "sixty CNAMEs are not followed"),
        ("cname-loop", "permerror dns_malformed", "rfc1034#3.6.2", "a loop of CNAMEs"),
        ("cname-self", "permerror dns_malformed", "rfc1034#3.6.2", "a CNAME to itself"),
        ("cname-nowhere", "permerror no_key", "rfc6376#6.1.2", "a CNAME to no name"),
        ("cname-nodata", "permerror no_key", "rfc6376#6.1.2", "a CNAME to a name without TXT"),
        ("nodata", "permerror no_key", "rfc6376#6.1.2", "a name without TXT"),
        ("empty-node", "permerror no_key", "rfc6376#6.1.2", "a name that only has names below"),
    ]
    for name, want, rfc, sentence in rows:
        bank.key_case(name, plain(), RSA, None, want, rfc, sentence)
    bank.add("wildcard", seal(plain(), RSA, selector="x.wild"), "pass", "rfc4592#2.1.1",
             "a key under a wildcard")
    bank.add("wildcard-spf", seal(plain(), RSA, selector="x.wild2"), "permerror " + ANY_KEY,
             "rfc6376#6.1.2", "a wildcard that is about something else")


def faults(bank):
    under = "._domainkey.sender.example."
    rows = [
        ("servfail", "temperror dns", "rfc6376#6.1.2", "SERVFAIL"),
        ("timeout", "temperror dns", "rfc6376#6.1.2", "no answer in time"),
        ("bogus", "temperror dns_bogus", "rfc4035#5.5", "an answer that DNSSEC refuses"),
    ]
    for fault, want, rfc, sentence in rows:
        name = "dns-" + fault
        bank.line("$FAULT key-%s%s TXT %s" % (name, under, fault))
        bank.key_case(name, plain(), RSA, record(RSA), want, rfc, sentence)
        sealed = seal(seal(plain(), RSA, selector="key-" + name), ED)
        bank.add(name + "-beside-good", sealed, ["pass", want], "rfc6376#6.1",
                 "a signature without its key beside a good one")
        bad = seal(seal(plain(), RSA, selector="key-" + name), OTHER_ED)
        bank.add(name + "-beside-bad", bad, ["fail signature", want], "rfc6376#6.1",
                 "a signature without its key beside a bad one: not decided")
    bank.line("$FAULT key-dns-all%s servfail" % under)
    bank.key_case("dns-all", plain(), RSA, None, "temperror dns", "rfc6376#6.1.2",
                  "SERVFAIL for the name, whatever the type")
