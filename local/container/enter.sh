#!/bin/sh
# Runs a program in an unpacked image as Lambda does, until standard input closes:
#
#   enter.sh MEGABYTES ROOT DIRECTORY EMULATOR [ARGUMENT ...]
#
# The program is AWS's Runtime Interface Emulator. Its file system is read-only but for 512 MB in
# /tmp, there is no /dev/shm, and its user has no capabilities and owns nothing. Where this machine
# lets us make a memory control group, all its processes together have so many megabytes.
set -eu

outside() {
    groups=/sys/fs/cgroup limit=memory.max
    [ ! -d $groups/memory ] || { groups=$groups/memory limit=memory.limit_in_bytes; } # version 1
    group=$groups/stills-$$
    if mkdir "$group" 2> /dev/null; then
        trap 'rmdir "$group"' EXIT
        echo "$(($1 << 20))" 2> /dev/null > "$group/$limit" || echo "enter.sh: no memory limit" >&2
    fi
    shift
    # When the first process of a PID namespace ends, the kernel ends all others in it and removes
    # the mounts of their namespace.
    unshare --mount --pid --fork "$0" inside "$group" "$@" || true
}

inside() {
    group=$1 root=$2 directory=$3 emulator=$4
    shift 4
    [ ! -d "$group" ] || echo 0 > "$group/cgroup.procs"
    mount --make-rprivate /
    mount --bind "$root" "$root"
    mount -t proc proc "$root/proc"
    mount -t tmpfs -o size=512m,mode=1777 tmpfs "$root/tmp"
    mount -t tmpfs -o size=64k,mode=755 tmpfs "$root/dev"
    for device in full null random urandom zero; do
        touch "$root/dev/$device"
        mount --bind "/dev/$device" "$root/dev/$device"
    done
    mount -t tmpfs -o mode=755 tmpfs "$root/mnt"
    cp "$emulator" "$root/mnt/emulator"
    mount -o remount,bind,ro "$root"
    # The three capabilities of the bounding set are for chroot. They end with its user.
    setpriv --no-new-privs --bounding-set=-all,+sys_chroot,+setuid,+setgid --inh-caps=-all \
        chroot --userspec=993:990 --groups= "$root" \
        env --chdir="$directory" /mnt/emulator "$@" < /dev/null &
    cat > /dev/null
}

case $1 in
    inside) shift && inside "$@" ;;
    *) outside "$@" ;;
esac
