#!/usr/bin/env bash
# A PostgreSQL cluster that lives as long as somebody needs it.
#   with-postgres.sh CMD...   runs CMD with TEST_POSTGRES_URL set and ends with its exit code.
#   with-postgres.sh          prints the URL on one line, then waits until its standard input is closed.
# It listens on a Unix socket in its own temporary folder only, so clusters never meet and no port is taken.
# PG_FSYNC=on keeps PostgreSQL's promises about power cuts, which crash tests need and all others only pay for.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

port=5432

# Holds the cluster and reads standard input; when that ends, for whatever reason, cluster and folder go.
# A process of its own, because it has to outlive a script that is killed without being asked.
if [ "${1:-}" = --guard ]; then
  dir="$2" bin="$3" server=
  cd "$dir"
  clean_up() {
    if [ -n "$server" ]; then
      kill -INT "$server" 2>/dev/null || true
      wait "$server" || true
    fi
    cd /
    rm -rf "$dir"
  }
  trap clean_up EXIT
  # PostgreSQL refuses to run as root, which is what a container usually is.
  as_owner=()
  if [ "$(id -u)" = 0 ]; then
    owner=postgres
    id -u "$owner" >/dev/null 2>&1 || owner=nobody
    chown "$owner" "$dir"
    as_owner=(setpriv --reuid "$owner" --regid "$(id -g "$owner")" --clear-groups)
  fi
  fsync="${PG_FSYNC:-off}"
  ${as_owner[@]+"${as_owner[@]}"} "$bin/initdb" --pgdata "$dir/data" --username postgres --auth trust --encoding UTF8 --locale C --no-sync \
    >"$dir/log" 2>&1 </dev/null || { cat "$dir/log" >&2; exit 1; }
  ${as_owner[@]+"${as_owner[@]}"} "$bin/postgres" -D "$dir/data" -p "$port" -k "$dir" -c listen_addresses= -c max_connections=200 \
    -c fsync="$fsync" -c full_page_writes="$fsync" >>"$dir/log" 2>&1 </dev/null &
  server=$!
  until grep -qs '^ready' "$dir/data/postmaster.pid"; do
    kill -0 "$server" 2>/dev/null || { cat "$dir/log" >&2; exit 1; }
    sleep 0.1
  done
  touch "$dir/ready"
  cat >/dev/null
  exit
fi

bin="$(find_postgres)" || die "The PostgreSQL server programs are not here; 'make setup' for the tests installs them (package postgresql)."
# Short on purpose: the path of a Unix socket may not exceed some hundred bytes, and TMPDIR often does.
dir="$(mktemp -d /tmp/obhut-postgres.XXXXXX)"

# The guard reads from this pipe; nobody else may hold its other end, or the cluster would outlive us.
exec {life}> >(exec setsid "$root/.build/with-postgres.sh" --guard "$dir" "$bin" >/dev/null)
guard=$!
until [ -e "$dir/ready" ]; do
  kill -0 "$guard" 2>/dev/null || die "PostgreSQL did not start."
  sleep 0.1
done

# The port stands in the URL because PGPORT would otherwise change it on one side only.
export TEST_POSTGRES_URL="postgres://postgres@localhost:$port/postgres?host=$dir"
code=0
if [ $# -gt 0 ]; then
  "$@" {life}>&- || code=$?
else
  echo "$TEST_POSTGRES_URL"
  cat {life}>&- >/dev/null
fi

exec {life}>&-
wait "$guard" || true
exit "$code"
