# SPDX-License-Identifier: ISC
"""family_eai: internationalized names (RFC 8616, IDNA2008), right and wrong."""
from hostile_case import RSA, record
from hostile_seal import plain, seal


def a_label(text):
    return b"xn--" + text.encode("punycode")


# name, d=, where the key is, sentence
DOMAINS = [
    ("d", "b\u00fccher.example", a_label("b\u00fccher") + b".example", "a U-label in d="),
    ("d-eszett", "fa\u00df.example", b"xn--fa-hia.example", "sharp s is a letter of its own"),
    ("d-sigma", "\u03b2\u03cc\u03bb\u03bf\u03c2.example",
     a_label("\u03b2\u03cc\u03bb\u03bf\u03c2") + b".example", "final sigma is a letter of its own"),
    ("d-han", "\u4f8b\u3048.\u30c6\u30b9\u30c8",
     a_label("\u4f8b\u3048") + b"." + a_label("\u30c6\u30b9\u30c8"), "U-labels all through"),
    ("d-arabic", "\u0645\u062b\u0627\u0644.example",
     a_label("\u0645\u062b\u0627\u0644") + b".example", "a label from right to left"),
    ("d-mixed", "www.b\u00fccher.xn--bcher-kva.example",
     b"www." + a_label("b\u00fccher") + b".xn--bcher-kva.example",
     "U-label and A-label in one name"),
]

# name, d=, where the key is that a mapping would find, sentence
BAD = [
    ("snowman", "\u2603.example", a_label("\u2603") + b".example", "a symbol"),
    ("emoji", "\U0001f4a9.example", a_label("\U0001f4a9") + b".example", "an emoji"),
    ("fullwidth", "\uff53ender.example", None, "a full-width letter is not its ASCII one"),
    ("ideographic-dot", "sender\u3002example", None, "an ideographic full stop is no dot"),
    ("soft-hyphen", "sen\u00adder.example", None, "SOFT HYPHEN does not go away"),
    ("combining-first", "\u0308a.example", a_label("\u0308a") + b".example",
     "a combining mark first"),
    ("joiner", "a\u200db.example", a_label("a\u200db") + b".example",
     "ZERO WIDTH JOINER out of its context"),
    ("ligature", "o\ufb03ce.example", b"office.example", "a ligature is not its letters"),
    ("xn-u", "xn--b\u00fccher.example", a_label("xn--b\u00fccher") + b".example",
     "hyphens in the third and fourth place"),
    ("long", "\u00fc" * 62 + ".example", None, "an A-label of more than 63 octets"),
    ("noncharacter", "a\ufffeb.example", None, "a noncharacter"),
    ("private-use", "a\ue000b.example", a_label("a\ue000b") + b".example",
     "a private-use character"),
    ("rtl-override", "\u202eelpmaxe.example", None, "RIGHT-TO-LEFT OVERRIDE"),
]


def cases(bank):
    bank.family = "eai"
    for name, domain, at, sentence in DOMAINS:
        bank.publish(b"rsa", record(RSA), at)
        bank.add(name, seal(plain(), RSA, change={"d": domain}), "pass", "rfc8616#5",
                 sentence + ": looked up as A-label, hashed as written")
        bank.add(name + "-simple", seal(plain(), RSA, "simple/simple", change={"d": domain}),
                 "pass", "rfc8616#5", sentence + ", in simple")
    for name, domain, at, sentence in BAD:
        if at is not None:
            bank.publish(b"rsa", record(RSA), at)
        bank.add("bad-" + name, seal(plain(), RSA, change={"d": domain}), "permerror domain",
                 "rfc5891#5.4", sentence)
    other_tags(bank)


def other_tags(bank):
    selector = a_label("schl\u00fcssel")
    bank.publish(selector, record(RSA))
    bank.add("s", seal(plain(), RSA, selector="schl\u00fcssel"), "pass", "rfc8616#5",
             "a U-label in s=")
    bank.add("s-a-label", seal(plain(), RSA, selector=selector), "pass", "rfc8616#5",
             "its A-label in s=")
    # name, d=, i=, result, sentence
    rows = [
        ("i-local", "sender.example", "j\u00fcrgen@sender.example", "pass",
         "UTF-8 in a local part"),
        ("i-local-rtl", "sender.example", "a\u202eb@sender.example", "pass",
         "RIGHT-TO-LEFT OVERRIDE in a local part, which is never shown as such"),
        ("i-local-nel", "sender.example", "a\u0085b@sender.example", "pass",
         "NEXT LINE in a local part, which is never shown as such"),
        ("i-sub", "sender.example", "@b\u00fcro.sender.example", "pass",
         "a U-label below an ASCII domain"),
        ("i-u-d-u", "b\u00fccher.example", "@b\u00fccher.example", "pass", "the same U-labels"),
        ("i-a-d-u", "b\u00fccher.example", "@xn--bcher-kva.example", "pass",
         "the A-label of the U-label"),
        ("i-u-d-a", "xn--bcher-kva.example", "@www.b\u00fccher.example", "pass",
         "the U-label of the A-label"),
        ("i-qp", "b\u00fccher.example", "j=C3=BCrgen@b=C3=BCcher.example", "pass",
         "UTF-8 in quoted-printable"),
        ("i-other", "b\u00fccher.example", "@bucher.example", "permerror identity",
         "u without its dots is another"),
        ("i-homograph", "sender.example", "@s\u0435nder.example", "permerror identity",
         "a Cyrillic letter that looks alike"),
        ("i-bad", "sender.example", "@\u2603.sender.example", "permerror identity",
         "a symbol is in no U-label"),
    ]
    for name, domain, identity, want, sentence in rows:
        bank.add(name, seal(plain(), RSA, change={"d": domain}, add=[("i", identity)]), want,
                 "rfc8616#5", sentence)
    bank.add("i-latin1", seal(plain(), RSA, add=[("i", b"j\xfcrgen@sender.example")]),
             "permerror identity|syntax", "rfc8616#5", "octets that are no UTF-8 in a local part")
    fields = [b"From: J\xc3\xbcrgen <j\xc3\xbcrgen@b\xc3\xbccher.example>"] + plain().fields[1:]
    for mode in ("simple", "relaxed"):
        bank.add("fields-" + mode, seal(plain().but(fields), RSA, mode + "/relaxed"), "pass",
                 "rfc6532#3", "UTF-8 in a field's value is content")
