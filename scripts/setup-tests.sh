#!/usr/bin/env bash
# Brings what the tests need beyond Node 24: git, gcc with the headers of the C library and of zlib, clang where apt has
# it, valgrind, pre-commit, Go 1.21 or later, and in .cache/tools the programs that run and check workflows (act,
# actionlint) and a Node 20.
# As root on Debian or Ubuntu it installs what is missing; otherwise it stops with one line that says what to do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tools=$PWD/.cache/tools

stop() {
  echo "$1" >&2
  exit 1
}

# Runs a command that needs the network up to four times, with a pause that grows: a mirror or proxy may be away.
retry() {
  local pause
  for pause in 5 20 60; do
    "$@" && return
    echo "It failed, and is tried again in $pause seconds: $*" >&2
    sleep "$pause"
  done
  "$@"
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

# Builds a program of Go's into the tools, unless that version is there.
go_tool() {
  local name=$1 version=$2 package=$3
  grep -qwF -- "${version#v}" <<<"$("$tools/$name" --version 2>&1)" && return
  GOBIN=$tools retry go install "$package@$version" ||
    stop "The tests need $name: run  GOBIN=$tools go install $package@$version  where Go's module proxy answers."
}

# Prints the path of the first Node 20 on the PATH.
system_node_20() {
  local candidate
  while read -r candidate; do
    "$candidate" -p 'process.version.startsWith("v20.") ? process.execPath : process.exit(1)' && return
  done < <(type -ap node)
  return 1
}

# Puts a Node 20, the oldest that the command line supports, at node20/node: the PATH of the tests has Node 24 first.
node_20() {
  local found version=20.20.2
  [[ $("$tools/node20/node" --version 2>&1) == v20.* ]] && return
  if ! found=$(system_node_20); then
    retry npm install --prefix "$tools/npm" --no-save --no-audit --no-fund "node@$version" ||
      stop "The tests need a Node 20: put one on the PATH and run this again."
    found=$tools/npm/node_modules/node/bin/node
  fi
  mkdir -p "$tools/node20"
  ln -sfn "$found" "$tools/node20/node"
}

has_zlib() {
  has gcc && echo '#include <zlib.h>' | gcc -fsyntax-only -x c - >/dev/null 2>&1
}

# The package of clang does not bring the library of its AddressSanitizer.
has_clang() {
  has clang && echo 'int main(void) { return 0; }' | clang -fsanitize=address -x c - -o /dev/null 2>/dev/null
}

missing=()
has git || missing+=(git)
has gcc || missing+=(gcc)
has_headers || missing+=(libc6-dev)
has_valgrind || missing+=(valgrind libc6-dbg)
has pre-commit || missing+=(pre-commit)
has_zlib || missing+=(zlib1g-dev)
# The sanitizers are tried with a second compiler where it is easily had.
if has apt-get; then has_clang || missing+=(clang libclang-rt-dev); fi

if ((${#missing[@]} > 0)); then
  has apt-get || stop "The tests need ${missing[*]}: install them on Linux and run this again."
  install="apt-get update && apt-get install -y ${missing[*]}"
  ((EUID == 0)) || stop "The tests need ${missing[*]}: run  sudo sh -c '$install'"
  export DEBIAN_FRONTEND=noninteractive
  # What was fetched stays in apt's cache, so that another try goes on; a list that is out of date is fetched anew.
  fetch_packages() {
    apt-get update -q && apt-get -o DPkg::Lock::Timeout=120 install -q -y "${missing[@]}"
  }
  retry fetch_packages
fi

has go || stop 'The tests need Go 1.21 or later on the PATH: see https://go.dev/doc/install'
go_is_recent || stop "The tests need Go 1.21 or later, and $(go version) is on the PATH: see https://go.dev/doc/install"

go_tool act v0.2.89 github.com/nektos/act
go_tool actionlint v1.7.12 github.com/rhysd/actionlint/cmd/actionlint
node_20

# The tests build under each sanitizer, several at a time: with an empty cache of Go's each would build the standard
# library for itself. What cannot be built is told by the tests.
build_standard() {
  go build "$@" fmt os/exec testing >/dev/null 2>&1 || true
}
build_standard
build_standard -asan
build_standard -race
build_standard -gcflags=all=-d=checkptr
GOEXPERIMENT=cgocheck2 build_standard
