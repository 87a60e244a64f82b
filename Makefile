# SPDX-License-Identifier: ISC
# The short way to everything; meson.build holds the build itself.
#
#   make demo     mail through a Postfix, signed and judged: the main job in a minute
#   make test     everything that must hold; ends with "N passed, N failed"
#   make fuzz     every fuzz target for FUZZ_SECONDS (60)
#   make bench    ratios to bare cryptography and to a peer, on this machine
#   make install  into DESTDIR and PREFIX (/usr/local); make deps-build brings
#                 what it needs

FUZZ_SECONDS = 60
PREFIX = /usr/local
ROOT = $(shell [ "$$(id -u)" = 0 ] && echo env || echo sudo env)
BUILDS = build build-gcc build-asan build-tsan build-fuzz

all: build

deps:
	@tools/deps

# For a mail server's own machine: nothing that only tests need.
deps-build:
	@tools/deps build

# For people. build-gcc is the same with warnings as errors, for `make test`.
# Meson has a folder within build: in its own, zegel is the library's folder.
build: build/meson/build.ninja
	ninja -C build/meson
	ln -sf meson/bin/zegel meson/bin/zegeld build/

# Nothing but the programs, so that a newcomer waits for no test to be built.
# It runs a Postfix in a network of its own, which takes root.
demo: deps build/meson/build.ninja
	ninja -C build/meson bin/zegel bin/zegeld
	ln -sf meson/bin/zegel meson/bin/zegeld build/
	$(ROOT) PYTHONDONTWRITEBYTECODE=1 python3 demo/mailround.py build/meson/bin

test: deps build-gcc/build.ninja build-asan/build.ninja build-tsan/build.ninja
	@tools/run-tests build-gcc build-asan build-tsan

lint: deps build-gcc/build.ninja
	meson test -C build-gcc --suite lint --suite floors --print-errorlogs

fuzz: deps build-fuzz/build.ninja
	ninja -C build-fuzz
	tools/run-fuzz build-fuzz $(FUZZ_SECONDS)

bench: deps build
	tools/run-bench build/meson

install: build/meson/build.ninja
	meson configure build/meson --prefix=$(PREFIX)
	ninja -C build/meson
	meson install -C build/meson --no-rebuild

clean:
	rm -rf $(BUILDS)

build/meson/build.ninja:
	CC=gcc meson setup build/meson

build-gcc/build.ninja:
	CC=gcc meson setup build-gcc -Dwerror=true

SANITIZE = -Db_sanitize=address,undefined -Db_lundef=false

build-asan/build.ninja:
	CC=clang meson setup build-asan -Dwerror=true -Dfuzz=true \
		-Dbuildtype=debugoptimized $(SANITIZE)

build-tsan/build.ninja:
	CC=clang meson setup build-tsan -Dwerror=true \
		-Dbuildtype=debugoptimized -Db_sanitize=thread -Db_lundef=false

build-fuzz/build.ninja:
	CC=clang meson setup build-fuzz -Dfuzz=true -Dtests=false \
		-Dbuildtype=debugoptimized $(SANITIZE) \
		-Dc_args=-fsanitize=fuzzer-no-link

.PHONY: all deps deps-build build demo test lint fuzz bench install clean
