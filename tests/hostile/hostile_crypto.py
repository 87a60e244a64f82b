# SPDX-License-Identifier: ISC
"""hostile_crypto: RSA PKCS#1 v1.5, Ed25519 and the DER of their keys, in plain Python.

Written apart from the library, so that the bank and the library cannot share
a mistake; and because no library makes keys and signatures that are wrong in
exactly one place. Slow, not constant-time, for tests only.
"""
import hashlib
import json
import pathlib

# --- DER (only what keys need) -------------------------------------------

OID_RSA = bytes.fromhex("06092a864886f70d010101")
OID_RSA_PSS = bytes.fromhex("06092a864886f70d01010a")
OID_EC = bytes.fromhex("06072a8648ce3d0201")
OID_ED25519 = bytes.fromhex("06032b6570")
NULL = b"\x05\x00"


def der(tag, *parts):
    content = b"".join(parts)
    n = len(content)
    if n < 128:
        return bytes([tag, n]) + content
    size = n.to_bytes((n.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + content


def der_int(n):
    return der(2, n.to_bytes(n.bit_length() // 8 + 1, "big"))


def rsa_public(n, e):
    """RSAPublicKey (RFC 8017 A.1.1)."""
    return der(0x30, der_int(n), der_int(e))


def spki(key, oid=OID_RSA, params=NULL, unused=0):
    """SubjectPublicKeyInfo (RFC 5280 4.1)."""
    return der(0x30, der(0x30, oid, params), der(3, bytes([unused]), key))


# --- RSA -----------------------------------------------------------------

SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
SHA1_INFO = bytes.fromhex("3021300906052b0e03021a05000414")


def pkcs1_encode(info, digest, size):
    """EMSA-PKCS1-v1_5 (RFC 8017 9.2)."""
    tail = b"\x00" + info + digest
    return b"\x00\x01" + b"\xff" * (size - 2 - len(tail)) + tail


def root_mod_prime(m, e, p):
    """The e-th root of m modulo a prime p = 3 (mod 4), or None."""
    if e % 2 == 1:
        return pow(m, pow(e, -1, p - 1), p)
    if pow(m, (p - 1) // 2, p) != 1:
        return None
    return pow(m, pow(e, -1, (p - 1) // 2), p)


class Rsa:
    """An RSA key of any shape: primes, exponent, how often p is a factor."""

    alg = b"rsa"

    def __init__(self, primes, e=65537, power=1):
        self.primes, self.e, self.power = primes, e, power
        self.n = 1
        for p in primes:
            self.n *= p
        self.n **= power
        self.size = (self.n.bit_length() + 7) // 8

    def public(self):
        return spki(rsa_public(self.n, self.e))

    def root(self, m):
        """The number whose e-th power is m modulo n; None when there is none."""
        if self.power > 1:
            return self.lifted_root(m)
        x, n = 0, 1
        for p in self.primes:
            r = m % 2 if p == 2 else root_mod_prime(m % p, self.e, p)
            if r is None:
                return None
            x += n * ((r - x) * pow(n, -1, p) % p)
            n *= p
        return x

    def lifted_root(self, m):
        """A root modulo p^k from the one modulo p (Hensel): quick at any size."""
        p, k = self.primes[0], 1
        x = root_mod_prime(m % p, self.e, p)
        while k < self.power:
            k = min(2 * k, self.power)
            n = p ** k
            x = (x - (pow(x, self.e, n) - m) * pow(self.e * pow(x, self.e - 1, n), -1, n)) % n
        return x

    def sign_encoded(self, em):
        s = self.root(int.from_bytes(em, "big"))
        return None if s is None else s.to_bytes(self.size, "big")

    def sign(self, digest):
        info = {32: SHA256_INFO, 20: SHA1_INFO}[len(digest)]
        return self.sign_encoded(pkcs1_encode(info, digest, self.size))


def load_rsa_primes():
    text = pathlib.Path(__file__).with_name("rsa_keys.json").read_text()
    return {name: [int(n, 16) for n in primes] for name, primes in json.loads(text).items()}


# --- Ed25519 (RFC 8032 section 5.1) --------------------------------------

P = 2 ** 255 - 19
L = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1)


def x_from_y(y, sign):
    """The x of a point, or None when y is on no point of the curve."""
    xx = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P != 0:
        x = x * ROOT % P
    if (x * x - xx) % P != 0:
        return None
    return P - x if x % 2 != sign and x != 0 else x


BASE_Y = 4 * pow(5, -1, P) % P
BASE = (x_from_y(BASE_Y, 0), BASE_Y)


def extended(p):
    return (p[0], p[1], 1, p[0] * p[1] % P)


def add_extended(a, b):
    s = (a[1] - a[0]) * (b[1] - b[0]) % P
    t = (a[1] + a[0]) * (b[1] + b[0]) % P
    u, v = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = t - s, v - u, v + u, t + s
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(k, point):
    total, step = extended(NEUTRAL), extended(point)
    while k > 0:
        if k & 1:
            total = add_extended(total, step)
        step = add_extended(step, step)
        k >>= 1
    z = pow(total[2], -1, P)
    return (total[0] * z % P, total[1] * z % P)


def add(a, b):
    x, y, z, _ = add_extended(extended(a), extended(b))
    z = pow(z, -1, P)
    return (x * z % P, y * z % P)


def encode_point(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def hash_number(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


class Ed25519:
    """An Ed25519 key from a seed; `torsion` is a point added to the public key."""

    alg = b"ed25519"

    def __init__(self, seed, dom=b""):
        self.seed, self.dom = hashlib.sha256(seed).digest(), dom
        self.load()

    def load(self):
        h = hashlib.sha512(self.seed).digest()
        self.a = int.from_bytes(h[:32], "little") & (2 ** 254 - 8) | 2 ** 254
        self.prefix = h[32:]
        self.point = multiply(self.a, BASE)

    @classmethod
    def from_secret(cls, secret):
        key = cls(b"")
        key.seed = secret
        key.load()
        return key

    def public(self):
        return encode_point(self.point)

    def sign(self, digest):
        r = hash_number(self.dom, self.prefix, digest) % L
        big_r = encode_point(multiply(r, BASE))
        h = hash_number(self.dom, big_r, self.public(), digest)
        return big_r + ((r + h * self.a) % L).to_bytes(32, "little")


def small_order_points():
    """The eight points whose order divides 8, by order."""
    y = 2
    while True:
        x = x_from_y(y, 0)
        if x is not None:
            t = multiply(L, (x, y))
            if multiply(4, t) != NEUTRAL:
                return [multiply(i, t) for i in range(8)]
        y += 1


class SmallOrder:
    """A public key of small order: anybody signs for it, without a secret."""

    alg = b"ed25519"

    def __init__(self, octets, point):
        self.octets, self.point = octets, point

    def public(self):
        return self.octets

    def sign(self, digest):
        """Looks for an r with [s]B = R + [h]A where [h]A is the neutral point."""
        for r in range(1, 10000):
            big_r = encode_point(multiply(r, BASE))
            h = hash_number(big_r, self.octets, digest)
            if multiply(h % 8, self.point) == NEUTRAL:
                return big_r + r.to_bytes(32, "little")
        raise AssertionError("no signature for a small-order key")
