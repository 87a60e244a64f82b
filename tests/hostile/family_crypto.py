# SPDX-License-Identifier: ISC
"""family_crypto: keys and signatures whose numbers or encodings are wrong in one place."""
import hashlib
import math

from hostile_case import ED, OTHER_ED, OTHER_RSA, PRIMES, RSA, named, record
from hostile_crypto import (
    L, NULL, OID_EC, OID_ED25519, OID_RSA_PSS, P, SHA1_INFO, SHA256_INFO, Ed25519, Rsa,
    SmallOrder, der, der_int, encode_point, pkcs1_encode, rsa_public, small_order_points, spki,
    x_from_y)
from hostile_seal import b64, plain, seal

ANY_KEY = "key_record|key_algorithm"
BAD = "permerror " + ANY_KEY


def sha256(text):
    return hashlib.sha256(text).digest()


def cases(bank):
    bank.family = "rsa"
    sizes(bank)
    exponents(bank)
    moduli(bank)
    encodings(bank)
    paddings(bank)
    numbers(bank)
    bank.family = "ed"
    ed_keys(bank)
    ed_small(bank)
    ed_signatures(bank)


# --- RSA keys ------------------------------------------------------------

def sizes(bank):
    for name in ("rsa512", "rsa768", "rsa1023"):
        key, bits = Rsa(PRIMES[name]), name[3:]
        bank.key_case("bits-" + bits, plain(), key, record(key), "permerror key_small",
                      "rfc8301#3.2", "%s bits are fewer than 1024" % bits)
    small = Rsa(PRIMES["rsa512"])
    bank.key_case("bits-512-allowed", plain(), small, record(small), "pass", "design#6",
                  "--min-rsa-bits lets a short key verify", ("--min-rsa-bits", "512"))
    bank.key_case("bits-2047-min", plain(), Rsa(PRIMES["rsa2047"]), record(Rsa(PRIMES["rsa2047"])),
                  "permerror key_small", "rfc8301#3.2", "--min-rsa-bits may ask for more",
                  ("--min-rsa-bits", "2048"))
    large = Rsa(PRIMES["rsa4097"])
    bank.key_case("bits-4097", plain(), large, record(large), "permerror key_large", "design#6",
                  "more than 4096 bits are not looked at")
    for power, reasons in ((8, "key_large"), (16, "key_large"), (32, "key_large|key_record"),
                           (64, "key_large|key_record")):
        key = Rsa(PRIMES["power1024"], power=power)
        bits = 1024 * power
        assert key.n.bit_length() == bits
        bank.key_case("bits-%d" % bits, plain(), key, record(key), "permerror " + reasons,
                      "design#6", "a modulus of %d bits costs no time" % bits)


def exponents(bank):
    one = Rsa(PRIMES["rsa2048"], 1)
    bank.key_case("e-1", plain(), one, record(one), BAD, "design#6",
                  "e=1: everybody signs, without a secret")
    for e in (2, 65538):
        key = Rsa(PRIMES["rsa2048"], e)
        bank.key_case("e-%d" % e, with_root(key), key, record(key), BAD, "design#6",
                      "an even exponent")
    phi = (PRIMES["rsa2048"][0] - 1) * (PRIMES["rsa2048"][1] - 1)
    for name, least in (("34-bits", 2 ** 33 + 17), ("65-bits", 2 ** 64 + 1),
                        ("2048-bits", phi - 99)):
        e = least | 1
        while math.gcd(e, phi) != 1:
            e += 2
        key = Rsa(PRIMES["rsa2048"], e)
        bank.key_case("e-" + name, plain(), key, record(key), BAD, "design#6",
                      "an exponent of more than 33 bits only costs time")
    for name, e in (("0", 0), ("minus", None)):
        octets = der(2, b"\x00" if e == 0 else b"\xff\xff")
        bank.key_case("e-" + name, plain(), RSA, record(RSA, p=b64(
            spki(der(0x30, der_int(RSA.n), octets)))), BAD, "design#6", "an exponent of 0 or -1")
    e = 0x80000001
    while math.gcd(e, phi) != 1:
        e += 2
    key = Rsa(PRIMES["rsa2048"], e)
    negative = der(0x30, der_int(key.n), der(2, e.to_bytes(4, "big")))
    bank.key_case("e-negative", plain(), key, record(key, p=b64(spki(negative))), BAD,
                  "rfc8017#A.1.1", "an INTEGER whose first bit is set is negative: e")


def with_root(key):
    """The message with the first Message-ID for which an even exponent has a root."""
    class Tried(Exception):
        pass

    def check(text):
        if key.sign(sha256(text)) is None:
            raise Tried
        return key.sign(sha256(text))
    for i in range(100):
        message = plain().swap(b"proef.1@", b"proef.%d@" % i)
        try:
            seal(message, key, selector=b"rsa-e-%d" % key.e, make=check)
        except Tried:
            continue
        return message
    raise AssertionError("no root")


def moduli(bank):
    e = RSA.e
    negative = der(2, RSA.n.to_bytes(RSA.size, "big"))
    rows = [
        ("negative", RSA, der(0x30, negative, der_int(e)),
         "an INTEGER whose first bit is set is negative: n"),
        ("zeros", RSA, der(0x30, der(2, bytes(9) + RSA.n.to_bytes(RSA.size, "big")), der_int(e)),
         "leading zeros make a number longer than it is"),
    ]
    even = Rsa([2] + PRIMES["rsa2047"])
    rows.append(("even", even, rsa_public(even.n, e), "an even modulus"))
    for name, key, bare, sentence in rows:
        bank.key_case("n-" + name, plain(), key, record(key, p=b64(spki(bare))), BAD, "design#6",
                      sentence)
    for name, n in (("0", 0), ("1", 1), ("3", 3)):
        bank.key_case("n-" + name, plain(), RSA, record(RSA, p=b64(spki(rsa_public(n, e)))),
                      BAD + "|key_small", "rfc8017#3.1", "a modulus of %d" % n)
    bank.key_case("n-power", plain(), Rsa(PRIMES["power1024"], power=2),
                  record(Rsa(PRIMES["power1024"], power=2)), "pass", "rfc8017#3.1",
                  "a verifier does not factor: the square of a prime is a modulus to it")


def encodings(bank):
    bare, whole = rsa_public(RSA.n, RSA.e), RSA.public()
    long_form = b"\x30\x84" + len(whole[4:]).to_bytes(4, "big") + whole[4:]
    # the same key, encoded otherwise; sentence
    rows = [
        ("oid-ec", spki(bare, OID_EC), "the OID of elliptic curves"),
        ("oid-pss", spki(bare, OID_RSA_PSS), "the OID of RSASSA-PSS"),
        ("oid-ed25519", spki(bare, OID_ED25519, b""), "the OID of Ed25519"),
        ("oid-longer", spki(bare, bytes.fromhex("06") + b"\x0a" + bytes.fromhex(
            "2a864886f70d01010101")), "an OID that only begins like RSA's"),
        ("params-odd", spki(bare, params=b"\x02\x01\x00"), "parameters that are not NULL"),
        ("unused-bits", spki(bare, unused=1), "a BIT STRING with unused bits"),
        ("trailing-outside", whole + b"\x00", "an octet after the key"),
        ("trailing-inside", spki(bare + b"\x00"), "an octet after the RSAPublicKey"),
        ("trailing-integer", spki(der(0x30, der_int(RSA.n), der_int(RSA.e), der_int(1))),
         "a third INTEGER"),
        ("cut-1", whole[:-1], "the last octet is missing"),
        ("cut-half", whole[:len(whole) // 2], "half a key"),
        ("cut-header", whole[:3], "only the beginning"),
        ("indefinite", b"\x30\x80" + whole[4:] + b"\x00\x00", "a length of BER: indefinite"),
        ("long-length", long_form, "a length of BER: longer than needed"),
        ("long-length-integer", spki(der(0x30, der_int(RSA.n), b"\x02\x81\x03\x01\x00\x01")),
         "a length of BER: longer than needed, within"),
        ("huge-length", b"\x30\x84\xff\xff\xff\xff" + whole[4:], "a length of 4 GiB"),
        ("length-127", b"\x30\xff" + whole[4:], "a length of 127 octets"),
        ("set", b"\x31" + whole[1:], "a SET for a SEQUENCE"),
        ("octet-string", whole.replace(der(3, b"\x00" + bare), der(4, b"\x00" + bare)),
         "an OCTET STRING for the BIT STRING"),
        ("swapped", spki(der(0x30, der_int(RSA.e), der_int(RSA.n))),
         "exponent and modulus swapped"),
        ("no-exponent", spki(der(0x30, der_int(RSA.n))), "no exponent"),
        ("empty-integers", spki(der(0x30, der(2), der(2))), "INTEGERs without octets"),
        ("private", der(0x30, der_int(0), *[der_int(n) for n in (RSA.n, 65537, 5, 7, 11)]),
         "a private key"),
        ("nested", b"\x30\x80" * 2000, "2,000 SEQUENCEs in each other"),
        ("zeros", bytes(294), "294 zeros"),
        ("one-octet", b"\x30", "one octet"),
    ]
    for name, octets, sentence in rows:
        bank.key_case("der-" + name, plain(), RSA, record(RSA, p=b64(octets)),
                      BAD + "|key_small|key_large", "rfc6376#3.6.1", sentence)


# --- RSA signatures ------------------------------------------------------

def padded(info, filler=None, start=b"\x00\x01", tail=b"", mark=b"\x00", key=RSA):
    """A maker of signatures over an encoding that is off by what is given."""
    def make(text):
        digest = sha256(text)
        end = mark + info + digest + tail
        fill = key.size - len(start) - len(end)
        return key.sign_encoded(start + (filler or (lambda n: b"\xff" * n))(fill) + end)
    return make


def paddings(bank):
    three = named(Rsa(PRIMES["rsa2048"], 3), "rsa-pad-three")
    bank.publish("rsa-pad-three", record(three))
    no_null = bytes.fromhex("302f300b0609608648016503040201") + b"\x04\x20"
    rows = [
        ("garbage-e3", three, padded(SHA256_INFO, lambda n: b"\xff" * 8, tail=bytes(
            three.size - 2 - 8 - 1 - len(SHA256_INFO) - 32), key=three),
         "octets after the hash (Bleichenbacher 2006, e=3)"),
        ("garbage", RSA, padded(SHA256_INFO, lambda n: b"\xff" * 8, tail=bytes(
            RSA.size - 2 - 8 - 1 - len(SHA256_INFO) - 32)), "octets after the hash"),
        ("short", RSA, padded(SHA256_INFO, lambda n: b"", start=b"\x00\x01\xff\xff", tail=bytes(
            RSA.size - 4 - 1 - len(SHA256_INFO) - 32)), "two octets of padding"),
        ("not-ff", RSA, padded(SHA256_INFO, lambda n: b"\xff" * 20 + b"\xfe" + b"\xff" * (n - 21)),
         "an octet in the padding that is not FF"),
        ("random", RSA, padded(SHA256_INFO, lambda n: b"\x42" * n, start=b"\x00\x02"),
         "block type 2, the one for encryption"),
        ("type-0", RSA, padded(SHA256_INFO, lambda n: b"\x00" * n, start=b"\x00\x00"),
         "block type 0"),
        ("no-mark", RSA, padded(SHA256_INFO, mark=b"\xff"), "no zero before the DigestInfo"),
        ("no-null", RSA, padded(no_null), "DigestInfo without the NULL"),
        ("sha1-oid", RSA, padded(SHA1_INFO[:-1] + b"\x20"), "the OID of SHA-1 over SHA-256"),
        ("sha512-oid", RSA, padded(SHA256_INFO.replace(b"\x02\x01\x05", b"\x02\x03\x05")),
         "the OID of SHA-512"),
        ("bare-hash", RSA, padded(b""), "the hash without DigestInfo"),
        ("length-long", RSA, padded(b"\x30\x81" + SHA256_INFO[1:]),
         "a longer length in DigestInfo"),
        ("sha1", RSA, lambda text: RSA.sign(hashlib.sha1(text).digest()), "SHA-1 under rsa-sha256"),
        ("double-hash", RSA, lambda text: RSA.sign(sha256(sha256(text))), "the hash of the hash"),
        ("hash-raw", RSA, lambda text: RSA.sign_encoded(
            bytes(RSA.size - 32) + sha256(text)), "the hash alone, no padding at all"),
    ]
    for name, key, make, sentence in rows:
        bank.add("pad-" + name, seal(plain(), key, make=make), "fail signature", "rfc8017#8.2.2",
                 sentence)


def numbers(bank):
    def number(change):
        def make(text):
            s = change(int.from_bytes(RSA.sign(sha256(text)), "big"))
            return s.to_bytes(max(RSA.size, (s.bit_length() + 7) // 8), "big")
        return make

    rows = [
        ("plus-n", number(lambda s: s + RSA.n), "s + n is out of range"),
        ("minus", number(lambda s: RSA.n - s), "n - s"),
        ("zero", number(lambda s: 0), "0"),
        ("one", number(lambda s: 1), "1"),
        ("n-1", number(lambda s: RSA.n - 1), "n - 1"),
        ("n", number(lambda s: RSA.n), "n"),
        ("leading-zero", lambda text: b"\x00" + RSA.sign(sha256(text)),
         "an octet too many in front"),
        ("trailing-zero", lambda text: RSA.sign(sha256(text)) + b"\x00",
         "an octet too many behind"),
        ("cut", lambda text: RSA.sign(sha256(text))[:-1], "an octet too few"),
        ("one-octet", lambda text: b"\x01", "one octet"),
        ("twice", lambda text: RSA.sign(sha256(text)) * 2, "the signature twice"),
        ("reversed", lambda text: RSA.sign(sha256(text))[::-1], "little end first"),
        ("60000", lambda text: b"\x5a" * 60000, "60,000 octets"),
        ("other-key", lambda text: OTHER_RSA.sign(sha256(text)), "another key made it"),
        ("bit", lambda text: flip(RSA.sign(sha256(text))), "one bit is wrong"),
        ("encoded", lambda text: pkcs1_encode(SHA256_INFO, sha256(text), RSA.size),
         "the encoding itself: what e=1 would accept"),
    ]
    for name, make, sentence in rows:
        bank.add("sig-" + name, seal(plain(), RSA, make=make), "fail signature", "rfc8017#8.2.2",
                 sentence)
    bank.add("sig-ed", seal(plain(), RSA, make=lambda text: ED.sign(sha256(text))),
             "fail signature", "rfc8017#8.2.2", "64 octets of Ed25519 under rsa-sha256")


def flip(raw):
    return raw[:10] + bytes([raw[10] ^ 1]) + raw[11:]


# --- Ed25519 -------------------------------------------------------------

def ed_keys(bank):
    raw = ED.public()
    rows = [
        ("31", raw[:31], "31 octets"), ("33", raw + b"\x00", "33 octets"),
        ("64", raw * 2, "64 octets"), ("1", raw[:1], "one octet"),
        ("spki", spki(raw, OID_ED25519, b""), "SubjectPublicKeyInfo (RFC 8410)"),
        ("spki-null", spki(raw, OID_ED25519, NULL), "SubjectPublicKeyInfo with NULL"),
        ("octet-string", der(4, raw), "an OCTET STRING"),
        ("seed", ED.seed + raw, "seed and key as some tools keep them"),
        ("rsa", RSA.public(), "an RSA key"),
    ]
    for name, octets, sentence in rows:
        bank.key_case("key-" + name, plain(), ED, record(ED, p=b64(octets)), BAD, "rfc8463#4.2",
                      "not 32 raw octets: " + sentence)
    text = record(ED)
    bank.key_case("key-doubled", plain(), ED, text + text, BAD, "rfc6376#3.2",
                  "the record twice in one (rspamd 2999)")
    bank.key_case("key-no-k", plain(), ED, b"v=DKIM1; p=" + b64(raw), BAD, "rfc6376#3.6.1",
                  "without k= a key is RSA")
    bank.key_case("key-k-upper", plain(), ED, b"v=DKIM1; k=Ed25519; p=" + b64(raw), BAD,
                  "rfc6376#3.2", "values are case-sensitive")
    bank.key_case("key-k-25519", plain(), ED, b"v=DKIM1; k=ed25519-sha256; p=" + b64(raw), BAD,
                  "rfc8463#4.2", "a= put into k=")
    bank.key_case("key-unpadded", plain(), ED, b"v=DKIM1; k=ed25519; p=" + b64(raw).rstrip(b"="),
                  "pass", "rfc6376#2.10", "padding of base64 is optional")


def ed_small(bank):
    """Keys of small order: signatures that hold by the equation and prove nothing."""
    for i, point in enumerate(small_order_points()):
        key = SmallOrder(encode_point(point), point)
        forged(bank, "small-%d" % i, key, "a point of small order: anybody signs for it")
    neutral = (0, 1)
    odd = [
        ("neutral-p", (P + 1).to_bytes(32, "little"), neutral, "y = p + 1 for y = 1"),
        ("neutral-sign", (1 | 1 << 255).to_bytes(32, "little"), neutral, "x = 0 with its sign set"),
        ("y-p", P.to_bytes(32, "little"), None, "y = p for y = 0"),
        ("all-ff", b"\xff" * 32, None, "all bits set"),
    ]
    for name, octets, point, sentence in odd:
        key = SmallOrder(octets, point) if point else ED
        forged(bank, name, key, "an encoding that is not canonical: " + sentence, octets)
    y = 2
    while x_from_y(y, 0) is not None:
        y += 1
    forged(bank, "off-curve", ED, "octets that are no point", y.to_bytes(32, "little"))


def forged(bank, name, key, sentence, octets=None):
    name = "point-" + name
    bank.publish("ed-" + name, record(ED, p=b64(octets or key.public())))
    sealed = seal(plain(), named(key, "ed-" + name) if key is not ED else ED,
                  selector="ed-" + name)
    bank.add(name, sealed, "fail|permerror signature|key_record", "rfc8032#5.1.7", sentence)


def ed_signatures(bank):
    dom2 = b"SigEd25519 no Ed25519 collisions\x01\x00"
    ph, ctx = Ed25519(b"zegel hostile bank", dom2), Ed25519(
        b"zegel hostile bank", b"SigEd25519 no Ed25519 collisions\x00\x05zegel")

    def parts(text):
        raw = ED.sign(sha256(text))
        return raw[:32], int.from_bytes(raw[32:], "little")

    def plus(times):
        def make(text):
            r, s = parts(text)
            return r + (s + times * L).to_bytes(32, "little")
        return make

    rows = [
        ("s-plus-l", plus(1), "s + L: malleable"),
        ("s-plus-2l", plus(2), "s + 2 L: malleable"),
        ("s-high-bits", lambda t: parts(t)[0] + (parts(t)[1] | 7 << 253).to_bytes(32, "little"),
         "the three high bits of s set"),
        ("s-zero", lambda t: parts(t)[0] + bytes(32), "s = 0"),
        ("r-zero", lambda t: bytes(32) + ED.sign(sha256(t))[32:], "R = 0"),
        ("zeros", lambda t: bytes(64), "64 zeros"),
        ("ones", lambda t: b"\xff" * 64, "64 octets of FF"),
        ("no-prehash", lambda t: ED.sign(t), "over the text, not over its SHA-256"),
        ("hex-hash", lambda t: ED.sign(sha256(t).hex().encode()), "over the digest in hexadecimal"),
        ("double-hash", lambda t: ED.sign(sha256(sha256(t))), "over the hash of the hash"),
        ("ed25519ph", lambda t: ph.sign(hashlib.sha512(sha256(t)).digest()), "Ed25519ph"),
        ("ed25519ctx", lambda t: ctx.sign(sha256(t)), "Ed25519ctx"),
        ("swapped", lambda t: ED.sign(sha256(t))[32:] + ED.sign(sha256(t))[:32], "S before R"),
        ("bit", lambda t: flip(ED.sign(sha256(t))), "one bit is wrong"),
        ("other-key", lambda t: OTHER_ED.sign(sha256(t)), "another key made it"),
    ]
    for name, make, sentence in rows:
        bank.add("sig-" + name, seal(plain(), ED, make=make), "fail signature", "rfc8032#5.1.7",
                 sentence)
    lengths = [
        ("63", lambda t: ED.sign(sha256(t))[:63], "63 octets"),
        ("65", lambda t: ED.sign(sha256(t)) + b"\x00", "65 octets"),
        ("128", lambda t: ED.sign(sha256(t)) * 2, "128 octets"),
        ("rsa", lambda t: RSA.sign(sha256(t)), "256 octets of RSA"),
    ]
    for name, make, sentence in lengths:
        bank.add("sig-length-" + name, seal(plain(), ED, make=make),
                 "fail|permerror signature|signature_data", "rfc8032#5.1.7",
                 "a signature has 64 octets: " + sentence)
