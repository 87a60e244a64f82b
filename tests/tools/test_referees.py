#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The referees see what they are there for: each rule of the house is broken
on purpose in a copy of the tree, and its referee must say so. TAP out.

    test_referees.py ROOT
"""

import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

# breach: what is wrong, the referee that must see it and a word it must say,
# the file, and what is put at its end (or the text put for another).
INCLUDES, SIZES, SYMBOLS = "check-includes", "check-sizes", "check-symbols"
LONG = "int zgl_num_long(int x);\nint zgl_num_long(int x)\n{\n%s\treturn x;\n}\n"

BREACHES = [
    ("a header of a higher floor is included", INCLUDES, "may not include sig",
     "zegel/tags/taglist.c", '#include "zegel/sig/keyrecord.h"\n'),
    ("a sibling's header is included", INCLUDES, "may not include mail",
     "zegel/tags/taglist.h", '#include "zegel/mail/header.h"\n'),
    ("the library includes the outer world", INCLUDES, "may not include resolve",
     "zegel/dkim/dkimsig.c", '#include "srv/resolve/resolver.h"\n'),
    ("the umbrella header is included inside", INCLUDES, "embedders only",
     "zegel/sig/keyrecord.c", '#include "zegel/zegel.h"\n'),
    ("OpenSSL is included outside crypto", INCLUDES, "<openssl/evp.h>",
     "zegel/sig/keyrecord.c", "#include <openssl/evp.h>\n"),
    ("libsodium is included outside crypto", INCLUDES, "<sodium.h>",
     "zegel/dns/dname.c", "#include <sodium.h>\n"),
    ("the library includes stdio", INCLUDES, "<stdio.h>",
     "zegel/base/num.c", "#include <stdio.h>\n"),
    ("the library includes sockets", INCLUDES, "<sys/socket.h>",
     "zegel/dns/dname.c", "  #  include <sys/socket.h>\n"),
    ("the heap is used outside base/mem", INCLUDES, "<stdlib.h>",
     "zegel/base/buf.c", "#include <stdlib.h>\n"),
    ("a header is named without its path", INCLUDES, "not the path",
     "zegel/base/buf.c", '#include "arena.h"\n'),
    ("the floors table has a circle", INCLUDES, "does not stand above",
     "meson.build", ("['zegel/tags', ['base']", "['zegel/tags', ['sig']")),
    ("a module that the map does not show", INCLUDES, "no row tells of tags",
     "docs/house.md", ("| 2 | tags |", "| 2 | gats |")),
    ("a public header is not installed", INCLUDES, "not installed",
     "meson.build", ("  'zegel/dns/answer.h',\n", "")),
    ("a private header is installed", INCLUDES, "not reached",
     "meson.build", ("  'zegel/dns/answer.h',\n",
                     "  'zegel/dns/answer.h', 'zegel/base/num.h',\n")),
    ("a private header exports a function", INCLUDES, "embedders do not get",
     "zegel/base/num.h", "ZGL_API int zgl_num_odd(int x);\n"),

    ("a function of 61 lines", SIZES, "61 lines",
     "zegel/base/num.c", LONG % ("\tx++;\n" * 57)),
    ("a function of 21 branches", SIZES, "21 branches",
     "zegel/base/num.c", LONG % ("\tif (x > 1 || x < 2 || x == 3) x++;\n" * 7)),
    ("five levels of nesting", SIZES, "5 levels", "zegel/base/num.c", LONG %
     "\tfor (;;)\n\tif (x)\n\twhile (x)\n\tdo {\n\tif (x)\n\tx--;\n\t} while (x);\n"),
    ("seven parameters", SIZES, "7 parameters", "zegel/base/num.c",
     "void zgl_num_all(int a, int b, int (*c)(int, int), int d, int e, int f,\n"
     "\tint g)\n{\n}\n"),
    ("a source of more than 700 lines", SIZES, "700", "zegel/base/num.c",
     "\n" * 700),
    ("strcpy", SIZES, "strcpy", "zegel/base/num.c",
     LONG % "\tstrcpy(0, 0);\n"),
    ("goto", SIZES, "goto", "zegel/base/num.c",
     LONG % "\tgoto out;\nout:\n"),
    ("#if inside a function", SIZES, "#if inside zgl_num_long",
     "zegel/base/num.c", LONG % "#if 1\n\tx++;\n#endif\n"),
    ("a stem that is there already", SIZES, "num.[ch] stands in",
     "zegel/dns/num.c", "/* */\n"),
    ("a source that nobody builds", SIZES, "not named in zegel/base/meson.build",
     "zegel/base/orphan.c", "/* */\n"),

    ("the library opens a socket", SYMBOLS, " socket ", "zegel/dns/dname.c",
     "int socket(int, int, int);\nint zgl_dname_s(void);\n"
     "int zgl_dname_s(void)\n{\n\treturn socket(2, 1, 0);\n}\n"),
    ("the library reads the clock", SYMBOLS, " time ", "zegel/dkim/dkimsig.c",
     "long time(long *);\nlong zgl_dkimsig_t(void);\n"
     "long zgl_dkimsig_t(void)\n{\n\treturn time(0);\n}\n"),
    ("the library takes memory beside base/mem", SYMBOLS, " malloc ",
     "zegel/tags/taglist.c", "extern void *malloc(unsigned long);\n"
     "void *zgl_taglist_m(void);\n"
     "void *zgl_taglist_m(void)\n{\n\treturn malloc(9);\n}\n"),
    ("a symbol without the prefix of the house", SYMBOLS, " helper ",
     "zegel/base/num.c", "int helper(void);\nint helper(void)\n"
     "{\n\treturn 1;\n}\n"),
    ("a call to a higher floor", "floor_tags", "zgl_keyrecord_up",
     "zegel/tags/taglist.c", "int zgl_keyrecord_up(void);\n"
     "int zgl_taglist_up(void);\nint zgl_taglist_up(void)\n"
     "{\n\treturn zgl_keyrecord_up();\n}\n"),
]


def run(*command):
    return subprocess.run([str(word) for word in command], text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)


@contextlib.contextmanager
def broken(path, change):
    """The file with the change, for as long as it lasts."""
    before = path.read_text() if path.exists() else None
    text = before or ""
    if isinstance(change, tuple):
        assert change[0] in text, f"{path} has no {change[0]!r}"
        path.write_text(text.replace(*change))
    else:
        path.write_text(text + change)
    try:
        yield
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_text(before)


class House:
    """A copy of the tree with a quick build beside it."""

    def __init__(self, root, folder):
        self.root, self.build = folder / "house", folder / "build"
        shutil.copytree(root, self.root, ignore=lambda top, names: [
            n for n in names if n.startswith(("build", ".git"))])
        done = run("meson", "setup", self.build, self.root, "-Dtests=false",
                   "-Dbuildtype=plain", "-Doptimization=0", "-Db_pie=false")
        if done.returncode != 0:
            raise SystemExit("Bail out! no build\n" + done.stdout)

    def judge(self, referee):
        """What the referee says about the tree as it is now."""
        if referee.startswith("floor_"):
            return run("ninja", "-C", self.build, referee)
        tool = self.root / "tools" / referee
        if referee != SYMBOLS:
            return run(tool, self.root)
        archives = [f"libzgl_{name}.a" for name in self.modules()]
        done = run("ninja", "-C", self.build, "libzegel.so.0.1.0", *archives)
        if done.returncode != 0:
            return done
        return run(tool, self.root / "tools" / "symbols.allow",
                   self.build / "libzegel.so.0.1.0",
                   *[self.build / archive for archive in archives])

    def modules(self):
        return [p.parent.name for p in self.root.glob("zegel/*/meson.build")]


class Tap:
    def __init__(self):
        self.count = self.bad = 0

    def row(self, name, good, output):
        self.count += 1
        self.bad += not good
        print(f"{'ok' if good else 'not ok'} {self.count} - {name}", flush=True)
        for line in [] if good else output.splitlines()[-10:]:
            print("#", line)


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="zegel-referees-") as folder:
        house = House(pathlib.Path(sys.argv[1]).resolve(),
                      pathlib.Path(folder))
        referees = sorted({breach[1] for breach in BREACHES})
        for referee in referees:
            done = house.judge(referee)
            tap.row(f"{referee} finds nothing in the tree as it is",
                    done.returncode == 0, done.stdout)
        for name, referee, word, path, change in BREACHES:
            with broken(house.root / path, change):
                done = house.judge(referee)
            tap.row(f"{referee} sees: {name}",
                    done.returncode != 0 and word in done.stdout, done.stdout)
    print(f"1..{tap.count}")
    return 1 if tap.bad else 0


if __name__ == "__main__":
    sys.exit(main())
