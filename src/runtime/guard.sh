# Any shell may be asked to run this file; from here on it is bash 4.2 or newer.
if [ -z "${BASH_VERSION:-}" ]; then exec bash "$0" "$@"; fi
case $BASH_VERSION in
  [0-3].* | 4.[01].*)
    echo "$0: needs bash 4.2 or newer, this is bash $BASH_VERSION" >&2
    exit 3
    ;;
esac
set +o posix
