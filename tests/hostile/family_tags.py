# SPDX-License-Identifier: ISC
"""family_tags: signature fields that are no tag list, or lack or repeat a tag."""
from family_good import STD
from hostile_case import ED, RSA
from hostile_seal import LENGTH, NAMES, plain, seal

REQUIRED = ("v", "a", "b", "bh", "d", "h", "s")

# tag, expected reasons
EMPTY = [
    ("v", "version"), ("a", "algorithm|tag_missing"), ("b", "signature_data|tag_missing"),
    ("bh", "signature_data|tag_missing"), ("d", "domain|tag_missing"),
    ("h", "signed_fields|tag_missing|from_not_signed"), ("s", "selector|tag_missing"),
    ("c", "canonicalization"), ("q", "query_method"), ("i", "identity"), ("l", "body_length"),
    ("t", "times"), ("x", "times"),
]

TWICE = [
    ("v", b"1"), ("a", b"rsa-sha256"), ("c", b"relaxed/relaxed"), ("d", b"sender.example"),
    ("h", b":".join(NAMES)), ("s", b"rsa"), ("t", b"1"), ("bh", b"Zm9v"), ("b", b"Zm9v"),
]

TWICE_OPTIONAL = [("i", b"@sender.example"), ("l", b"43"), ("q", b"dns/txt"),
                  ("x", b"1895284000"), ("z", b"a:b"), ("foo", b"1")]

# name, sentence, the whole field; all signed rightly
FORMS = [
    ("empty-spec", "an empty tag-spec between semicolons", STD.replace(b"; d=", b";; d=")),
    ("empty-spec-fws", "a tag-spec of white space", STD.replace(b"; d=", b"; \t; d=")),
    ("empty-first", "a semicolon before the first tag", STD.replace(b": v=", b": ;v=")),
    ("empty-last", "two semicolons at the end", STD + b";;"),
    ("no-equals", "a tag without =", STD.replace(b"; d=", b"; foo; d=")),
    ("no-equals-last", "a word after the last semicolon", STD + b"; foo"),
    ("no-name", "a value without a name", STD.replace(b"; d=", b"; =foo; d=")),
    ("name-digit", "a name that begins with a digit", STD.replace(b"; d=", b"; 1a=x; d=")),
    ("name-underscore", "a name that begins with an underscore",
     STD.replace(b"; d=", b"; _a=x; d=")),
    ("name-hyphen", "a name with a hyphen", STD.replace(b"; d=", b"; a-b=x; d=")),
    ("name-dot", "a name with a dot", STD.replace(b"; d=", b"; a.b=x; d=")),
    ("name-space", "two words before =", STD.replace(b"; d=", b"; a b=x; d=")),
    ("name-8bit", "an 8-bit octet in a name", STD.replace(b"; d=", b"; \xc3\xa9=x; d=")),
    ("name-quote", "a quoted name", STD.replace(b"; d=", b'; "a"=x; d=')),
    ("comma", "a comma for a semicolon", STD.replace(b"; d=", b", d=")),
    ("value-nul", "NUL in a value", STD.replace(b"; d=", b"; n=a\x00b; d=")),
    ("value-soh", "a control octet in a value", STD.replace(b"; d=", b"; n=a\x01b; d=")),
    ("value-esc", "ESC in a value", STD.replace(b"; d=", b"; n=a\x1b[31mb; d=")),
    ("value-del", "DEL in a value", STD.replace(b"; d=", b"; n=a\x7fb; d=")),
    ("value-vt", "VT is no white space", STD.replace(b"; d=", b"; n=a\x0bb; d=")),
    ("value-ff", "FF is no white space", STD.replace(b"; d=", b";\x0c d=")),
    ("value-cr", "a lone CR in a value", STD.replace(b"; d=", b"; n=a\rb; d=")),
    ("space-cr", "a lone CR is no white space", STD.replace(b"; d=", b";\r d=")),
    ("empty-field", "a signature field without a value", b"DKIM-Signature:"),
    ("blank-field", "a signature field of white space", b"DKIM-Signature: \r\n\t "),
    ("only-semicolon", "a signature field of one semicolon", b"DKIM-Signature: ;"),
    ("text", "a signature field that is prose", b"DKIM-Signature: see the other one"),
    ("equals-run", "a run of equals signs", b"DKIM-Signature: " + b"=" * 5000),
    ("semicolon-run", "a run of semicolons", b"DKIM-Signature: " + b";" * 5000),
    ("upper-names", "tag names in capitals are other tags",
     STD.replace(b" v=", b" V=").replace(b"h=f", b"H=f").replace(b"d=", b"D=")),
]

# name, tag, value, RFC, sentence, reasons
VALUES = [
    ("v-0", "v", b"0", "rfc6376#6.1.1", "v=0 is another version", "version"),
    ("v-2", "v", b"2", "rfc6376#6.1.1", "v=2 is another version", "version"),
    ("v-01", "v", b"01", "rfc6376#3.5", "v= has the value 1, not 01", "version"),
    ("v-1.0", "v", b"1.0", "rfc6376#3.5", "v=1.0 is not v=1", "version"),
    ("v-11", "v", b"11", "rfc6376#3.5", "v=11 is not v=1", "version"),
    ("v-1-1", "v", b"1 1", "rfc6376#3.2", "white space within a value counts", "version"),
    ("v-dkim1", "v", b"DKIM1", "rfc6376#3.5", "DKIM1 is for key records", "version"),
    ("v-minus", "v", b"-1", "rfc6376#3.5", "v= is digits", "version"),
    ("v-big", "v", b"4294967297", "rfc6376#3.5", "v= does not wrap to 1", "version"),
    ("a-sha512", "a", b"rsa-sha512", "rfc6376#3.3.4", "an unknown hash", "algorithm"),
    ("a-dsa", "a", b"dsa-sha256", "rfc6376#3.3.4", "an unknown key type", "algorithm"),
    ("a-none", "a", b"none", "rfc6376#3.3.4", "a=none is no algorithm", "algorithm"),
    ("a-rsa", "a", b"rsa", "rfc6376#3.5", "a= without a hash", "algorithm"),
    ("a-rsa-hyphen", "a", b"rsa-", "rfc6376#3.5", "a= with an empty hash", "algorithm"),
    ("a-hyphen-sha", "a", b"-sha256", "rfc6376#3.5", "a= with an empty key type", "algorithm"),
    ("a-longer", "a", b"rsa-sha256x", "rfc6376#3.5", "more than the name", "algorithm"),
    ("a-shorter", "a", b"rsa-sha25", "rfc6376#3.5", "less than the name", "algorithm"),
    ("a-underscore", "a", b"rsa_sha256", "rfc6376#3.5", "another sign between", "algorithm"),
    ("a-space", "a", b"rsa- sha256", "rfc6376#3.2", "white space within a value counts",
     "algorithm"),
    ("a-list", "a", b"rsa-sha256:ed25519-sha256", "rfc6376#3.5", "a= is one, no list",
     "algorithm"),
    ("a-ed-sha1", "a", b"ed25519-sha1", "rfc8463#4.1", "Ed25519 goes with SHA-256 only",
     "algorithm|sha1"),
    ("a-ed-sha512", "a", b"ed25519-sha512", "rfc8463#4.1", "Ed25519 goes with SHA-256 only",
     "algorithm"),
    ("c-nowsp", "c", b"nowsp/nowsp", "rfc6376#3.4", "an unknown canonicalization",
     "canonicalization"),
    ("c-half", "c", b"relaxed/nowsp", "rfc6376#3.4", "an unknown body canonicalization",
     "canonicalization"),
    ("c-three", "c", b"relaxed/relaxed/relaxed", "rfc6376#3.5", "c= has at most two",
     "canonicalization"),
    ("c-end-slash", "c", b"relaxed/", "rfc6376#3.5", "nothing after the slash",
     "canonicalization"),
    ("c-start-slash", "c", b"/relaxed", "rfc6376#3.5", "nothing before the slash",
     "canonicalization"),
    ("c-space", "c", b"relaxed / relaxed", "rfc6376#3.5", "no white space around the slash",
     "canonicalization"),
    ("c-longer", "c", b"relaxed/relaxedx", "rfc6376#3.5", "more than the name",
     "canonicalization"),
    ("h-colon-end", "h", b":".join(NAMES) + b":", "rfc6376#3.5", "an empty name at the end",
     "signed_fields"),
    ("h-colon-start", "h", b":" + b":".join(NAMES), "rfc6376#3.5", "an empty name at the start",
     "signed_fields"),
    ("h-colon-twice", "h", b"from::to:subject:date:message-id", "rfc6376#3.5",
     "an empty name in the middle", "signed_fields"),
    ("h-colon-only", "h", b":", "rfc6376#3.5", "names that are all empty",
     "signed_fields|from_not_signed"),
    ("h-space", "h", b"from:to:sub ject:date:message-id", "rfc6376#3.5", "white space in a name",
     "signed_fields"),
    ("h-8bit", "h", b"from:to:subject:date:message-id:caf\xc3\xa9", "rfc5322#2.2",
     "an 8-bit octet in a name", "signed_fields"),
    ("h-comma", "h", b"from,to,subject,date,message-id", "rfc6376#3.5", "commas for colons",
     "signed_fields|from_not_signed"),
    ("h-star", "h", b"*", "rfc6376#3.5", "h= has no wildcards", "signed_fields|from_not_signed"),
    ("q-http", "q", b"http/get", "rfc6376#3.5", "no known query method", "query_method"),
    ("q-dns", "q", b"dns", "rfc6376#3.5", "txt must be said", "query_method"),
    ("q-dns-cname", "q", b"dns/cname", "rfc6376#3.5", "an unknown option", "query_method"),
    ("q-empty-part", "q", b"dns/txt::", "rfc6376#3.5", "empty query methods", "query_method"),
    ("l-minus", "l", b"-1", "rfc6376#3.5", "l= is digits", "body_length"),
    ("l-plus", "l", b"+43", "rfc6376#3.5", "l= is digits", "body_length"),
    ("l-hex", "l", b"0x2b", "rfc6376#3.5", "l= is decimal", "body_length"),
    ("l-exp", "l", b"43e0", "rfc6376#3.5", "l= is an integer", "body_length"),
    ("l-dot", "l", b"43.0", "rfc6376#3.5", "l= is an integer", "body_length"),
    ("l-space", "l", b"4 3", "rfc6376#3.2", "white space within a value counts", "body_length"),
    ("l-77-digits", "l", b"0" * 75 + b"43", "rfc6376#3.5", "l= has at most 76 digits",
     "body_length"),
    ("l-5000-digits", "l", b"9" * 5000, "rfc6376#3.5", "l= has at most 76 digits",
     "body_length"),
    ("l-fullwidth", "l", "\uff14\uff13", "rfc6376#3.5", "only ASCII digits are digits",
     "body_length"),
    ("t-minus", "t", b"-1", "rfc6376#3.5", "t= is digits", "times"),
    ("t-word", "t", b"now", "rfc6376#3.5", "t= is digits", "times"),
    ("t-dot", "t", b"1795283940.5", "rfc6376#3.5", "t= is an integer", "times"),
    ("t-space", "t", b"17952 83940", "rfc6376#3.2", "white space within a value counts", "times"),
    ("x-word", "x", b"never", "rfc6376#3.5", "x= is digits", "times"),
    ("x-minus", "x", b"-1", "rfc6376#3.5", "x= is digits", "times"),
]

SPOILT = [
    ("bh-bad-octet", dict(bh=lambda v: b"!" + v[1:]), "an octet outside base64"),
    ("bh-url", dict(change={"bh": b"-_-_" * 10 + b"-_8="}), "the URL alphabet is another"),
    ("bh-octets-after-pad", dict(bh=lambda v: v + b"AAAA"), "octets after the padding"),
    ("bh-three-pads", dict(bh=lambda v: v + b"=="), "three signs of padding"),
    ("bh-two-pads", dict(bh=lambda v: v + b"="), "two signs of padding where one belongs"),
    ("bh-one-char", dict(change={"bh": b"A"}), "a lone sextet"),
    ("bh-sha1-length", dict(change={"bh": b"uoq1oCgLlTqpdDX/iUbLy7J1Wic="}),
     "20 octets are no SHA-256"),
    ("bh-33", dict(bh=lambda v: v[:-1] + b"A"), "33 octets are no SHA-256"),
    ("bh-64k", dict(change={"bh": b"AAAA" * 16384}), "48 KiB of body hash"),
    ("b-bad-octet", dict(b=lambda v: b"!" + v[1:]), "an octet outside base64"),
    ("b-octets-after-pad", dict(b=lambda v: v + b"AAAA"), "octets after the padding"),
    ("b-one-char", dict(b=lambda v: b"A"), "a lone sextet"),
    ("b-only-pads", dict(b=lambda v: b"=="), "nothing but padding"),
]


def cases(bank):
    bank.family = "tag"
    for tag in REQUIRED:
        bank.add("no-" + tag, seal(plain(), RSA, drop=(tag,)),
                 "permerror tag_missing|version" if tag == "v" else "permerror tag_missing",
                 "rfc6376#6.1.1", "%s= is required" % tag)
    for tag, reasons in EMPTY:
        bank.add("empty-" + tag, empty(tag), "permerror " + reasons, "rfc6376#3.2",
                 "an empty %s= is not an absent one" % tag)
    for tag, value in TWICE:
        bank.add("twice-" + tag, seal(plain(), RSA, add=[(tag, value)]), "permerror syntax",
                 "rfc6376#3.2", "%s= twice makes the whole list invalid" % tag)
    for tag, value in TWICE_OPTIONAL:
        length = LENGTH if tag == "l" else None
        sealed = seal(plain(), RSA, length=length, add=[(tag, value), (tag, value)])
        bank.add("twice-" + tag, sealed, "permerror syntax", "rfc6376#3.2",
                 "%s= twice makes the whole list invalid" % tag)
    for name, sentence, form in FORMS:
        reasons = {"upper-names": "version|tag_missing", "comma": "tag_missing",
                   "empty-field": "syntax|tag_missing|version",
                   "blank-field": "syntax|tag_missing|version"}.get(name, "syntax")
        bank.add(name, seal(plain(), RSA, form=form), "permerror " + reasons, "rfc6376#3.2",
                 sentence)
    values(bank)
    for name, how, sentence in SPOILT:
        bank.add(name, seal(plain(), RSA, **how), "permerror signature_data", "rfc6376#3.5",
                 sentence)
    singles(bank)


def empty(tag):
    if tag == "b":
        return seal(plain(), RSA, b=lambda v: b"")
    if tag in "qilx":
        return seal(plain(), RSA, add=[(tag, b"")])
    canon = "simple/simple" if tag == "c" else "relaxed/relaxed"
    return seal(plain(), RSA, canon, change={tag: b""})


def values(bank):
    for name, tag, value, rfc, sentence, reasons in VALUES:
        how = {}
        if tag in "qlx":
            how["add"] = [(tag, value)]
            how["length"] = LENGTH if tag == "l" else None
        else:
            how["change"] = {tag: value}
        key = ED if name.startswith("a-ed") else RSA
        bank.add(name, seal(plain(), key, **how), "permerror " + reasons, rfc, sentence)


def singles(bank):
    no_from = [n for n in NAMES if n != b"from"]
    bank.add("h-no-from", seal(plain(), RSA, names=no_from), "permerror from_not_signed",
             "rfc6376#6.1.1", "From must be signed")
    bank.add("h-from-like", seal(plain(), RSA, names=no_from + [b"resent-from", b"x-from", b"fro"]),
             "permerror from_not_signed", "rfc6376#6.1.1", "names like From are not From")
    bank.add("a-sha1", seal(plain(), RSA, digest="sha1"), "permerror sha1", "rfc8301#3.1",
             "rsa-sha1 has permanently failed")
    bank.add("a-upper", seal(plain(), RSA, change={"a": b"RSA-SHA256"}), "permerror algorithm",
             "rfc6376#3.2", "values are case-sensitive")
    bank.add("c-upper", seal(plain(), RSA, change={"c": b"Relaxed/Relaxed"}),
             "permerror canonicalization", "rfc6376#3.2", "values are case-sensitive")
    bank.add("bh-zeros", seal(plain(), RSA, change={"bh": b"A" * 43 + b"="}),
             "fail body_changed", "rfc6376#6.1.3", "a body hash of zeros")
