#!/bin/sh
# Starts fsmlib's app on Linux and macOS.  Where uv is installed it brings Python and the packages;
# else the machine's own Python 3.11 or newer puts them in a folder of the user's.  What was fetched
# once is there without a network.
cd "$(dirname "$0")" || exit 1
wheel=$(ls fsmlib-*.whl 2>/dev/null)
if [ -z "$wheel" ]; then
  echo "Pak hele zip-filen ud i en mappe, og start derfra."
  exit 1
fi
echo "fsmlib starter."
first="Første gang hentes der omkring 350 MB, og det kan tage nogle minutter."
if command -v uv >/dev/null; then
  fsm() {
    uv --system-certs tool run --python '>=3.11' --constraints versioner.txt \
      --from "./${wheel}[pdf]" fsm "$@"
  }
  export UV_OFFLINE=1
  if ! fsm version >/dev/null 2>&1; then
    unset UV_OFFLINE
    echo "$first"
  fi
  fsm app "$@"
  exit
fi
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "Her er hverken uv eller Python 3.11. Se »Læs mig først.html« under »Mac og Linux«."
  exit 1
fi
home="${XDG_DATA_HOME:-$HOME/.local/share}/fsmlib/${wheel%.whl}"
if [ ! -e "$home/ready" ]; then
  rm -rf "$home"
  echo "$first"
  if ! { python3 -m venv "$home" && "$home/bin/python" -m pip install --quiet \
    --disable-pip-version-check --constraint versioner.txt "./${wheel}[pdf]"; }; then
    echo "fsmlib kunne ikke hentes. Se »Læs mig først.html« under »Når det ikke går«."
    exit 1
  fi
  touch "$home/ready"
fi
exec "$home/bin/fsm" app "$@"
