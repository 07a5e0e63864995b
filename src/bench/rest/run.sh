#!/usr/bin/env bash
# Measures the service over REST beside nginx serving the same files, in one run on one machine.
# Needs wrk and nginx (Debian packages) and a built jar with test classes:
#   mvn -Pbench package -DskipTests && src/bench/rest/run.sh [packages, default 100000]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
packages=${1:-100000}
work=$(mktemp -d)
service=
web=
stop() {
  [ -z "$service" ] || kill "$service" 2>/dev/null || true
  [ -z "$web" ] || kill "$web" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT

port() { # a free one
  local port
  while :; do
    port=$((20000 + RANDOM % 20000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}
p=$(port)
base=http://127.0.0.1:$p

echo "== $(date -u +%F) $(nproc) cores, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1), $(free -g | awk '/Mem/{print $2}') GiB"
bin/ggen prepare >/dev/null
cold() { # milliseconds from launch to a 200 of readiness
  local start now
  start=$(date +%s%3N)
  bin/ggen p2p start --port "$p" --data-dir "$work/data" >"$work/service.log" 2>&1 &
  service=$!
  until curl -sf -o /dev/null "$base/actuator/health/readiness"; do sleep 0.02; done
  now=$(date +%s%3N)
  echo "start to ready: $((now - start)) ms"
}
cold
sleep 5
echo "resident when idle: $(awk '/VmRSS/{print int($2/1024)}' /proc/$service/status) MiB"

java=$(readlink /proc/$service/exe)
classes=$(tail -1 target/bench.classpath)
load() { "$java" -cp "$classes" dev.ggen.registry.bench.PublishLoad "$base" "$work/data/admin-token" "$@"; }
echo "publish, 4 clients, warm-up: $(load 0 1000 1)"
echo "publish, 4 clients: $(load 1000 4000 1)"
[ "$packages" -le 4000 ] || echo "publish the rest: $(load 4000 "$packages" 1)"

publish() { # name, bytes of random content
  mkdir -p "$work/$1"
  printf '[package]\nname = "%s"\nversion = "1.0.0"\n' "$1" >"$work/$1/package.toml"
  head -c "$2" /dev/urandom >"$work/$1/content.bin"
  tar -C "$work/$1" -czf "$work/www/$1.tgz" package.toml content.bin
  curl -sf -o /dev/null -H "Authorization: Bearer $(cat "$work/data/admin-token")" \
    -H 'Content-Type: application/gzip' --data-binary "@$work/www/$1.tgz" "$base/api/v1/packages"
}
mkdir -p "$work/www"
publish bench-20k 20000
publish bench-1m 1000000
n=$(port)
cat >"$work/nginx.conf" <<EOF
worker_processes auto; daemon off; pid $work/nginx.pid; error_log $work/nginx.err;
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 10000000; root $work/www;
  client_body_temp_path $work/b; proxy_temp_path $work/p; fastcgi_temp_path $work/f; uwsgi_temp_path $work/u; scgi_temp_path $work/s;
  server { listen 127.0.0.1:$n; } }
EOF
chmod -R a+rX "$work"
nginx -c "$work/nginx.conf" &
web=$!

hit() { # title, then wrk's arguments; a warm-up first
  local title=$1
  shift
  wrk -t1 -c32 -d4s "$@" >/dev/null
  echo "$title: $(wrk -t1 -c32 -d8s --latency "$@" | awk '/Requests\/sec/{r=$2} /Transfer\/sec/{t=$2} / 50%/{a=$2} / 99%/{b=$2} /Non-2xx/{e=" ERRORS " $0} END{print r " req/s, " t "/s, p50 " a ", p99 " b e}')"
}
hit "record" "$base/api/v1/packages/bench-20k/1.0.0"
hit "archive 20 KB" "$base/api/v1/packages/bench-20k/1.0.0/archive"
hit "nginx   20 KB" "http://127.0.0.1:$n/bench-20k.tgz"
hit "archive 1 MB" "$base/api/v1/packages/bench-1m/1.0.0/archive"
hit "nginx   1 MB" "http://127.0.0.1:$n/bench-1m.tgz"
hit "archive 1 MB" "$base/api/v1/packages/bench-1m/1.0.0/archive"
hit "search over $packages" -s src/bench/rest/search.lua "$base"
curl -s "$base/actuator/prometheus" | grep -E '^registry_search_seconds(_max|_sum|_count|\{quantile)' || true
echo "resident after the load: $(awk '/VmRSS/{print int($2/1024)}' /proc/$service/status) MiB"
