# SPDX-License-Identifier: ISC
"""family_good: signatures that hold, in every dress the RFCs allow. All must pass."""
from hostile_case import ED, PRIMES, RSA, record
from hostile_crypto import Rsa, rsa_public
from hostile_seal import LENGTH, NAMES, NOW, Message, b64, plain, seal

STD = (b"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=sender.example; s=rsa;"
       b"\r\n\th=from:to:subject:date:message-id; bh=%BH;\r\n\tb=%B")


def hairy():
    """White space wherever canonicalization looks."""
    return Message([
        b"Received: from a.example by b.example;\r\n\tSat, 21 Nov 2026 17:59:58 +0000",
        b"From:  Jan Jansen \t<jan@sender.example> ",
        b"To:\r\n piet@receiver.example,\r\n\t  jan@receiver.example",
        b"SUBJECT: een\tproef  met   wit \t ",
        b"Date:Sat, 21 Nov 2026 18:00:00 +0000",
        b"Message-ID : <proef.2@sender.example>",
        b"X-Empty:",
    ], b"\r\n  Hallo \t Piet, \r\n\t\r\n\r\nna\xc3\xafef\t\t\r\n \r\n\r\n\r\n")


# name, RFC, sentence, how it is signed
CANON = [(key, header + "/" + body) for key in (RSA, ED)
         for header in ("simple", "relaxed") for body in ("simple", "relaxed")]

DRESS = [
    ("c-absent", "rfc6376#3.5", "c= absent means simple/simple",
     dict(canon="simple/simple", drop=("c",))),
    ("c-relaxed-alone", "rfc6376#3.5", "c=relaxed means relaxed/simple",
     dict(canon="relaxed/simple", change={"c": b"relaxed"})),
    ("c-simple-alone", "rfc6376#3.5", "c=simple means simple/simple",
     dict(canon="simple/simple", change={"c": b"simple"})),
    ("t-absent", "rfc6376#3.5", "t= may be absent", dict(drop=("t",))),
    ("end-semicolon", "rfc6376#3.2", "a list may end with a semicolon", dict(end=b";")),
    ("end-semicolon-fws", "rfc6376#3.2", "white space may follow the last semicolon",
     dict(end=b";\r\n\t ")),
    ("end-semicolon-fws-simple", "rfc6376#3.4.1",
     "simple hashes the white space after the last semicolon",
     dict(end=b";\r\n\t ", canon="simple/simple")),
    ("end-fws", "rfc6376#3.7", "white space after the last b= value goes with the value",
     dict(end=b"\r\n\t ")),
    ("end-fws-simple", "rfc6376#3.7", "white space after the last b= value goes with it, in simple",
     dict(end=b" \r\n\t ", canon="simple/simple")),
    ("unknown-tags", "rfc6376#3.5", "unknown tags are hashed and otherwise ignored",
     dict(add=[("foo", b"bar"), ("x_9", b""), ("Q", b"dns/none"), ("zz", b"a=b =c==")])),
    ("unknown-tag-utf8", "rfc6376#3.2", "UTF-8 in a value is not precluded",
     dict(add=[("note", "caf\u00e9 \u2603")])),
    ("tag-names-case", "rfc6376#3.2", "tag names are case-sensitive: D= and V= are unknown tags",
     dict(add=[("D", b"other.example"), ("V", b"2"), ("I", b"@other.example")])),
    ("z-small", "rfc6376#3.5", "z= is for diagnosis and proves nothing",
     dict(add=[("z", b"From:eve@other.example|Subject:niet=20dit")])),
    ("z-b-inside", "rfc6376#3.7", "b= within another tag's value is not the signature",
     dict(add=[("z", b"X:b=abc|Y:bh=def"), ("n", b"b=Zm9v")])),
    ("bb-tag", "rfc6376#3.7", "tags whose names end in b are not b=",
     dict(add=[("bb", b"Zm9v"), ("xb", b"Zm9v")], canon="simple/simple")),
    ("extensions", "rfc6376#3.5",
     "tags of ATPS (RFC 6541) and of reports (RFC 6651) mean nothing here",
     dict(add=[("atps", b"other.example"), ("atpsh", b"none"), ("r", b"y")])),
    ("q-dns-txt", "rfc6376#3.5", "q=dns/txt is the default, written",
     dict(add=[("q", b"dns/txt")])),
    ("q-unknown-first", "rfc6376#3.5", "unknown query methods are passed over",
     dict(add=[("q", b"web/url=3A : dns/txt")])),
    ("i-domain", "rfc6376#3.5", "i= may be the domain alone",
     dict(add=[("i", b"@sender.example")])),
    ("i-local", "rfc6376#3.5", "i= may have a local part",
     dict(add=[("i", b"jan@sender.example")])),
    ("i-sub", "rfc6376#3.5", "i= may be within a subdomain",
     dict(add=[("i", b"jan@mail.a.sender.example")])),
    ("i-case", "rfc6376#3.5", "domains compare without case",
     dict(add=[("i", b"jan@Mail.SENDER.Example")])),
    ("i-qp", "rfc6376#2.11", "the local part of i= is quoted-printable",
     dict(add=[("i", b'"j=61n=3Btje"@sender.example')])),
    ("i-qp-domain", "rfc6376#2.11", "any octet of i= may be encoded",
     dict(add=[("i", b"jan@=73ender.example")])),
    ("i-fws", "rfc6376#2.11", "white space within i= is not part of it",
     dict(add=[("i", b"jan\r\n\t@sender.\r\n example")])),
    ("i-quoted", "rfc6376#3.5", "the local part of i= may be a quoted string",
     dict(add=[("i", b'"jan=20@=20x"@sender.example')])),
    ("i-qp-format", "rfc6376#3.5", "format directives in i= are octets like others",
     dict(add=[("i", b"%s%n%x@sender.example")])),
    ("d-upper", "rfc6376#3.5", "d= is a domain name: case does not matter",
     dict(change={"d": b"SENDER.Example"})),
    ("d-upper-i-lower", "rfc6376#6.1.1", "d= and i= compare without case",
     dict(change={"d": b"SENDER.Example"}, add=[("i", b"@sub.sender.example")])),
    ("s-upper", "rfc4343#3", "DNS names compare without case", dict(change={"s": b"RSA"})),
    ("h-case", "rfc6376#3.5", "names in h= compare without case",
     dict(change={"h": b"FROM:To:sUBJECT:date:MESSAGE-ID"})),
    ("h-fws", "rfc6376#3.5", "white space may stand on either side of the colons of h=",
     dict(change={"h": b" from : to\r\n\t:\r\n subject :date: message-id "})),
    ("h-from-only", "rfc6376#5.4", "From alone is enough", dict(names=[b"from"])),
    ("h-missing-fields", "rfc6376#3.5", "a name without a field adds nothing",
     dict(names=NAMES + (b"x-none", b"reply-to", b"sender"))),
    ("h-oversigned", "rfc6376#5.4", "a name more often than there are fields adds nothing",
     dict(names=NAMES + NAMES + (b"from",))),
    ("h-own-name", "rfc6376#3.5", "dkim-signature in h= means the others, here none",
     dict(names=NAMES + (b"dkim-signature",))),
    ("h-odd-names", "rfc5322#2.2", "any visible octet but colon may be in a name",
     dict(names=NAMES + (b"x!#$%&'*+-/^_`{|}~=1",))),
    ("bh-no-padding", "rfc6376#2.10", "padding of base64 is optional",
     dict(bh=lambda v: v.rstrip(b"="))),
    ("b-no-padding", "rfc6376#2.10", "padding of base64 is optional",
     dict(b=lambda v: v.rstrip(b"="))),
    ("bh-fws", "rfc6376#3.5", "white space in bh= is ignored",
     dict(bh=lambda v: v[:1] + b" " + v[1:20] + b"\r\n\t" + v[20:-1] + b" " + v[-1:])),
    ("b-fws", "rfc6376#3.5", "white space in b= is ignored, anywhere",
     dict(b=lambda v: b" ".join(bytes([c]) for c in v if c not in b"\r\n\t "))),
    ("b-fws-simple", "rfc6376#3.7", "white space within b= is not hashed, in simple either",
     dict(b=lambda v: v.replace(b"\r\n\t ", b" \t \r\n  "), canon="simple/simple")),
    ("l-all", "rfc6376#3.5", "l= may be the length of the whole body",
     dict(length=LENGTH, add=[("l", b"43")])),
    ("l-leading-zeros", "rfc6376#3.5", "l= is decimal: leading zeros change nothing",
     dict(length=LENGTH, add=[("l", b"00000000000000000000000000043")])),
    ("l-76-digits", "rfc6376#3.5", "l= has up to 76 digits",
     dict(length=LENGTH, add=[("l", b"0" * 74 + b"43")])),
]

FORMS = [
    ("form-b-first", "rfc6376#3.5", "tags come in any order: b= first", "relaxed/relaxed",
     b"DKIM-Signature: b=%B; bh=%BH; h=from:to:subject:date:message-id;\r\n"
     b" s=rsa; d=sender.example; c=relaxed/relaxed; a=rsa-sha256; v=1"),
    ("form-b-middle-fws", "rfc6376#3.7", "the white space around the value of b= goes with it",
     "simple/simple",
     b"DKIM-Signature: v=1; a=rsa-sha256; d=sender.example; b =\r\n\t %B \r\n\t; s=rsa;"
     b" h=from:to:subject:date:message-id; bh=%BH"),
    ("form-b-middle-fws-relaxed", "rfc6376#3.7",
     "the white space around the value of b= goes with it, in relaxed too", "relaxed/simple",
     b"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed; d=sender.example; b\t=\t%B\t; s=rsa;"
     b" h=from:to:subject:date:message-id; bh=%BH"),
    ("form-tight", "rfc6376#3.2", "no white space at all", "relaxed/relaxed",
     STD.replace(b"\r\n\t", b"").replace(b" ", b"")),
    ("form-airy", "rfc6376#3.2", "folds and blanks around every name and sign", "relaxed/relaxed",
     STD.replace(b"=", b"\r\n\t = \r\n ").replace(b";", b"\r\n ;\r\n\t")
     .replace(b"DKIM-Signature: ", b"DKIM-Signature:\r\n\t")),
    ("form-airy-simple", "rfc6376#3.4.1", "folds and blanks around every name and sign, in simple",
     "simple/simple",
     STD.replace(b"relaxed/relaxed", b"simple").replace(b";", b"\r\n ;\r\n\t")),
    ("form-tabs", "rfc6376#3.2", "tabs are white space", "relaxed/relaxed",
     STD.replace(b"; ", b";\t\t").replace(b"\r\n\t", b"\t")),
    ("form-name-case", "rfc6376#3.4.2", "the field's own name is lowered in relaxed",
     "relaxed/relaxed", STD.replace(b"DKIM-Signature", b"dKiM-SIGNATURE")),
    ("form-name-case-simple", "rfc6376#3.4.1", "the field's own name stays as it is in simple",
     "simple/simple", STD.replace(b"DKIM-Signature", b"dKiM-SIGNATURE")
     .replace(b"relaxed/relaxed", b"simple/simple")),
    ("form-space-colon", "rfc5322#4.5.8", "white space before the colon of the signature field",
     "relaxed/relaxed", STD.replace(b"DKIM-Signature:", b"DKIM-Signature \t :")),
    ("form-no-space", "rfc5322#2.2", "no white space after the colon", "relaxed/relaxed",
     STD.replace(b"DKIM-Signature: ", b"DKIM-Signature:")),
    ("form-998", "rfc6376#3.5", "one line of more than 998 octets", "relaxed/relaxed",
     STD.replace(b"\r\n\t", b" ").replace(b"; d=", b"; n=" + b"x" * 1000 + b"; d=")),
]

# name, key record, sentence
RECORDS = [
    ("no-v", record(RSA, b""), "v= is optional in a key record"),
    ("p-only", b"p=" + record(RSA, b"")[2:], "p= alone is a key record"),
    ("k-rsa", record(RSA, b"v=DKIM1; k=rsa; "), "k=rsa is the default, written"),
    ("end-semicolon", record(RSA, after=b";"), "a list may end with a semicolon"),
    ("spaces", record(RSA, b" v = DKIM1 ;\t k = rsa ; ", b" ; "), "white space around tags"),
    ("p-spaces", record(RSA, p=b" ".join(record(RSA)[11:][i:i + 7] for i in range(0, 400, 7))),
     "white space within p= is ignored"),
    ("p-folds", record(RSA, p=record(RSA)[11:100] + b"\r\n " + record(RSA)[100:]),
     "FWS within p= is ignored"),
    ("h-sha256", record(RSA, b"v=DKIM1; h=sha256; "), "h= names the hash"),
    ("h-both", record(RSA, b"v=DKIM1; h=sha1:sha256; "), "h= may name several hashes"),
    ("h-unknown-too", record(RSA, b"v=DKIM1; h = sha3-512 : sha256 ; "),
     "unknown hashes in h= are ignored"),
    ("s-email", record(RSA, b"v=DKIM1; s=email; "), "s=email is for mail"),
    ("s-star", record(RSA, b"v=DKIM1; s=*; "), "s=* is for all services"),
    ("s-several", record(RSA, b"v=DKIM1; s=tlsrpt : email; "), "s= may name several services"),
    ("t-y", record(RSA, b"v=DKIM1; t=y; "), "t=y changes no verdict"),
    ("t-s", record(RSA, b"v=DKIM1; t=s; "), "t=s without i= holds"),
    ("t-unknown", record(RSA, b"v=DKIM1; t=y:x-foo:z; "), "unknown flags are ignored"),
    ("n", record(RSA, b"v=DKIM1; n=sleutel=20van=3Bjan; "), "n= is for people"),
    ("g-empty", record(RSA, b"v=DKIM1; g=; "), "g= of RFC 4871 is an unknown tag"),
    ("g-other", record(RSA, b"v=DKIM1; g=piet; "), "g= of RFC 4871 is an unknown tag"),
    ("unknown", record(RSA, b"v=DKIM1; K=dsa; foo_1=a=b; ", b"; bar="),
     "unknown tags in a key record are ignored"),
]


def cases(bank):
    bank.family = "good"
    for key, canon in CANON:
        bank.add("%s-%s" % (key.selector.decode(), canon.replace("/", "-")),
                 seal(hairy(), key, canon), "pass", "rfc6376#3.4",
                 "%s with c=%s verifies" % (key.alg.decode(), canon))
    for name, rfc, sentence, how in DRESS:
        bank.add(name, seal(plain(), RSA, **how), "pass", rfc, sentence)
    for name, rfc, sentence, canon, form in FORMS:
        bank.add(name, seal(plain(), RSA, canon, form=form), "pass", rfc, sentence)
    for name, text, sentence in RECORDS:
        bank.key_case("key-" + name, plain(), RSA, text, "pass", "rfc6376#3.6.1", sentence)
    good_keys(bank)
    good_names(bank)
    bank.add("t-zero", seal(plain(), RSA, change={"t": b"0"}), "pass", "rfc6376#3.5",
             "1970 is a time like others")
    bank.add("x-ahead", seal(plain(), RSA, add=[("x", b"%d" % (NOW + 86400))]), "pass",
             "rfc6376#3.5", "a signature that has not expired")
    bank.add("at-bottom", seal(plain(), RSA, at=None), "pass", "rfc6376#3.5",
             "the signature field may stand anywhere in the header")
    bank.add("at-middle", seal(plain(), ED, "simple/simple", at=3), "pass", "rfc6376#3.5",
             "the signature field may stand anywhere in the header")


def good_keys(bank):
    for name in ("rsa1024", "rsa1025", "rsa1536", "rsa2047", "rsa3072", "rsa4095", "rsa4096"):
        key = Rsa(PRIMES[name])
        bank.key_case("bits-" + name[3:], plain(), key, record(key), "pass", "rfc8301#3.2",
                      "RSA keys from 1024 to 4096 bits verify")
    for e in (3, 17, 257, 2 ** 32 - 5, 2 ** 32 + 1, 2 ** 33 - 1):
        key = Rsa(PRIMES["rsa2048"], e)
        bank.key_case("e-%d" % e, plain(), key, record(key), "pass", "design#6",
                      "an odd public exponent of up to 33 bits")
    bare = record(RSA, p=bare_key(RSA))
    bank.key_case("key-bare", plain(), RSA, bare, "pass", "rfc6376#3.6.1",
                  "p= may be a bare RSAPublicKey")
    small = Rsa(PRIMES["rsa1023"])
    bank.key_case("option-min-bits", plain(), small, record(small), "pass", "design#6",
                  "--min-rsa-bits lets a short key verify", ("--min-rsa-bits", "1023"))
    bank.key_case("option-sha1", plain(), RSA, record(RSA), "pass", "design#6",
                  "--allow-sha1 lets rsa-sha1 verify", ("--allow-sha1",), digest="sha1")


def bare_key(key):
    return b64(rsa_public(key.n, key.e))


def good_names(bank):
    # selector, domain, sentence
    rows = [
        ("s-dots", b"a.b-c.2026", b"sender.example", "a selector may have several labels"),
        ("s-underscore", b"my_key", b"sender.example", "underscores are accepted in a selector"),
        ("s-63", b"k" * 63, b"sender.example", "a label of 63 octets"),
        ("d-63", b"rsa", b"d" * 63 + b".example", "a label of 63 octets"),
        ("d-alphabet", b"KEY", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ.Example",
         "every letter of a name may be a capital"),
        ("d-underscore", b"rsa", b"my_host.sender.example", "underscores are accepted in d="),
        ("d-digits", b"rsa", b"127.example", "labels may begin with a digit"),
        ("d-a-label", b"rsa", b"xn--bcher-kva.example", "A-labels are names like others"),
        ("name-253", b"rsa", (b"a" * 59 + b".") * 3 + b"b" * 50 + b".example",
         "selector, _domainkey and domain are 253 octets together"),
        ("d-60-labels", b"rsa", b"a." * 60 + b"example", "a domain of many labels"),
    ]
    for name, selector, domain, sentence in rows:
        if (selector, domain) != (b"rsa", b"sender.example"):
            bank.publish(selector.lower(), record(RSA), domain.lower())
        bank.add(name, seal(plain(), RSA, change={"s": selector, "d": domain}), "pass",
                 "rfc6376#3.5", sentence)
