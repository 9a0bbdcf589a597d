#!/usr/bin/env bash
# Runs `p2pcs bench cluster` and then bench/serf.sh with the same options and prints what they
# measured side by side. Options: those of `p2pcs bench cluster`, such as --peers 100 --kill 10.
set -uo pipefail
type -P serf >/dev/null || {
  echo "serf is not installed: apt-get install serf" >&2
  exit 1
}
root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

code=0
"$root/p2pcs" bench cluster "$@" >"$scratch/p2pcs" || code=$?
"$root/bench/serf.sh" "$@" >"$scratch/serf" || true # says itself what it did not reach
[ -s "$scratch/p2pcs" ] && [ -s "$scratch/serf" ] || exit 1

# Both tables have a name and a value, two or more spaces between.
awk -F '   *' '
  NR == FNR { serf[$1] = $2; next }
  $1 != "" { printf "%-24s %-28s %s\n", $1, $2, ($1 in serf) ? serf[$1] : "-" }
' "$scratch/serf" "$scratch/p2pcs"
exit "$code"
