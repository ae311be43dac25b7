#!/bin/sh
# Flow @VERSION@ for @TARGET@: this text, and behind it Deno and Flow's modules, compressed.
# The first start unpacks them into the user's cache folder, and later ones go straight on.

digest=@DIGEST@

fail() {
  printf 'error: %s\n' "$1" >&2
  shift
  for line; do printf '  %s\n' "$line" >&2; done
  exit 1
}

if [ -n "${FLOW_CACHE-}" ]; then
  case $FLOW_CACHE in
    /*) ;;
    *) FLOW_CACHE=$PWD/$FLOW_CACHE ;;
  esac
  export FLOW_CACHE
  cache=$FLOW_CACHE
else
  case ${XDG_CACHE_HOME-} in
    /*) cache=$XDG_CACHE_HOME/flow ;;
    *)
      [ -n "${HOME-}" ] || fail "There is no folder to unpack Flow into: HOME is not set" \
        "Name one that you can write to: FLOW_CACHE=/a/folder flow …"
      cache=$HOME/@CACHES@/flow
      ;;
  esac
fi
home=$cache/$digest
export DENO_DIR="$cache/deno-@DENO@" DENO_NO_UPDATE_CHECK=1

# Whether nothing is missing: a cache may have been cleaned, file by file.
is_whole() {
  for file in @FILES@; do
    [ -e "$home/$file" ] || return 1
  done
}

cannot() {
  fail "Cannot unpack Flow into \"$cache\": $1" \
    "It takes @MEGABYTES@ MB there. Make that possible, or name another folder that you can write" \
    "to: FLOW_CACHE=/a/folder flow …"
}

damaged() {
  fail "This file is damaged: \"$0\" $1" "Get it again: not all of it has arrived."
}

unpack() (
  set -f
  PATH=${PATH:+$PATH:}/usr/bin:/bin
  length=$(wc -c <"$0") || fail "Cannot read \"$0\", which holds Flow"
  [ "$length" -eq @LENGTH@ ] || damaged "has $((length)) bytes, and should have @LENGTH@"
  reason=$(mkdir -p "$cache" 2>&1) || cannot "$reason"
  tries=0
  until temp=$cache/unpack-$$-$tries && reason=$(mkdir "$temp" 2>&1); do
    tries=$((tries + 1))
    [ $tries -lt 10 ] || cannot "$reason"
  done
  trap 'rm -rf "$temp"' EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  [ ! -t 2 ] || echo "Unpacking Flow @VERSION@ into $cache, once" >&2
  # The braces take in what the shell says of a file that it cannot open.
  if ! reason=$({ tail -c +@DENO_AT@ "$0" | gzip -dc >"$temp/deno"; } 2>&1); then
    # Its lines become one.
    reason=$(echo $reason)
    tail -c +@DENO_AT@ "$0" | gzip -t 2>/dev/null || damaged "cannot be unpacked ($reason)"
    cannot "$reason"
  fi
  chmod +x "$temp/deno"
  if ! reason=$("$temp/deno" --version 2>&1); then
    fail "This machine cannot run the Deno for @TARGET@ that Flow brings along:" \
      "${reason##*"$temp/deno: "}" \
      "Either it is another kind of machine, or no program may run in \"$cache\": name another" \
      "folder by FLOW_CACHE."
  fi
  { cat >"$temp/unpack.js" || cannot "the disk is full"; } <<'END_OF_UNPACK'
@UNPACK@
END_OF_UNPACK
  "$temp/deno" run -A --quiet --no-config --no-lock "$temp/unpack.js" \
    "$0" @FILES_AT@ @FILES_LENGTH@ "$temp" "$home" @MEGABYTES@
)

is_whole || unpack || exit
exec "$home/deno" run -A --quiet --no-config --no-lock --node-modules-dir=none \
  --unstable-worker-options "$home/lib/main.js" "$@"
