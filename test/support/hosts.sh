#!/usr/bin/env bash
# Test hosts on one machine: network namespaces with an sshd each, and one for the client, on a bridge of their own. Nothing of it touches the machine's
# network. `hosts.sh up FOLDER COUNT` prints the ssh command; `hosts.sh cut FOLDER N` pulls the plug of host N; `hosts.sh down FOLDER` removes all.
set -euo pipefail
action=$1
folder=$2
prefix=dp$(printf '%s' "$folder" | cksum | cut -c1-5)
client=$prefix-c

up() {
  mkdir -p "$folder" /run/sshd
  ssh-keygen -q -t ed25519 -N '' -f "$folder/key"
  ssh-keygen -q -t ed25519 -N '' -f "$folder/host"
  cp "$folder/key.pub" "$folder/authorized"
  chmod 600 "$folder/authorized"
  ip netns add "$client"
  ip -n "$client" link add bridge type bridge
  ip -n "$client" addr add 10.123.45.254/24 dev bridge
  ip -n "$client" link set bridge up
  ip -n "$client" link set lo up
  for ((n = 1; n <= $1; n++)); do
    ip netns add "$prefix-$n"
    ip link add "$prefix-v$n" netns "$client" type veth peer name eth0 netns "$prefix-$n"
    ip -n "$client" link set "$prefix-v$n" master bridge up
    ip -n "$prefix-$n" addr add "10.123.45.$n/24" dev eth0
    ip -n "$prefix-$n" link set eth0 up
    ip -n "$prefix-$n" link set lo up
    cat >"$folder/sshd-$n.conf" <<CONF
ListenAddress 10.123.45.$n
HostKey $folder/host
AuthorizedKeysFile $folder/authorized
StrictModes no
UsePAM no
PermitRootLogin yes
PasswordAuthentication no
MaxStartups 100
PidFile $folder/sshd-$n.pid
CONF
    ip netns exec "$prefix-$n" /usr/sbin/sshd -f "$folder/sshd-$n.conf" -E "$folder/sshd-$n.log"
  done
  # A host that has gone must be noticed: nothing else tells a client.
  cat >"$folder/ssh" <<SSH
#!/bin/sh
exec ssh -i $folder/key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o ConnectTimeout=3 -o ServerAliveInterval=1 -o ServerAliveCountMax=2 "\$@"
SSH
  chmod +x "$folder/ssh"
  echo "$client"
}

cut_off() {
  ip -n "$client" link set "$prefix-v$1" down
}

down() {
  for pid in "$folder"/sshd-*.pid; do
    [ -e "$pid" ] && kill "$(cat "$pid")" 2>/dev/null
  done
  ip netns list | cut -d' ' -f1 | grep "^$prefix-" | while read -r name; do
    # Sessions of hosts that were cut off never hear of it.
    ip netns pids "$name" | xargs -r kill -9 2>/dev/null || true
    ip netns del "$name"
  done
}

case $action in
  up) up "$3" ;;
  cut) cut_off "$3" ;;
  down) down ;;
esac
