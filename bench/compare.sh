#!/usr/bin/env bash
# Races the cycle engine against a C++ program given by path: builds both in a temporary
# directory, runs them in turn on one core, and prints the median of each with the ratio.
# The C++ program is called as PROGRAM NODES KERNEL and prints "cpu ns/nc med X" per kernel.
# Both count processor time of one thread. The C++ scalar kernel is also built without the
# compiler's vectorizer, because at -O3 its inner loops become AVX-512 code.
set -euo pipefail

[ $# -ge 1 ] && [ -f "$1" ] || {
  echo "usage: bench/compare.sh BASELINE.cpp [REPETITIONS] [NODES...]" >&2
  exit 2
}
source=$1
repetitions=${2:-5}
shift $(($# < 2 ? $# : 2))
sizes=("$@")
[ ${#sizes[@]} -gt 0 ] || sizes=(10000 100000 1000000 10000000)
root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

flags=(-O3 -march=native -std=c++20 -pthread)
g++ "${flags[@]}" -o "$scratch/wide" "$source"
g++ "${flags[@]}" -fno-tree-vectorize -fno-tree-slp-vectorize -o "$scratch/plain" "$source"
dotnet build "$root/bench" --configuration Release --artifacts-path "$scratch/artifacts" \
  --nologo --verbosity quiet
sharp=$scratch/artifacts/bin/Bench/release/P2PCS.Bench.dll

cpp() { # PROGRAM NODES KERNEL
  "$scratch/$1" "$2" "$3" | sed -n 's/.*cpu ns\/nc med *\([0-9.]*\).*/\1/p' | sort -n | head -1
}
cs() { dotnet "$sharp" gossip "$1" "$2" | cut -d' ' -f3; } # NODES PATH
median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

# Wall time on two threads: the C++ program's with locks, best of its cycles; the engine's, and how
# many times as fast that is as one thread of it.
race_threads() { # NODES
  local i
  : >"$scratch/cpp" && : >"$scratch/cs"
  for ((i = 0; i < repetitions; i++)); do
    "$scratch/wide" "$1" "cyclon avx512 locks 2 thr" \
      | sed -n 's/.*wall med.* best *\([0-9.]*\) .*drift.*/\1/p' >>"$scratch/cpp"
    dotnet "$sharp" threads "$1" 2 >>"$scratch/cs"
  done
  awk -v n="$1" -v a="$(sort -n "$scratch/cpp" | head -1)" \
    -v b="$(cut -d' ' -f6 "$scratch/cs" | sort -n | head -1)" \
    -v c="$(cut -d' ' -f4 "$scratch/cs" | sort -n | head -1)" \
    'BEGIN {printf "%-9d %-44s %8.1f %8.1f %6.2f  one thread %.1f: %.2f times as fast\n", n,
      "two threads, wall, with locks : in rounds", a, b, b / a, c, c / b}'
}

race() { # NODES PROGRAM KERNEL PATH LABEL
  local i
  : >"$scratch/cpp" && : >"$scratch/cs"
  for ((i = 0; i < repetitions; i++)); do
    cpp "$2" "$1" "$3" >>"$scratch/cpp"
    cs "$1" "$4" >>"$scratch/cs"
  done
  awk -v n="$1" -v label="$5" -v a="$(median <"$scratch/cpp")" -v b="$(median <"$scratch/cs")" \
    'BEGIN {printf "%-9d %-44s %8.1f %8.1f %6.2f\n", n, label, a, b, b / a}'
}

printf '%-9s %-44s %8s %8s %6s\n' nodes "C++ kernel : C# path" "C++ ns" "C# ns" ratio
for nodes in "${sizes[@]}"; do
  race "$nodes" wide "cyclon avx512 floyd seq D8" vector512 "AVX-512, prefetch 8 : Vector512"
  race "$nodes" wide "cyclon avx512 floyd seq D16" vector512 "AVX-512, prefetch 16 : Vector512"
  race "$nodes" plain "cyclon scalar seq D8" scalar "scalar, not vectorized : Scalar"
  race "$nodes" wide "cyclon scalar seq D8" scalar "scalar, vectorized by g++ : Scalar"
  race_threads "$nodes"
done
