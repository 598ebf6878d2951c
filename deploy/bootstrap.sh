#!/usr/bin/env bash
# Makes everything that `make` needs and that a clone does not bring: the Python environment and
# RabbitMQ's programs. Safe to run twice, at once, and after a run that was killed.
#
# usage: deploy/bootstrap.sh environment    .venv with the packages of requirements/, by their hashes
#        deploy/bootstrap.sh broker         RabbitMQ from Debian's packages, unless AMQP_URI is set
#        deploy/bootstrap.sh font           the Chinese font of papers, below var/tools unless Debian's package is installed
#        deploy/bootstrap.sh promtool       the checker of alert rules, below var/tools; nothing is installed
set -euo pipefail

clone=$(cd "$(dirname "$0")/.." && pwd)
readonly clone
readonly VENV=$clone/.venv
readonly LOCK_WAIT_SECONDS=1800
readonly FONT=/usr/share/fonts/truetype/wqy/wqy-microhei.ttc

refuse() {
    printf 'ccs: %s\n' "$@" >&2
    exit 1
}

as_root() {
    # usage: as_root "what to tell a person to type" command...
    local told=$1
    shift
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n "$@"
    else refuse "this needs root once. Type:" "    $told" "and then the same make command again."
    fi
}

is_usable() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; }

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3.11 /usr/bin/python3.11 python3 /usr/local/bin/python3.11; do
        if is_usable "$candidate"; then echo "$candidate"; return; fi
    done
    return 1
}

install_debian_python() {
    echo "Python 3.11 with venv: installing Debian's packages"
    as_root "apt-get update && apt-get install python3.11 python3.11-venv" \
        env DEBIAN_FRONTEND=noninteractive bash -c '
            apt() { apt-get -qq -o DPkg::Lock::Timeout=900 "$@"; }
            apt update || { sleep 5; apt update; }
            apt install --no-install-recommends python3.11 python3.11-venv >/dev/null' || return 1
}

make_venv() {
    local python
    if ! python=$(find_python); then
        if command -v apt-get >/dev/null; then install_debian_python || true; fi
        python=$(find_python) || refuse "Python 3.11 with its venv module is needed and was not found." \
            "Debian 12 has it (apt-get install python3.11-venv); elsewhere install it and set PYTHON=/path/to/python3.11."
    fi
    # A clone that was moved, or a Python that was removed, leaves an environment that does not run.
    rm -rf "$VENV"
    "$python" -m venv "$VENV"
}

use_pips_index() {
    # uv does not read pip's configuration; somebody with a mirror has usually configured pip.
    local index
    index=${PIP_INDEX_URL:-$("$VENV/bin/pip" config get global.index-url 2>/dev/null || true)}
    if [ -z "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}" ] && [ -n "$index" ]; then export UV_DEFAULT_INDEX=$index; fi
    if [ -z "${SSL_CERT_FILE:-}" ] && [ -n "${PIP_CERT:-}" ]; then export SSL_CERT_FILE=$PIP_CERT; fi
}

install_packages() {
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check \
        --require-hashes -r "$clone/requirements/bootstrap.txt"
    use_pips_index
    # uv is ten times quicker; pip, with the same hashes, where uv cannot reach the index.
    "$VENV/bin/uv" pip sync --quiet --python "$VENV/bin/python" --require-hashes "$clone/requirements/dev.txt" ||
        "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check \
            --require-hashes -r "$clone/requirements/dev.txt"
}

wanted() { cat "$clone"/requirements/*.txt; echo "$VENV"; }

environment() {
    exec 9<"$0"
    flock -w $LOCK_WAIT_SECONDS 9 || refuse "another setup of this clone does not come to an end"
    if [ -x "$VENV/bin/python" ] && wanted | cmp -s - "$VENV/installed"; then touch "$VENV/installed"; return; fi
    echo "Python environment: installing the locked packages"
    rm -f "$VENV/installed"
    if ! is_usable "$VENV/bin/python"; then make_venv; fi
    install_packages
    wanted >"$VENV/installed.new"
    mv "$VENV/installed.new" "$VENV/installed"
}

broker() {
    if [ -n "${AMQP_URI:-}" ] || compgen -G '/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server' >/dev/null
    then return; fi
    command -v apt-get >/dev/null ||
        refuse "RabbitMQ is needed and this is no Debian: install it, or set AMQP_URI to a broker of your own."
    as_root "sudo $clone/deploy/local/install_broker.sh" bash "$clone/deploy/local/install_broker.sh"
}

download_debian_package() {
    # usage: download_debian_package name folder; for any user, as long as apt's lists are there and fresh.
    local apt=(apt-get -qq)
    if [ "$(id -u)" = 0 ]; then apt+=(-o APT::Sandbox::User=root); fi
    (cd "$2" && "${apt[@]}" download "$1" 2>/dev/null) && return
    as_root "apt-get update" apt-get -qq -o DPkg::Lock::Timeout=900 update
    (cd "$2" && "${apt[@]}" download "$1")
}

promtool() {
    local tools=$clone/var/tools new
    exec 9<"$0"
    flock -w $LOCK_WAIT_SECONDS 9 || refuse "another setup of this clone does not come to an end"
    if "$tools/promtool" --version >/dev/null 2>&1; then return; fi
    mkdir -p "$tools"
    rm -rf "$tools"/new.*
    if type -P promtool >/dev/null; then ln -sf "$(type -P promtool)" "$tools/promtool"; return; fi
    command -v apt-get >/dev/null ||
        refuse "promtool checks the alert rules, and this is no Debian: put Prometheus's promtool on the PATH."
    echo "promtool: taking it out of Debian's package prometheus"
    new=$(mktemp -d "$tools/new.XXXXXX")
    download_debian_package prometheus "$new" || refuse "Debian's package prometheus could not be downloaded."
    # Only this one file: installed as a package it would start a service.
    dpkg-deb --fsys-tarfile "$new"/prometheus_*.deb | tar -x -C "$new" ./usr/bin/promtool
    mv "$new/usr/bin/promtool" "$tools/promtool"
    rm -rf "$new"
}

font() {
    local tools=$clone/var/tools new
    exec 9<"$0"
    flock -w $LOCK_WAIT_SECONDS 9 || refuse "another setup of this clone does not come to an end"
    if [ -n "${PAPER_FONT:-}" ] || [ -e "$FONT" ] || [ -e "$tools/${FONT##*/}" ]; then return; fi
    command -v apt-get >/dev/null ||
        refuse "papers need a Chinese font, and this is no Debian: set PAPER_FONT to a TrueType font with Chinese and Latin letters."
    echo "Chinese font: taking it out of Debian's package fonts-wqy-microhei"
    mkdir -p "$tools"
    rm -rf "$tools"/newfont.*
    new=$(mktemp -d "$tools/newfont.XXXXXX")
    download_debian_package fonts-wqy-microhei "$new" ||
        refuse "Debian's package fonts-wqy-microhei could not be downloaded. Type:" "    sudo apt-get install fonts-wqy-microhei"
    dpkg-deb --fsys-tarfile "$new"/fonts-wqy-microhei_*.deb | tar -x -C "$new" ".$FONT"
    mv "$new$FONT" "$tools/${FONT##*/}"
    rm -rf "$new"
}

case "${1:-}" in
    environment | broker | font | promtool) "$1" ;;
    *) refuse "usage: $0 environment|broker|font|promtool" ;;
esac
