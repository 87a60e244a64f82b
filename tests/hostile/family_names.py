# SPDX-License-Identifier: ISC
"""family_names: d=, s= and i= that are no names, or names of somebody else.

Where DNS can hold the odd name at all its key stands there, so that only the
name is wrong.
"""
from hostile_case import RSA, record
from hostile_seal import plain, seal

# what is put into d=, or into s=; sentence. {} is the right name.
ODD = [
    ("quote", b"{}'a", "an apostrophe is in no name (Composition Kills A4)"),
    ("dquote", b'{}"a', "a quotation mark is in no name"),
    ("paren", b"{}(.a", "a comment opens in no name (CVE-2020-12272)"),
    ("comma", b"a,{}", "a comma is in no name"),
    ("colon", b"{}:53", "a port is in no name"),
    ("slash", b"a/b.{}", "a path is no name"),
    ("backslash", b"{}\\000a", "an escape is in no name"),
    ("at", b"jan@{}", "an address is no name"),
    ("angle", b"<{}>", "angle brackets are in no name"),
    ("bracket", b"[{}]", "brackets are in no name"),
    ("star", b"*.{}", "a wildcard is no name"),
    ("format", b"%s%n{}", "format directives are in no name (CVE-2011-1764)"),
    ("dollar", b"$(id).{}", "a shell's text is no name"),
    ("space", b"a b.{}", "white space is in no name"),
    ("fold", b"a.\r\n {}", "a fold is in no name"),
    ("hash", b"{}#", "a number sign is in no name"),
    ("equals", b"a=b.{}", "an equals sign is in no name"),
    ("hyphen-start", b"-a.{}", "a label does not begin with a hyphen"),
    ("hyphen-end", b"a-.{}", "a label does not end with a hyphen"),
    ("latin1", b"b\xfccher.{}", "octets that are no UTF-8"),
    ("overlong", b"\xc0\xaea.{}", "overlong UTF-8"),
    ("surrogate", b"\xed\xa0\x80.{}", "a surrogate in UTF-8"),
    ("zwsp", "a\u200bb.{}", "ZERO WIDTH SPACE is in no U-label"),
    ("rtl-override", "a\u202eb.{}", "RIGHT-TO-LEFT OVERRIDE is in no U-label"),
    ("nul-utf8", b"\xc0\x80.{}", "an overlong NUL"),
]

# without a key: no zone can hold them
ODD_NO_KEY = [
    ("dot-end", b"{}.", "an empty label at the end"),
    ("dot-start", b".{}", "an empty label at the start"),
    ("dot-twice", b"a..{}", "an empty label in the middle"),
    ("dots", b"...", "nothing but empty labels"),
    ("label-64", b"x" * 64 + b".{}", "a label of 64 octets"),
    ("label-300", b"x" * 300 + b".{}", "a label of 300 octets (256 more than 44)"),
    ("long-254", (b"x" * 40 + b".") * 5 + b"y" * (254 - 205 - 15) + b".{}", "254 octets"),
    ("long-60000", b"x." * 30000 + b"{}", "60,000 octets"),
]

CONTROL = [
    ("nul", b"{}\x00.a.example", "NUL ends no name (Composition Kills A3)"),
    ("esc", b"{}\x1b[2J", "ESC is in no name"),
    ("bell", b"a\x07.{}", "BEL is in no name"),
    ("del", b"a\x7f.{}", "DEL is in no name"),
    ("cr", b"a\rb.{}", "a lone CR is in no name"),
]

# name, d=, i=, sentence
IDENTITY = [
    ("other", b"@other.example", "the domain of i= is another"),
    ("suffix", b"@notsender.example", "the same ending is not a subdomain"),
    ("parent", b"@example", "a parent is not within"),
    ("longer", b"@sender.example.org", "the same beginning is not a subdomain"),
    ("no-at", b"sender.example", "i= has an @"),
    ("no-domain", b"jan@", "the domain of i= is missing"),
    ("at-only", b"@", "the domain of i= is missing"),
    ("two-at", b"jan@other.example@sender.example", "an unquoted @ is in no local part"),
    ("dot-end", b"jan@sender.example.", "an empty label at the end"),
    ("dot-start", b"jan@.sender.example", "an empty label at the start"),
    ("dot-twice", b"jan@a..sender.example", "an empty label in the middle"),
    ("label-64", b"jan@" + b"x" * 64 + b".sender.example", "a label of 64 octets"),
    ("quote", b"jan@other'.sender.example", "an apostrophe is in no name"),
    ("paren", b"jan@x(.sender.example", "a comment opens in no name"),
    ("literal", b"jan@[192.0.2.1]", "an address literal is no domain"),
    ("hyphen", b"jan@-x.sender.example", "a label does not begin with a hyphen"),
    ("qp-lower", b"j=6fe@sender.example", "quoted-printable has no lower-case digits"),
    ("qp-cut", b"j=4@sender.example", "quoted-printable has two digits"),
    ("qp-bad", b"j=zz@sender.example", "quoted-printable has hexadecimal digits"),
    ("qp-nul-domain", b"jan@a=00.sender.example", "an encoded NUL is in no name"),
    ("qp-crlf-domain", b"jan@a=0D=0A.sender.example", "an encoded CRLF is in no name"),
    ("qp-at", b"jan=40other.example@sender.example", "an encoded @ is an @: two of them"),
    ("qp-crlf", b"jan=0D=0AX-Eve:=201@sender.example", "an encoded CRLF is in no local part"),
    ("qp-nul", b"jan=00@sender.example", "an encoded NUL is in no local part"),
    ("qp-esc", b"jan=1B[2J@sender.example", "an encoded ESC is in no local part"),
    ("qp-space", b"jan=20jansen@sender.example", "an unquoted space is in no local part"),
    ("paren-local", b"jan(x)@sender.example", "a comment is in no local part"),
    ("dots-local", b"jan..jansen@sender.example", "an empty atom in the local part"),
    ("latin1", b"jan@b\xfccher.sender.example", "octets that are no UTF-8"),
    ("rtl-override", "jan@a\u202eb.sender.example", "RIGHT-TO-LEFT OVERRIDE is in no U-label"),
    ("quoted-open", b'"jan@sender.example', "a quoted string that does not end"),
    ("long", b"jan@" + b"x." * 30000 + b"sender.example", "60,000 octets"),
]


def put(template, name):
    text = template.encode("utf-8") if isinstance(template, str) else template
    return text.replace(b"{}", name)


def cases(bank):
    for family, tag, base, reason in (("d", "d", b"sender.example", "domain"),
                                      ("s", "s", b"rsa", "selector")):
        bank.family = family
        for name, template, sentence in ODD:
            value = put(template, base)
            publish_odd(bank, tag, value.replace(b"\r\n", b""))
            bank.add(name, seal(plain(), RSA, change={tag: value}), "permerror " + reason,
                     "rfc6376#3.5", sentence)
        for name, template, sentence in ODD_NO_KEY:
            bank.add(name, seal(plain(), RSA, change={tag: put(template, base)}),
                     "permerror " + reason, "rfc6376#3.5", sentence)
        for name, template, sentence in CONTROL:
            value = put(template, base)
            publish_odd(bank, tag, value)
            bank.add(name, seal(plain(), RSA, change={tag: value}),
                     "permerror syntax|" + reason, "rfc6376#3.2", sentence)
    only_domains(bank)
    identities(bank)


def publish_odd(bank, tag, value):
    if tag == "d":
        bank.publish(b"rsa", record(RSA), value)
    else:
        bank.publish(value, record(RSA))


def only_domains(bank):
    rows = [
        ("single", b"example", "a domain has two labels or more"),
        ("literal", b"[192.0.2.1]", "an address literal is no domain"),
        ("literal-v6", b"[IPv6:2001:db8::1]", "an address literal is no domain"),
        ("root", b".", "the root signs nothing"),
    ]
    bank.family = "d"
    for name, domain, sentence in rows:
        if name in ("single", "literal"):
            bank.publish(b"rsa", record(RSA), domain)
        bank.add("only-" + name, seal(plain(), RSA, change={"d": domain}), "permerror domain",
                 "rfc6376#3.5", sentence)
    domain = (b"a" * 59 + b".") * 3 + b"b" * 51 + b".example"
    bank.add("query-254", seal(plain(), RSA, change={"d": domain}),
             "permerror domain|selector|no_key", "rfc1035#2.3.4",
             "selector, _domainkey and domain are 254 octets together")
    bank.family = "s"
    bank.publish(b"rsa._domainkey.evil.example.\x00.a", record(RSA))
    bank.add("chen-a3", seal(plain(), RSA,
                             change={"s": b"rsa._domainkey.evil.example.\x00.a"}),
             "permerror syntax|selector", "rfc6376#3.2",
             "a NUL after another's query name (Composition Kills A3)")


def identities(bank):
    bank.family = "i"
    for name, value, sentence in IDENTITY:
        bank.add(name, seal(plain(), RSA, add=[("i", value)]), "permerror identity",
                 "rfc6376#6.1.1" if name in ("other", "suffix", "parent", "longer")
                 else "rfc6376#3.5", sentence)
    bank.add("nul", seal(plain(), RSA, add=[("i", b"jan\x00@sender.example")]),
             "permerror syntax", "rfc6376#3.2", "NUL is in no value")
    bank.add("sub-of-d", seal(plain(), RSA, change={"d": b"mail.sender.example"},
                              add=[("i", b"@sender.example")]),
             "permerror identity", "rfc6376#6.1.1", "i= may not be above d=")
    bank.publish(b"rsa", record(RSA), b"mail.sender.example")
    bank.key_case("strict-sub", plain(), RSA, record(RSA, b"v=DKIM1; t=s; "),
                  "permerror key_strict", "rfc6376#3.6.1", "t=s: i= may not be in a subdomain",
                  add=[("i", b"jan@mail.sender.example")])
    bank.key_case("strict-sub-list", plain(), RSA, record(RSA, b"v=DKIM1; t= y : s ; "),
                  "permerror key_strict", "rfc6376#3.6.1", "s is found in a list of flags",
                  add=[("i", b"@a.sender.example")])
    bank.key_case("strict-same", plain(), RSA, record(RSA, b"v=DKIM1; t=s; "), "pass",
                  "rfc6376#3.6.1", "t=s: i= in the very domain, whatever its case",
                  add=[("i", b"jan@SENDER.example")])
    bank.key_case("strict-upper", plain(), RSA, record(RSA, b"v=DKIM1; t=S; "), "pass",
                  "rfc6376#3.2", "t=S is an unknown flag", add=[("i", b"jan@a.sender.example")])
