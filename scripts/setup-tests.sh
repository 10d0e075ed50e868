#!/usr/bin/env bash
# Brings what the tests need beyond Node: git, gcc with the C library's headers, valgrind, and Go 1.21 or later.
# As root on Debian or Ubuntu it installs what is missing; otherwise it stops with one line that says what to do.
set -euo pipefail

stop() {
  echo "$1" >&2
  exit 1
}

has() {
  command -v "$1" >/dev/null 2>&1
}

has_headers() {
  has gcc && echo '#include <stdlib.h>' | gcc -fsyntax-only -x c - >/dev/null 2>&1
}

# valgrind does not start without the debug symbols of the dynamic loader.
has_valgrind() {
  has valgrind && valgrind -q true >/dev/null 2>&1
}

go_is_recent() {
  local version
  version=$(GOTOOLCHAIN=local go env GOVERSION) || return 1
  [[ $version =~ ^go([0-9]+)\.([0-9]+) ]] || return 1
  ((BASH_REMATCH[1] > 1 || BASH_REMATCH[2] >= 21))
}

missing=()
has git || missing+=(git)
has gcc || missing+=(gcc)
has_headers || missing+=(libc6-dev)
has_valgrind || missing+=(valgrind libc6-dbg)

if ((${#missing[@]} > 0)); then
  has apt-get || stop "The tests need ${missing[*]}: install them on Linux and run this again."
  install="apt-get update && apt-get install -y ${missing[*]}"
  ((EUID == 0)) || stop "The tests need ${missing[*]}: run  sudo sh -c '$install'"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q
  apt-get install -q -y "${missing[@]}"
fi

has go || stop 'The tests need Go 1.21 or later on the PATH: see https://go.dev/doc/install'
go_is_recent || stop "The tests need Go 1.21 or later, and $(go version) is on the PATH: see https://go.dev/doc/install"
