# SPDX-License-Identifier: ISC
"""nameserver -- NSD on 127.0.0.1:53 with a zone of ours, signed by DNSSEC."""

import socket

from place import run, wait_for

SOA = """$ORIGIN {zone}.
$TTL 300
@ SOA ns root 1 3600 600 86400 120
@ NS ns
ns A 127.0.0.1
@ MX 10 mail
mail A 127.0.0.1
"""

CONFIG = """server:
    ip-address: 127.0.0.1
    username: ""
    chroot: ""
    zonesdir: "{folder}"
    database: ""
    logfile: "{folder}/nsd-own.log"
    pidfile: "{folder}/nsd.pid"
    xfrdfile: "{folder}/xfrd.state"
    xfrdir: "{folder}"
    zonelistfile: "{folder}/zone.list"
    rrl-ratelimit: 0
    server-count: 1
remote-control:
    control-enable: no
zone:
    name: "{zone}"
    zonefile: "zone.signed"
"""


class Nameserver:
    """Serves `zone` with what records it has besides; anchor is the file with
    the key to trust."""

    def __init__(self, place, zone, records=""):
        self.place, self.zone = place, zone
        self.keys = []
        self.folder = place.path("dns")
        self.folder.mkdir()
        self.anchor = self.folder / "anchor"
        self.publish(records)
        # Whoever asks the system's resolver, peers in tests, asks this one.
        run("mount", "--bind",
            place.write("dns/resolv.conf", "nameserver 127.0.0.1\n"),
            "/etc/resolv.conf")
        place.write("dns/nsd.conf",
                    CONFIG.format(folder=self.folder, zone=zone))
        self.start()

    def make_keys(self):
        keygen = ["ldns-keygen", "-a", "ECDSAP256SHA256", "-r", "/dev/urandom"]
        for more in (["-k"], []):
            name = self.in_folder(*keygen, *more, self.zone).strip()
            self.keys.append(name)
        self.anchor.write_text((self.folder / f"{self.keys[0]}.key")
                               .read_text())

    def in_folder(self, *words):
        return run("env", "-C", self.folder, *words)

    def publish(self, records):
        """Writes and signs the zone; a running server must be told."""
        if not self.keys:
            self.make_keys()
        text = SOA.format(zone=self.zone) + records
        (self.folder / "zone").write_text(text)
        self.in_folder("ldns-signzone", "-f", "zone.signed", "zone",
                       *self.keys)

    def start(self):
        self.place.start("nsd", "nsd", "-d", "-c", self.folder / "nsd.conf")
        wait_for("the name server", self.answers)

    def reload(self, records):
        self.publish(records)
        self.place.stop("nsd")
        self.start()

    def answers(self):
        labels = self.zone.split(".")
        name = b"".join(bytes([len(p)]) + p.encode() for p in labels)
        query = b"\0\1\0\0\0\1\0\0\0\0\0\0" + name + b"\0\0\6\0\1"
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            udp.settimeout(0.1)
            udp.sendto(query, ("127.0.0.1", 53))
            try:
                return udp.recv(512)[3] & 15 == 0
            except OSError:
                return False
