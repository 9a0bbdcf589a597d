#!/usr/bin/env bash
# Measures Debian's serf as `p2pcs bench cluster` measures peers: the same number of agents on
# loopback, the same watcher, the same counters. Takes the same options; needs root for a network
# namespace of its own, else lo counts what other programs send too.
set -euo pipefail
type -P serf >/dev/null || {
  echo "serf is not installed: apt-get install serf" >&2
  exit 1
}
root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
exec "$root/p2pcs" bench cluster --of serf "$@"
