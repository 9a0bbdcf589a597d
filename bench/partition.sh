#!/usr/bin/env bash
# Cuts a cloud on ten hosts (network namespaces) 60 to 40 for two minutes and heals it, then lets
# a cloud lose 30 % of its datagrams for five minutes. --short does both with few peers in
# seconds. Root only, with iproute2 and nftables; ends with 77 and the reason where it cannot run.
set -uo pipefail
root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
skip() {
  echo "skipped: $*"
  exit 77
}
[ "$(id -u)" -eq 0 ] || skip "only root can make network namespaces"
PATH=$PATH:/usr/sbin:/sbin
for program in ip nft unshare; do
  type -P "$program" >/dev/null || skip "$program is not installed: iproute2, nftables, util-linux"
done

partition=(--hosts 10 --peers 1 --profile lan --for 2m)
loss=(--peers 30 --profile lan --for 5m)
if [ "${1:-}" = --short ]; then
  partition=(--hosts 5 --peers 1 --profile local --for 20s)
  loss=(--peers 5 --profile local --for 20s)
fi
code=0
"$root/p2pcs" bench partition "${partition[@]}" || code=$?
"$root/p2pcs" bench loss "${loss[@]}" || code=$?
exit "$code"
