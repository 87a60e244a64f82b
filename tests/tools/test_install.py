#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""An embedder's view: the library is installed into an empty folder, and the
examples are compiled against what is there and nothing else. TAP out.

    test_install.py ROOT BUILD
"""

import os
import pathlib
import subprocess
import sys
import tempfile

STRICT = ["-std=c17", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion",
          "-Wshadow", "-Werror"]


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

    def starts(self, program):
        """An example without arguments is wrong usage: exit 64."""
        return program.exists() and 64 == run(
            program, env=self.environment()[0]).returncode


def rows(root, installed):
    yield "make install works", installed.done.returncode == 0, \
        installed.done.stdout
    headers = {p.name for p in installed.find("*.h")}
    yield "the public headers are there", \
        {"zegel.h", "dkimverify.h", "err.h"} <= headers, str(headers)
    for name in ("bin/zegel", "libzegel.so.0", "libzegel.a", "libzegel.3",
                 "zegel.1"):
        yield f"{name} is there", bool(installed.find(name)), ""
    for source in sorted((root / "examples").glob("*.c")):
        for compiler in ("gcc", "clang"):
            program = installed.folder / f"{source.stem}-{compiler}"
            done = installed.compile(source, program, compiler,
                                     *installed.flags("--libs"))
            yield f"examples/{source.name} compiles with {compiler}", \
                done.returncode == 0, done.stdout
            yield "... and starts with the shared library", \
                installed.starts(program), ""
        program = installed.folder / f"{source.stem}-static"
        done = installed.compile(source, program, "gcc",
                                 installed.find("libzegel.a")[0],
                                 "-lcrypto", "-lsodium", "-lidn2")
        yield f"examples/{source.name} links with the static library", \
            done.returncode == 0, done.stdout
        yield "... and starts", installed.starts(program), ""


def main():
    count = bad = 0
    with tempfile.TemporaryDirectory(prefix="zegel-install-") as folder:
        root, build = (pathlib.Path(a).resolve() for a in sys.argv[1:3])
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
