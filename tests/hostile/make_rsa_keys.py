#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""make_rsa_keys.py: writes rsa_keys.json, the primes that the hostile bank signs with.

Run by hand, once; the numbers are committed so that building the bank does
not search for primes. They come from a fixed seed and keep nothing secret.
"""
import hashlib
import json
import math
import pathlib

# Name and bits of the modulus. All primes are 3 modulo 4, so that square roots
# can be taken for the keys with an even exponent.
KEYS = [
    ("rsa512", 512), ("rsa768", 768), ("rsa1023", 1023), ("rsa1024", 1024),
    ("rsa1025", 1025), ("rsa1536", 1536), ("rsa2047", 2047),
    ("rsa2048", 2048), ("other2048", 2048), ("rsa3072", 3072),
    ("rsa4095", 4095), ("rsa4096", 4096), ("rsa4097", 4097),
]
EXPONENTS = 3 * 17 * 257 * 65537


class Stream:
    """Octets from SHA-256 of a seed and a counter."""

    def __init__(self, seed):
        self.seed, self.count = seed, 0

    def number(self, bits):
        octets = b""
        while len(octets) * 8 < bits:
            octets += hashlib.sha256(b"%s/%d" % (self.seed, self.count)).digest()
            self.count += 1
        return int.from_bytes(octets, "big") >> (len(octets) * 8 - bits)


def small_primes(most):
    sieve = bytearray([1]) * most
    for i in range(2, int(most ** 0.5) + 1):
        if sieve[i]:
            sieve[i * i::i] = bytes(len(range(i * i, most, i)))
    return [i for i in range(3, most) if sieve[i]]


SMALL = math.prod(small_primes(4000))


def is_prime(n, stream):
    if math.gcd(n, SMALL) != 1:
        return False
    d, r = n - 1, 0
    while d % 2 == 0:
        d, r = d // 2, r + 1
    for _ in range(24):
        x = pow(2 + stream.number(n.bit_length() - 2), d, n)
        if x in (1, n - 1):
            continue
        for _ in range(r - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def prime(stream, bits, top):
    """A prime of `bits` bits whose highest `top` bits are all set."""
    while True:
        n = stream.number(bits) | ((1 << top) - 1) << (bits - top) | 3
        if math.gcd(n - 1, EXPONENTS) == 1 and is_prime(n, stream):
            return n


def pair(stream, bits):
    while True:
        p = prime(stream, (bits + 1) // 2, 1)
        q = prime(stream, bits // 2, 1)
        if (p * q).bit_length() == bits and p != q:
            return p, q


def main():
    stream = Stream(b"zegel hostile bank")
    keys = {name: [hex(n) for n in pair(stream, bits)] for name, bits in KEYS}
    # Its powers are moduli of 8192, 16384, ... bits for which signatures that
    # verify can still be made at once.
    keys["power1024"] = [hex(prime(stream, 1024, 16))]
    out = pathlib.Path(__file__).with_name("rsa_keys.json")
    out.write_text(json.dumps(keys, indent=1) + "\n")


main()
