#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""An embedder's view: the library is installed into an empty folder, and the
examples are compiled against what is there and nothing else. TAP out.

    test_install.py ROOT BUILD
"""

import base64
import os
import pathlib
import re
import subprocess
import sys
import tempfile

STRICT = ["-std=c17", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion",
          "-Wshadow", "-Werror"]

MESSAGE = (b"From: jan@example.nl\r\nTo: piet@example.org\r\n"
           b"Subject: an example\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n"
           b"Message-ID: <1@example.nl>\r\n\r\nHello.\r\n")


def run(*command, **options):
    return subprocess.run([str(word) for word in command], text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False, **options)


class Installed:
    def __init__(self, build, folder):
        self.folder = folder
        self.done = run("meson", "install", "-C", build, "--no-rebuild",
                        "--destdir", folder)

    def find(self, pattern):
        return sorted(self.folder.rglob(pattern))

    def environment(self):
        """pkg-config sees this zegel.pc, and its paths inside the folder."""
        pc = self.find("zegel.pc")[0]
        prefix = pc.parent
        while not (prefix / "include").is_dir():
            prefix = prefix.parent
        library = self.find("libzegel.so.0")[0].parent
        return dict(os.environ, PKG_CONFIG_PATH=str(pc.parent),
                    LD_LIBRARY_PATH=str(library)), prefix

    def flags(self, *options):
        environment, prefix = self.environment()
        done = run("pkg-config", f"--define-variable=prefix={prefix}",
                   *options, "zegel", env=environment)
        return done.stdout.split() if done.returncode == 0 else ["-failed"]

    def compile(self, source, program, compiler, *flags):
        return run(compiler, *STRICT, *self.flags("--cflags"), source, "-o",
                   program, *flags, cwd=self.folder)

    def type(self, line, folder):
        """A line as a person types it, with what is in the folder installed."""
        environment, prefix = self.environment()
        line = line.replace("pkg-config ",
                            f"pkg-config --define-variable=prefix={prefix} ")
        return run("sh", "-ec", line, cwd=folder, env=environment)

    def start(self, program, *arguments, octets=b""):
        """What a program says; None when it failed or is not there."""
        if not program.exists():
            return None
        done = subprocess.run([program, *arguments], input=octets,
                              stdout=subprocess.PIPE, check=False,
                              env=self.environment()[0])
        return done.stdout if done.returncode == 0 else None


def new_key(folder, algorithm, *options):
    """A private key in PEM, and a zone that publishes its public half."""
    pem, zone = folder / f"{algorithm}.pem", folder / f"{algorithm}.zone"
    subprocess.run(["openssl", "genpkey", "-algorithm", algorithm, *options,
                    "-out", pem], check=True, stderr=subprocess.DEVNULL)
    der = subprocess.run(["openssl", "pkey", "-in", pem, "-pubout",
                          "-outform", "DER"], check=True,
                         stdout=subprocess.PIPE).stdout
    public = der[-32:] if algorithm == "ed25519" else der
    text = f"v=DKIM1; k={algorithm}; p={base64.b64encode(public).decode()}"
    strings = " ".join(f'"{text[i:i + 200]}"' for i in range(0, len(text), 200))
    zone.write_text(f"s._domainkey.example.nl. TXT {strings}\n")
    return pem, zone


def round_trip(installed, kind, algorithm, *options):
    """What verify says of a message signed by sign, whole and changed, by the
    zone that record prints and by one made elsewhere."""
    record, sign, verify = (installed.folder / f"{name}-{kind}"
                            for name in ("record", "sign", "verify"))
    pem, zone = new_key(installed.folder, algorithm, *options)
    own = installed.folder / "own.zone"
    own.write_bytes(installed.start(record, "example.nl", "s", pem) or b"")
    field = installed.start(sign, "example.nl", "s", pem, octets=MESSAGE)
    if field is None:
        return [b"not signed"]
    signed = field.rstrip(b"\r\n") + b"\r\n" + MESSAGE
    return [installed.start(verify, zone, octets=octets) or b"not verified"
            for zone in (own, zone)
            for octets in (signed, signed + b"and more\r\n")]


def told_lines(root):
    """The lines that compile a program in README.md and libzegel(3)."""
    for name, folder in (("README.md", "."), ("man/libzegel.3", "examples")):
        text = (root / name).read_text()
        for line in re.findall(r"^(?:    |\.Dl )(cc .*zegel.*)$", text, re.M):
            yield name, folder, line


def rows(root, installed):
    yield "make install works", installed.done.returncode == 0, \
        installed.done.stdout
    headers = {p.name for p in installed.find("*.h")}
    yield "the public headers are there", \
        {"zegel.h", "dkimverify.h", "err.h", "recordtext.h"} <= headers, str(headers)
    for name in ("bin/zegel", "bin/zegeld", "libzegel.so.0", "libzegel.a",
                 "libzegel.3", "zegel.1", "zegeld.8", "zegel.conf.5",
                 "lib/systemd/system/zegeld.service",
                 "lib/systemd/system/zegeld.socket"):
        yield f"{name} is there", bool(installed.find(name)), ""
    unit = "".join(p.read_text() for p in installed.find("zegeld.service"))
    starts = re.findall(r"^ExecStart=(\S+)$", unit, re.M)
    yield "zegeld.service starts the program that is installed", \
        [installed.folder / s.lstrip("/") for s in starts] \
        == installed.find("bin/zegeld"), unit
    for source in sorted((root / "examples").glob("*.c")):
        for compiler in ("gcc", "clang"):
            program = installed.folder / f"{source.stem}-{compiler}"
            done = installed.compile(source, program, compiler,
                                     *installed.flags("--libs"))
            yield f"examples/{source.name} compiles with {compiler}", \
                done.returncode == 0, done.stdout
        program = installed.folder / f"{source.stem}-static"
        done = installed.compile(source, program, "gcc",
                                 installed.find("libzegel.a")[0],
                                 "-lcrypto", "-lsodium", "-lidn2")
        yield f"examples/{source.name} links with the static library", \
            done.returncode == 0, done.stdout
    typed = list(told_lines(root))
    yield "README.md and libzegel(3) tell how to compile", len(typed) == 2, str(typed)
    for name, folder, line in typed:
        program = installed.folder / "typed"
        done = installed.type(line.replace("-o verify", f"-o {program}"),
                              root / folder)
        yield f"{name}: the line that compiles does", \
            done.returncode == 0 and program.exists(), done.stdout
        program.unlink(missing_ok=True)
    for kind in ("gcc", "clang", "static"):
        for key in (["ed25519"], ["rsa", "-pkeyopt", "rsa_keygen_bits:2048"]):
            said = round_trip(installed, kind, *key)
            yield f"the examples ({kind}) publish, sign and verify, {key[0]}", \
                [s[:9] for s in said] == [b"dkim=pass", b"dkim=fail"] * 2, \
                str(said)


def main():
    count = bad = 0
    with tempfile.TemporaryDirectory(prefix="zegel-install-") as folder:
        root, build = (pathlib.Path(a).resolve() for a in sys.argv[1:3])
        if not (build / "libzegel.a").exists():
            print(f"Bail out! {build} is not built: ninja -C {build}")
            return 1
        installed = Installed(build, pathlib.Path(folder))
        for name, good, output in rows(root, installed):
            count += 1
            bad += not good
            print(f"{'ok' if good else 'not ok'} {count} - {name}", flush=True)
            for line in [] if good else output.splitlines()[-10:]:
                print("#", line)
    print(f"1..{count}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
