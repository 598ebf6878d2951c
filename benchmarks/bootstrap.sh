#!/usr/bin/env bash
# Makes what only the benchmarks need: the peers' Python environment, and wrk from Debian's packages.
# Safe to run twice. usage: benchmarks/bootstrap.sh
set -euo pipefail

clone=$(cd "$(dirname "$0")/.." && pwd)
readonly clone
readonly VENV=$clone/var/bench/venv
readonly LOCKED=$clone/benchmarks/peers/requirements.txt
readonly UV=$clone/.venv/bin/uv
readonly LOCK_WAIT_SECONDS=1800

refuse() {
    printf 'ccs: %s\n' "$@" >&2
    exit 1
}

use_pips_index() {
    # uv does not read pip's configuration; somebody with a mirror has usually configured pip.
    local index
    index=${PIP_INDEX_URL:-$("$clone/.venv/bin/pip" config get global.index-url 2>/dev/null || true)}
    if [ -z "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}" ] && [ -n "$index" ]; then export UV_DEFAULT_INDEX=$index; fi
    if [ -z "${SSL_CERT_FILE:-}" ] && [ -n "${PIP_CERT:-}" ]; then export SSL_CERT_FILE=$PIP_CERT; fi
}

peers() {
    if [ -x "$VENV/bin/python" ] && cmp -s "$LOCKED" "$VENV/installed"; then return; fi
    echo "Benchmarks: installing the peers' locked packages"
    rm -rf "$VENV"
    mkdir -p "$(dirname "$VENV")"
    "$clone/.venv/bin/python" -m venv "$VENV"
    use_pips_index
    "$UV" pip sync --quiet --python "$VENV/bin/python" --require-hashes "$LOCKED" ||
        "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$LOCKED"
    cp "$LOCKED" "$VENV/installed"
}

install_wrk() {
    apt() { DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=900 "$@"; }
    apt update || { sleep 5; apt update; }
    apt install --no-install-recommends wrk >/dev/null
}

load_generator() {
    if command -v wrk >/dev/null; then return; fi
    command -v apt-get >/dev/null || refuse "wrk is needed and this is no Debian: install it and try again."
    echo "Benchmarks: installing Debian's wrk"
    if [ "$(id -u)" = 0 ]; then install_wrk
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n bash -c "$(declare -f install_wrk); install_wrk"
    else refuse "this needs root once. Type:" "    sudo apt-get update && sudo apt-get install wrk" "and then the same make command again."
    fi
}

mkdir -p "$clone/var/bench"
exec 9<"$0"
flock -w $LOCK_WAIT_SECONDS 9 || refuse "another setup of this clone does not come to an end"
peers
load_generator
