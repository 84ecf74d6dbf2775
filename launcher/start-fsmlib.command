#!/bin/sh
# Starts fsmlib's app on Linux and macOS.  Where uv is installed it brings Python and the packages;
# else the machine's own Python 3.11 or newer puts them in a folder of the user's.
cd "$(dirname "$0")" || exit 1
wheel=$(ls fsmlib-*.whl 2>/dev/null)
if [ -z "$wheel" ]; then
  echo "Pak hele zip-filen ud i en mappe, og start derfra."
  exit 1
fi
echo "fsmlib starter. Første gang hentes der omkring 300 MB, og det kan tage nogle minutter."
if command -v uv >/dev/null; then
  exec uv --system-certs tool run --python '>=3.11' --constraints versioner.txt \
    --from "./$wheel" fsm app "$@"
fi
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "Her er hverken uv eller Python 3.11. Se »Læs mig først.html« under »Mac og Linux«."
  exit 1
fi
home="${XDG_DATA_HOME:-$HOME/.local/share}/fsmlib/${wheel%.whl}"
if [ ! -e "$home/ready" ]; then
  rm -rf "$home"
  if ! { python3 -m venv "$home" && "$home/bin/python" -m pip install --quiet \
    --disable-pip-version-check --constraint versioner.txt "./$wheel"; }; then
    echo "fsmlib kunne ikke hentes. Se »Læs mig først.html« under »Når det ikke går«."
    exit 1
  fi
  touch "$home/ready"
fi
exec "$home/bin/fsm" app "$@"
