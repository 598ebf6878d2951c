#!/usr/bin/env bash
# Installs RabbitMQ from Debian's packages, as root, and leaves no service behind.
#
# The package starts a system-wide broker when it is installed and at every boot. We only want its
# programs: a policy-rc.d forbids the start while apt runs and is taken away again, even on failure,
# and the boot entry is switched off if this script was the one to bring it.
set -euo pipefail

readonly POLICY=/usr/sbin/policy-rc.d
readonly POLICY_BEFORE=$POLICY.before-ccs
readonly MARK="placed by the CCS bootstrap for the length of one installation"
readonly ATTEMPTS_MAX=4
readonly LOCK_WAIT_SECONDS=900

installed() { compgen -G '/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server' >/dev/null; }

withdraw_policy() {
    if grep -qs "$MARK" "$POLICY"; then rm -f "$POLICY"; fi
    if [ -e "$POLICY_BEFORE" ]; then mv -f "$POLICY_BEFORE" "$POLICY"; fi
}

place_policy() {
    # A run that was killed may have left its policy: put things right before remembering them.
    withdraw_policy
    if [ -e "$POLICY" ]; then mv "$POLICY" "$POLICY_BEFORE"; fi
    printf '#!/bin/sh\n# %s\nexit 101\n' "$MARK" >"$POLICY"
    chmod 755 "$POLICY"
}

apt() { DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=$LOCK_WAIT_SECONDS "$@"; }

again() {
    local attempt
    for attempt in $(seq 1 $ATTEMPTS_MAX); do
        if "$@"; then return 0; fi
        echo "attempt $attempt of $ATTEMPTS_MAX failed: $*" >&2
        sleep $((attempt * 3))
    done
    return 1
}

epmd_pids() { pgrep -x epmd | sort || true; }

stop_new_epmd() {
    # Only a daemon that was not there before and that belongs to the package's own scripts.
    local pid
    for pid in $(comm -13 <(echo "$1") <(epmd_pids)); do
        case "$(ps -o user= -p "$pid" 2>/dev/null)" in rabbitmq | epmd) kill "$pid" 2>/dev/null || true ;; esac
    done
}

switch_off_at_boot() {
    local unit
    for unit in rabbitmq-server epmd; do
        if command -v systemctl >/dev/null; then systemctl --quiet disable "$unit.service" 2>/dev/null || true; fi
        if [ -e "/etc/init.d/$unit" ]; then update-rc.d "$unit" disable >/dev/null 2>&1 || true; fi
    done
}

main() {
    exec 9>/run/lock/ccs-install-broker.lock
    flock -w $LOCK_WAIT_SECONDS 9 || { echo "another installation of RabbitMQ does not come to an end" >&2; exit 1; }
    if installed; then exit 0; fi
    local before
    before=$(epmd_pids)
    trap withdraw_policy EXIT
    trap 'exit 130' INT TERM HUP
    place_policy
    echo "RabbitMQ: installing Debian's package (no service is started)"
    dpkg --configure -a
    again apt update
    again apt install --no-install-recommends rabbitmq-server >/dev/null
    switch_off_at_boot
    stop_new_epmd "$before"
    installed || { echo "the package rabbitmq-server was installed, but its programs are not below /usr/lib/rabbitmq" >&2; exit 1; }
}

main "$@"
