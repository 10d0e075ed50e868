#!/usr/bin/env bash
# Everything that CI runs: static checks, each counted as one, then the tests. All of them run, whichever fails.
# The last line is "N passed, N failed". With --checks-only the tests, and what they need beyond Node, are left out.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Node 24 and the tools come from node_modules, also where this is not run by npm.
export PATH="$PWD/node_modules/.bin:$PATH"
export NODE_NO_WARNINGS=1

passed=0
failed=0

check() {
  local name=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
    echo "ok   $name"
  else
    failed=$((failed + 1))
    echo "FAIL $name"
  fi
}

# Adds jest's own counts. A suite that could not be run has no tests to count: it counts as one failure.
tests() {
  local results before counts status
  results=$(mktemp)
  node --experimental-vm-modules node_modules/jest/bin/jest.js --ci --maxWorkers=100% --json --outputFile="$results" >/dev/null
  status=$?
  before=$failed
  counts=$(node -p '
    const run = JSON.parse(fs.readFileSync(process.argv[1], "utf8"));
    [run.numPassedTests, run.numFailedTests + run.numRuntimeErrorTestSuites].join(" ")' "$results") || counts='0 1'
  rm -f "$results"
  passed=$((passed + ${counts% *}))
  failed=$((failed + ${counts#* }))
  if ((status != 0 && failed == before)); then failed=$((failed + 1)); fi
}

if [[ ${1-} != --checks-only ]]; then bash scripts/setup-tests.sh || exit 1; fi

check types tsc -p .
check lint eslint . --max-warnings 0
check format prettier --check --log-level warn .
check 'dead code' knip --no-progress
check 'generated files' node scripts/generate.ts --check
check 'dist' node scripts/build.ts --check
if [[ ${1-} != --checks-only ]]; then tests; fi

echo "$passed passed, $failed failed"
((failed == 0))
