# SPDX-License-Identifier: ISC
"""family_many: several signatures, and each limit: just at it, and one past it."""
from hostile_case import ED, OTHER_ED, RSA, record
from hostile_seal import NAMES, Message, plain, seal

FIELD = 128 * 1024
HEADER = 1024 * 1024
REFUSED = 65


def cases(bank):
    several(bank)
    limits(bank)
    shapes(bank)


def bad(message):
    """One more signature on top, which does not verify."""
    return seal(message, OTHER_ED)


def several(bank):
    bank.family = "many"
    ed = seal(plain(), ED)
    bank.add("two", seal(ed, RSA), ["pass", "pass"], "rfc8463#6", "RSA and Ed25519 together")
    bank.add("same-twice", ed.plus(ed.fields[0]), ["pass", "pass"], "rfc6376#6.1",
             "one signature twice")
    bank.add("good-bad", seal(bad(plain()), RSA), ["pass", "fail signature"], "rfc6376#6.1",
             "a bad signature does not hurt a good one")
    bank.add("bad-good", bad(ed), ["fail signature", "pass"], "rfc6376#6.1",
             "a bad signature on top does not hide a good one")
    bank.add("unknown-good", seal(ed, RSA, change={"a": b"rsa-sha1024"}),
             ["permerror algorithm", "pass"], "rfc6376#4.1",
             "a signature of a coming algorithm is passed over")
    bank.add("broken-good", ed.plus(b"DKIM-Signature: ; v"), ["permerror syntax", "pass"],
             "rfc6376#6.1", "a signature field without sense does not end the search")
    bank.add("empty-good", ed.plus(b"DKIM-Signature:"), ["permerror", "pass"],
             "rfc6376#6.1", "an empty signature field does not end the search")
    bank.add("mixed-canon", seal(seal(seal(seal(
        plain(), ED, "simple/simple"), ED, "simple/relaxed"), RSA, "relaxed/simple"), RSA),
        ["pass"] * 4, "rfc6376#4.2", "each signature has its own canonicalization")
    bank.add("sha1-sha256", seal(seal(plain(), RSA, digest="sha1"), RSA), ["pass", "pass"],
             "rfc6376#4.2", "SHA-1 and SHA-256 over one body", ("--allow-sha1",))
    other = seal(ed, RSA, change={"d": b"other.example"})
    bank.publish(b"rsa", record(RSA), b"other.example")
    bank.add("two-domains", other, ["pass", "pass"], "rfc6376#4", "signatures of two domains")
    bank.add("stolen", seal(plain(), RSA, change={"d": b"other2.example"}), "permerror no_key",
             "rfc6376#6.1.2", "the domain of another without a key there")
    bank.publish(b"rsa", record(OTHER_ED), b"other3.example")
    bank.add("stolen-key", seal(plain(), ED, change={"d": b"other3.example", "s": b"rsa"}),
             "fail signature", "rfc6376#6.1.3", "the domain of another with a key there")


def limits(bank):
    bank.family = "limit"
    ten = plain()
    for _ in range(10):
        ten = seal(ten, ED)
    bank.add("signatures-10", ten, ["pass"] * 10, "design#7", "ten signatures")
    bank.add("signatures-11", seal(ten, ED), ["pass"] * 10, "design#7",
             "eleven signatures: the lowest is not looked at")
    nine = seal(plain(), ED)
    for _ in range(9):
        nine = bad(nine)
    bank.add("signatures-10th-good", nine, ["fail signature"] * 9 + ["pass"], "design#7",
             "only the tenth is good")
    bank.add("signatures-11th-good", bad(nine), ["fail signature"] * 10, "design#7",
             "only the eleventh is good, which is not looked at")
    crowd = seal(plain(), RSA)
    crowd = crowd.but(crowd.fields[:1] * 1000 + crowd.fields[1:])
    bank.add("signatures-1000", crowd, ["pass"] * 10, "design#7", "a thousand signatures")
    empty = plain().but([b"DKIM-Signature:"] * 5000 + plain().fields)
    bank.add("signatures-empty-5000", empty, ["permerror"] * 10, "design#7",
             "5,000 empty signatures")
    for count, want in ((64, "pass"), (65, "permerror syntax")):
        extra = [("x%d" % i, b"") for i in range(count - 9)]
        bank.add("tags-%d" % count, seal(plain(), RSA, add=extra), want, "design#7",
                 "%d tags (64 are read)" % count)
    bank.add("tags-5000", seal(plain(), RSA, add=[("x%d" % i, b"") for i in range(5000)]),
             "permerror syntax", "design#7", "5,000 tags")
    for count, want in ((400, "pass"), (401, "permerror signed_fields")):
        names = (NAMES + tuple(b"x%d" % i for i in range(count)))[:count]
        bank.add("names-%d" % count, seal(plain(), RSA, names=names), want, "design#7",
                 "%d names in h= (400 are read)" % count)
    bank.add("names-20000", seal(plain(), RSA, names=NAMES + (b"x",) * 20000),
             "permerror signed_fields", "design#7", "20,000 names in h=")
    bank.add("z-40000", seal(plain(), RSA, add=[("z", b"From:" + b"x" * 40000)]), "pass",
             "rfc6376#3.5", "z= of 40 KB (OpenDKIM 433)")
    sizes(bank)


def exact(octets):
    """The message with a signature field of exactly so many octets."""
    bare = len(seal(plain(), RSA, add=[("z", b"")]).fields[0])
    return seal(plain(), RSA, add=[("z", b"x" * (octets - bare))])


def sizes(bank):
    at, past = exact(FIELD), exact(FIELD + 1)
    assert len(at.fields[0]) == FIELD and len(past.fields[0]) == FIELD + 1
    bank.add("signature-128k", at, "pass", "design#7", "a signature field of 128 KiB")
    bank.add("signature-128k-1", past, None, "design#7", "one octet more", exit=REFUSED,
             library="refused")
    for name, octets, ok in (("field-128k", FIELD, True), ("field-128k-1", FIELD + 1, False)):
        subject = b"Subject: " + b"x" * (octets - 9)
        sealed = seal(plain().minus(b"subject").plus(subject, 2), ED)
        bank.add(name, sealed, "pass" if ok else None, "design#7",
                 "a field of %d octets (128 KiB are taken)" % octets,
                 exit=None if ok else REFUSED, library=None if ok else "refused")
    folds = seal(plain().plus(b"X-A: a" + b"\r\n x" * 40000, 2), ED)
    bank.add("field-folds", folds, None, "design#7", "a field of 40,000 folds: too many octets",
             exit=REFUSED, library="refused")
    big = [b"X-%d: " % i + b"x" * 100000 for i in range(10)]
    bank.add("header-1000k", seal(plain().but(big + plain().fields), ED), "pass", "design#7",
             "a header of almost 1 MiB")
    big = [b"X-%d: " % i + b"x" * 100000 for i in range(11)]
    bank.add("header-1100k", seal(plain().but(big + plain().fields), ED), None, "design#7",
             "a header of more than 1 MiB", exit=REFUSED, library="refused")
    for count, ok in ((10000, True), (10001, False)):
        fields = [b"X: %d" % i for i in range(count - 6)] + plain().fields
        sealed = seal(plain().but(fields), ED)
        assert len(sealed.fields) == count
        bank.add("fields-%d" % count, sealed, "pass" if ok else None, "design#7",
                 "%d fields (10,000 are taken)" % count, exit=None if ok else REFUSED,
                 library=None if ok else "refused")


def shapes(bank):
    """Work that grows with the square of something, in the careless."""
    bank.family = "shape"
    same = [b"X: %d" % i for i in range(9000)]
    names = NAMES + (b"x",) * 390
    message = plain().but(same + plain().fields)
    bank.add("same-names", seal(message, ED, names=names), "pass", "design#7",
             "9,000 fields of one name, 390 of them signed")
    ten = message
    for _ in range(10):
        ten = seal(ten, ED, names=names)
    bank.add("same-names-ten", ten, ["pass"] * 10, "design#7", "and that in ten signatures")
    absent = seal(message, ED, names=NAMES + tuple(b"y%d" % i for i in range(390)))
    bank.add("absent-names", absent, "pass", "design#7", "9,000 fields and 390 names without one")
    big = plain().but([b"X-A: " + b"x" * 120000] * 8 + plain().fields)
    for _ in range(10):
        big = seal(big, ED, names=NAMES + (b"x-a",) * 8)
    bank.add("big-fields-ten", big, ["pass"] * 10, "design#7", "1 MB of fields, signed ten times")
    body = (b"regel \t met  wit \r\n" + b" " * 60 + b"\r\n") * 25000
    bank.add("body-2m", seal(Message(plain().fields, body), RSA), "pass", "design#7",
             "2 MB of body, half of it white space")
    lengths = plain(b"0123456789" * 20 + b"\r\n")
    for i in range(10):
        lengths = seal(lengths, ED, length=i * 10, add=[("l", b"%d" % (i * 10))])
    bank.add("ten-lengths", lengths, ["policy unsigned_body"] * 10, "design#7",
             "ten signatures, each with another l=")
    hashes = plain()
    for i in range(10):
        canon = ("simple/", "relaxed/")[i % 2] + ("simple", "relaxed")[i // 2 % 2]
        hashes = seal(hashes, ED, canon)
    bank.add("ten-canons", hashes, ["pass"] * 10, "design#7", "ten signatures of all four forms")
