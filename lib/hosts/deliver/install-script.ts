/** The program that puts a member's files in their places, or leaves everything as it was. */
import { head, quoted } from "../render/shell";
import type { Manifest } from "./manifest";

export function installScript({ member, keepalivedVersion, interfaces, programs, files }: Manifest): string {
  const table = files.map(({ mode, owner, sha256, path }) => `${mode} ${owner} ${sha256} ${path}`);
  const names = Object.entries(interfaces).map(([word, mac]) => `${word} ${mac}`);
  return [
    "#!/bin/sh",
    `# ${head}`,
    `member=${quoted(member)} needed=${quoted(keepalivedVersion)}`,
    ...heredoc("files", table),
    ...heredoc("interfaces", names),
    ...heredoc("programs", programs),
    body,
  ].join("\n");
}

function heredoc(name: string, lines: readonly string[]): readonly string[] {
  return [`${name}() {`, ...(lines.length > 0 ? ["  cat << 'END'", ...lines, "END"] : ["  :"]), "}"];
}

/** POSIX sh, with what Debian and Red Hat have by themselves. */
const body = String.raw`
usage="usage: install [--dry-run] [--apply-network] [--root DIR]
  --dry-run        say what would change, and change nothing
  --apply-network  have the public interface's static configuration take effect now, not at the next start
  --root DIR       into the root of an image: nothing is checked with keepalived, nothing is started"
set -eu
PATH=$PATH:/usr/sbin:/sbin
here=$(cd "$(dirname "$0")" && pwd)
dry='' root='' network=''
while [ $# -gt 0 ]; do
  case $1 in
    --dry-run) dry=yes ;;
    --apply-network) network=yes ;;
    --root) root=$2 && shift ;;
    --help) echo "$usage" && exit 0 ;;
    *) echo "$usage" >&2 && exit 64 ;;
  esac
  shift
done

say() { echo "ipfailover: $*"; }
fail() {
  echo "ipfailover: $*" >&2
  exit 1
}
is_live() { [ -z "$root" ]; }
has_systemd() { is_live && [ -d /run/systemd/system ]; }

work=$(mktemp -d)
undo='' status=0
trap 'status=$?; [ -z "$undo" ] || roll_back; rm -rf "$work"; exit $status' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# What must be so beforehand.
if is_live; then
  [ "$(id -u)" = 0 ] || fail "This must run as root."
  command -v keepalived > /dev/null || fail "keepalived is missing: apt-get install keepalived (or dnf)."
  version=$(keepalived --version 2>&1 | sed -n '1s/^Keepalived v\([0-9.]*\).*/\1/p')
  oldest=$(printf '%s\n' "$version" "$needed" | sort -V | head -n 1)
  [ "$oldest" = "$needed" ] ||
    fail "keepalived is $version here, and these files are for $needed: set keepalived_version of $member to $version."
  ! grep -q 'firewall\.nft$' "$0" || command -v nft > /dev/null ||
    fail "nft is missing: apt-get install nftables (or dnf), or set firewall of $member to false."
  programs > "$work/programs"
  while read -r program; do
    command -v "$program" > /dev/null || say "Warning: $program is missing, so a check fails and $member stays in FAULT."
  done < "$work/programs"
fi

# Interfaces that are known by their hardware address. Bridges and VLANs have that of what is under them.
find_interface() {
  set -- $(ip -o link | sed -n "s/^[0-9]*: \([^:@]*\).* link\/ether $1 .*/\1/p")
  for device in "$@"; do
    [ ! -e "/sys/class/net/$device/device" ] || { echo "$device" && return; }
  done
  [ $# != 1 ] || echo "$1"
}
interfaces > "$work/interfaces"
while read -r word mac; do
  name=$(find_interface "$mac")
  [ -n "$name" ] || fail "No interface, or more than one, has the hardware address $mac."
  echo "s/$word/$name/g" >> "$work/names"
done < "$work/interfaces"

# The files as they are to be here, and which of them are not so yet.
files > "$work/files"
: > "$work/changed" && : > "$work/stale"
while read -r mode owner sum path; do
  [ "$(sha256sum < "$here/rootfs$path" | cut -d' ' -f1)" = "$sum" ] ||
    fail "$here/rootfs$path is not as it was rendered. Render again."
  mkdir -p "$work/new$(dirname "$path")"
  if [ -s "$work/names" ]; then sed -f "$work/names" "$here/rootfs$path"; else cat "$here/rootfs$path"; fi > "$work/new$path"
  [ "$(id -u)" = 0 ] || owner=$(id -un):$(id -gn)
  [ "$(stat -c '0%a %U:%G' "$root$path" 2> /dev/null)" = "$mode $owner" ] && cmp -s "$work/new$path" "$root$path" ||
    echo "$mode $owner $path" >> "$work/changed"
done < "$work/files"
state=$root/var/lib/ipfailover
if [ -e "$state/installed" ]; then
  cut -d' ' -f4 "$work/files" | sort > "$work/now"
  sort "$state/installed" | comm -23 - "$work/now" > "$work/stale"
fi
if [ -n "$dry" ]; then
  while read -r _ _ path; do say "would write $path"; done < "$work/changed"
  while read -r path; do say "would remove $path"; done < "$work/stale"
  exit 0
fi

is_changed() { cut -d' ' -f3 "$work/changed" | cat - "$work/stale" | grep -q "$1"; }
start_keepalived() {
  if ! has_systemd; then
    if pid=$(cat /run/keepalived.pid 2> /dev/null) && kill -HUP "$pid" 2> /dev/null; then return 0; fi
    say "keepalived is not running: start it."
    return 0
  fi
  systemctl enable --quiet keepalived
  if systemctl is-active --quiet keepalived; then verb=reload; else verb=start; fi
  systemctl "$verb" keepalived && systemctl is-active --quiet keepalived
}
if [ ! -s "$work/changed" ] && [ ! -s "$work/stale" ]; then
  say "nothing to do: $member is as rendered."
  ! has_systemd || systemctl is-active --quiet keepalived || systemctl start keepalived
  exit 0
fi

conf=/etc/keepalived/keepalived.conf
# One at a time, and whatever happens from here on is undone unless it succeeds.
mkdir -p "$state"
exec 9> "$state/lock"
flock -n 9 || fail "Another installation is running."
drop_unit() {
  case $1 in /etc/systemd/system/*.service) ! has_systemd || systemctl disable --quiet --now "$(basename "$1")" ;; esac
}
roll_back() {
  undo=''
  set +e
  while read -r path; do
    if [ -e "$work/old$path" ]; then cp -p "$work/old$path" "$root$path"; else
      drop_unit "$path"
      rm -f "$root$path"
    fi
  done < "$work/touched"
  ! has_systemd || systemctl daemon-reload
  if [ -e "$work/old$conf" ]; then ! is_live || start_keepalived > /dev/null 2>&1; fi
  say "Everything is as it was before." >&2
}
{ cut -d' ' -f3 "$work/changed" && cat "$work/stale"; } > "$work/touched"
while read -r path; do
  mkdir -p "$work/old$(dirname "$path")" "$(dirname "$root$path")"
  [ ! -e "$root$path" ] || cp -p "$root$path" "$work/old$path"
done < "$work/touched"
if [ -e "$work/old$conf" ] && ! grep -q 'Rendered by cdktf-ip-failover' "$work/old$conf"; then
  cp -p "$work/old$conf" "$root$conf.before-ipfailover"
  say "kept $conf, which was somebody else's, as $conf.before-ipfailover"
fi
undo=yes
while read -r mode owner path; do
  cp "$work/new$path" "$root$path.ipfailover-new"
  chmod "$mode" "$root$path.ipfailover-new"
  [ "$(id -u)" != 0 ] || chown "$owner" "$root$path.ipfailover-new"
  mv -f "$root$path.ipfailover-new" "$root$path"
  say "wrote $path"
done < "$work/changed"
is_live || { undo='' && cut -d' ' -f4 "$work/files" > "$state/installed" && exit 0; }

keepalived -t -e -f "$conf" > "$work/test" 2>&1 || {
  cat "$work/test" >&2
  fail "keepalived does not take the configuration (its exit status and words are above)."
}
! is_changed '^/etc/sysctl\.d/' || sysctl -q -e -p /etc/sysctl.d/60-ipfailover.conf || say "Not every sysctl could be set."
if has_systemd; then
  systemctl daemon-reload
  for unit in firewall addresses; do
    [ -e "/etc/systemd/system/ipfailover-$unit.service" ] || continue
    systemctl enable --quiet "ipfailover-$unit"
    if ! systemctl is-active --quiet "ipfailover-$unit"; then systemctl start "ipfailover-$unit"; else
      ! is_changed "ipfailover-$unit\|/firewall.nft\|/local-addresses" || systemctl reload "ipfailover-$unit"
    fi
  done
fi
start_keepalived || fail "keepalived does not run with the new configuration: journalctl -u keepalived."
while read -r path; do
  drop_unit "$path"
  rm -f "$path"
  say "removed $path"
done < "$work/stale"
if is_changed '^/etc/systemd/network/\|^/etc/netplan/'; then
  if [ -z "$network" ]; then
    say "The public interface's static configuration takes effect at the next start, or now with --apply-network."
  elif [ -e /etc/netplan/60-ipfailover.yaml ]; then netplan apply; else networkctl reload; fi
fi
undo=''
cut -d' ' -f4 "$work/files" > "$state/installed"
say "$member is as rendered."
`;
