#!/usr/bin/env bash
# Counts test results from the TRX files the runners write. Sourced by ./check.

passed=0
failed=0
skipped=0

# Prints one number of a TRX file's <Counters> element, nothing when the file has none.
counter() { # FILE NAME
  sed -n "s/.*<Counters [^>]*\b$2=\"\([0-9]\{1,\}\)\".*/\1/p" "$1" 2>/dev/null | head -n 1
}

# Prints each skipped test of a TRX file with its reason.
skips() { # FILE
  sed -n '/outcome="NotExecuted"/,/<\/UnitTestResult>/ {
    s/.*testName="\([^"]*\)".*/  skipped \1/p
    s/.*<Message>\(.*\)<\/Message>.*/    \1/p
  }' "$1"
}

# Adds one project's results to the sums and prints its row. A project that has tests but reports
# none, or whose runner failed without a failed test (a crash), counts as one failed itself.
add_results() { # PROJECT_DIRECTORY TRX RUNNER_EXIT_CODE
  local name=${1##*/} total executed good bad
  total=$(counter "$2" total) executed=$(counter "$2" executed) good=$(counter "$2" passed)
  total=${total:-0} executed=${executed:-0} good=${good:-0}
  bad=$((executed - good))
  if [ "$total" -eq 0 ]; then
    if grep -rqE --include='*.cs' '^\s*\[(\w*Fact|\w*Theory)\b' "$1"; then
      echo "$name: has tests but reported none (its runner ended with $3)"
      failed=$((failed + 1))
    else
      echo "$name: no tests yet"
    fi
    return
  fi
  if [ "$3" -ne 0 ] && [ "$bad" -eq 0 ]; then
    echo "$name: its runner ended with $3 although no test failed: it crashed or was cut short"
    bad=1
  fi
  echo "$name: $good passed, $bad failed, $((total - executed)) skipped"
  [ "$total" -eq "$executed" ] || skips "$2"
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + total - executed))
}

closing_line() {
  if [ "$skipped" -eq 0 ]; then
    echo "$passed passed, $failed failed"
  else
    echo "$passed passed, $failed failed, $skipped skipped"
  fi
}
