# What scripts/run and scripts/test share. Sourced, from anywhere.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
client=$root/client-web

say() { printf '%s\n' "$@" >&2; }

# A step says its name before and its duration after. What tools print goes to standard error, since standard
# output belongs to the hub (`--json`).
step() {
  local name=$1 started=$SECONDS status=0
  shift
  say "" "==> $name"
  "$@" >&2 || status=$?
  took=$((SECONDS - started))
  if [ "$status" = 0 ]; then say "    done in $took s"; else say "    FAILED after $took s"; fi
  return "$status"
}

# Where cargo builds, as an absolute path: scripts are called from anywhere.
case ${CARGO_TARGET_DIR:=$root/target} in
  /*) ;;
  *) CARGO_TARGET_DIR=$PWD/$CARGO_TARGET_DIR ;;
esac
export CARGO_TARGET_DIR

find_cargo() {
  if ! command -v cargo >/dev/null && [ -x "$HOME/.cargo/bin/cargo" ]; then
    PATH=$HOME/.cargo/bin:$PATH
  fi
  # rustup's cargo looks for its toolchain in the home folder; with another HOME, it stands beside cargo's own.
  local cargo beside
  cargo=$(command -v cargo) || return 1
  beside=$(dirname "$(dirname "$(dirname "$cargo")")")/.rustup
  if [ -z "${RUSTUP_HOME:-}" ] && [ ! -d "$HOME/.rustup" ] && [ -d "$beside" ]; then
    export RUSTUP_HOME=$beside
  fi
  cargo --version >/dev/null 2>&1
}

# Rust and Node are the only things that a person has to bring along.
need_tools() {
  local missing=0
  if ! find_cargo; then
    say "Rust is missing. Get it from https://rustup.rs (one command, no administrator needed), open a new terminal, and try again."
    missing=1
  elif ! cargo_new_enough; then
    say "This Rust is too old: $(cargo --version). Version $rust_needed or newer is needed: rustup update"
    missing=1
  fi
  # SQLite is built in, from its C source.
  if ! command -v cc >/dev/null && ! command -v clang >/dev/null && ! command -v cl >/dev/null; then
    say "A C compiler is missing. On Debian or Ubuntu: sudo apt-get install build-essential. On a Mac: xcode-select --install"
    missing=1
  fi
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    say "Node.js is missing. Get version 20.19 or newer, with npm, from https://nodejs.org and try again."
    missing=1
  elif ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; then
    say "This Node.js is too old: $(node --version). Version 20.19 or newer is needed: https://nodejs.org"
    missing=1
  fi
  return "$missing"
}

cargo_new_enough() {
  rust_needed=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$root/Cargo.toml")
  local have
  have=$(cargo --version | sed 's/^cargo \([0-9]*\.[0-9]*\).*/\1/')
  [ "$(printf '%s\n%s\n' "$rust_needed" "$have" | sort -t. -k1,1n -k2,2n | head -n 1)" = "$rust_needed" ]
}

# npm packages as the lockfile names them; nothing to do, and no network needed, where they are there already.
npm_packages() {
  local folder=$1
  if [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ]; then
    say "    they are there"
  else
    (cd "$folder" && npm ci --no-audit --no-fund)
  fi
}

# The pages are embedded in the hub, so they are built before it, and left alone where nothing changed: new files
# would have the hub compiled anew.
build_pages() {
  local newer
  newer=$(find "$client" \( -name node_modules -o -name dist \) -prune -o -newer "$client/dist/index.html" -type f -print 2>&1 | head -n 1)
  if [ -f "$client/dist/index.html" ] && [ -z "$newer" ]; then
    say "    they are up to date"
  else
    (cd "$client" && npm run --silent build)
  fi
}

# True once these packages are on the machine. Only root can do that, and only where there is apt.
debian_packages() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  local install=(env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@")
  "${install[@]}" >&2 || { apt-get update >&2 && "${install[@]}" >&2; }
}

# Sets the clock under a hub that runs. False where it can't be had.
find_faketime() { ls /usr/lib/*/faketime/libfaketimeMT.so.1 >/dev/null 2>&1 || debian_packages libfaketime; }
