#!/usr/bin/env bash
# What ./p2pcs and ./check need before they can work. Sourced by both; sets `root` and `dotnet`.
# Nothing here writes to stdout: that belongs to the program the launcher becomes.

root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
state=$root/artifacts/launcher
built=$state/built
log=$state/build.log

say() { printf '%s\n' "$*" >&2; }

stop() {
  say "$*"
  exit 125 # neither an exit code of p2pcs itself nor a likely one of a task
}

# Sets `dotnet` to the .NET command: the one on PATH, else where installers put it.
find_dotnet() {
  local candidate
  for candidate in "$(type -P dotnet || true)" "${DOTNET_ROOT:-/usr/share/dotnet}/dotnet" \
    /usr/lib/dotnet/dotnet "${HOME:-/nonexistent}/.dotnet/dotnet"; do
    [ -x "$candidate" ] && dotnet=$candidate && return
  done
  stop "p2pcs needs the .NET 10 SDK and found no dotnet command." \
    "Install the package dotnet-sdk-10.0, or see https://dotnet.microsoft.com/download"
}

# Run inside the checkout, so that global.json decides. Only a build needs the SDK.
need_sdk() {
  local version
  version=$(cd "$root" && "$dotnet" --version 2>/dev/null) || version=none
  case $version in
    10.*) ;;
    *) stop "p2pcs is built with the .NET 10 SDK; $dotnet offers: $version." \
      "Install the package dotnet-sdk-10.0, or see https://dotnet.microsoft.com/download" ;;
  esac
}

has_sqlite() {
  compgen -G '/usr/lib/*/libsqlite3.so.0' >/dev/null ||
    compgen -G '/usr/lib*/libsqlite3.so.0' >/dev/null ||
    compgen -G '/lib*/libsqlite3.so.0' >/dev/null ||
    PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null | grep -q 'libsqlite3\.so\.0'
}

has_bwrap() { type -P bwrap >/dev/null; }

# Installs the named Debian packages, quietly; false when that did not work.
install_packages() (
  export DEBIAN_FRONTEND=noninteractive
  exec </dev/null >&2
  say "installing $* ..."
  for package in "$@"; do
    apt-cache show "$package" >/dev/null 2>&1 && continue
    apt-get update -qq >"$state/packages.log" 2>&1 || true
    break
  done
  apt-get install -y -qq --no-install-recommends "$@" >"$state/packages.log" 2>&1 && exit 0
  # Package lists grow old: the archive may no longer hold the version they name.
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"; } \
    >"$state/packages.log" 2>&1 || { tail -n 5 "$state/packages.log"; exit 1; }
)

# Puts libsqlite3 and bubblewrap in place, or says how; returns at once when both are there.
need_packages() {
  local missing=()
  has_sqlite || missing+=(libsqlite3-0)
  # A machine that cannot have bubblewrap is told once; the peer itself says it cannot sandbox.
  has_bwrap || [ -e "$state/without-bubblewrap" ] || missing+=(bubblewrap)
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! type -P apt-get >/dev/null; then
    say "p2pcs needs ${missing[*]} (Debian's names): install with this system's package tool."
  elif [ "$(id -u)" -ne 0 ]; then
    say "p2pcs needs: sudo apt-get install -y ${missing[*]}"
  else
    with_lock install_packages "${missing[@]}" ||
      say "That failed; run: apt-get update && apt-get install -y ${missing[*]}"
  fi
  has_sqlite || stop "p2pcs cannot run without libsqlite3.so.0."
  has_bwrap || { mkdir -p "$state" && : >"$state/without-bubblewrap"; } 2>/dev/null || true
}

# Runs a command while no other launch or check of this checkout builds or installs. The command
# does not inherit the lock's file: a build server it leaves behind would hold the lock for ever.
with_lock() {
  local code=0
  mkdir -p "$state" 2>/dev/null && [ -w "$state" ] ||
    stop "p2pcs has something to build or install and may not write to $state: run it as its owner"
  exec 9>"$state/lock"
  flock 9
  "$@" 9>&- || code=$?
  exec 9>&-
  return $code
}

# True when the last good build is older than any source, or than the removal of one.
is_stale() {
  [ -e "$built" ] && [ -e "$root/artifacts/bin/Host/release/p2pcs.dll" ] || return 0
  local places=("$root"/src "$root"/config "$root"/Directory.Build.* "$root"/global.json) changed
  changed=$(find "${places[@]}" -newer "$built" -print -quit 2>/dev/null)
  [ -n "$changed" ]
}

# The dotnet command line, from the checkout's root, without its greetings and its servers:
# a build that was asked for by a launch must leave no process behind.
run_dotnet() (
  cd "$root" || exit
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
  export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_UI_LANGUAGE=en
  [ -n "${HOME:-}" ] || export HOME=$root/artifacts/home
  "$dotnet" "$@" </dev/null
)

# Marks the moment before a build as the age of its result, once it succeeds: a source saved
# while the compiler runs is newer than that.
build_and_mark() {
  mkdir -p "$state"
  : >"$built.$$"
  if "$@"; then mv "$built.$$" "$built"; else rm -f "$built.$$"; return 1; fi
}
