#!/usr/bin/env bash
# Renders explainers; on first use it installs what they need. See README.md.
#
#   ./render.sh linear_transformation    render a clip into clips/ of the current folder
#   ./render.sh test                     run the tests
#   ./render.sh bench                    measure our engine against Manim's
#   ./render.sh reliability              thousands of requests, kills and damaged files
#   ./render.sh doctor                   what is installed, what is missing, what to do
#   ./render.sh --help                   everything else
#
# Works from any folder: the paths you give, and clips/, are taken from where you are.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
venv=$root/.venv
stamp=$venv/installed       # what has been installed, word for word
unfinished=$venv/unfinished # stands while an installation is under way

say() { printf '%s\n' "$*" >&2; }

die() { # STATUS MESSAGE
    printf 'error: %s\n' "$2" >&2
    exit "$1"
}

# -- is everything there? -------------------------------------------------------------------------

wanted() { # GROUP, which is "run" or "dev"
    printf '%s\n' "$1 $root" "$(<"$root/pyproject.toml")" "$(<"$root/requirements.lock")"
}

installed() { # GROUP
    [[ -x $venv/bin/python && -r $stamp && ! -e $unfinished ]] || return 1
    local have
    have=$(<"$stamp")
    [[ $have == "$(wanted dev)" ]] || [[ $1 == run && $have == "$(wanted run)" ]]
}

# -- the system -----------------------------------------------------------------------------------

has() { command -v "$1" >/dev/null 2>&1; }

good_python() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() { # prints a Python of 3.11 or newer
    local name
    for name in python3.13 python3.12 python3.11 python3 python3.14; do
        if has "$name" && good_python "$name"; then
            command -v "$name"
            return
        fi
    done
    return 1
}

has_browser() { # which the tests of web pages drive; tests/browser.py looks for the same
    local name
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        has "$name" && return
    done
    [[ -e '/Applications/Google Chrome.app' ]]
}

debian_browser() { # prints the package that brings a Chromium
    local name=chromium
    apt-cache show chromium >/dev/null 2>&1 || ! apt-cache show chromium-browser >/dev/null 2>&1 ||
        name=chromium-browser
    printf '%s' "$name"
}

debian_lacks() { # GROUP PYTHON: prints the Debian packages that are missing
    local name python version
    [[ $1 != dev ]] || has_browser || printf '%s ' "$(debian_browser)"
    has gcc && has g++ && [[ -e /usr/include/stdlib.h ]] || printf 'build-essential '
    has pkg-config || printf 'pkg-config '
    for name in cairo:libcairo2-dev pangocairo:libpango1.0-dev; do
        if ! has pkg-config || ! pkg-config --exists "${name%%:*}" 2>/dev/null; then
            printf '%s ' "${name#*:}"
        fi
    done
    if ! python=$(find_python); then
        printf '%s %s-venv %s-dev ' "$2" "$2" "$2"
        return
    fi
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    "$python" -c 'import ensurepip, venv' 2>/dev/null || printf 'python%s-venv ' "$version"
    "$python" -c 'import os, sys, sysconfig
sys.exit(not os.path.exists(sysconfig.get_path("include") + "/Python.h"))' ||
        printf 'python%s-dev ' "$version"
}

newest_debian_python() { # prints the package that brings a Python of 3.11 or newer
    local name version
    version=$(apt-cache show python3 2>/dev/null | sed -n 's/^Version: 3\.\([0-9]*\).*/\1/p' | head -n 1)
    if [[ ${version:-0} -ge 11 ]]; then
        printf 'python3'
        return
    fi
    for name in python3.13 python3.12 python3.11; do
        if apt-cache show "$name" >/dev/null 2>&1; then
            printf '%s' "$name"
            return
        fi
    done
    printf 'python3'
}

homebrew_lacks() { # GROUP
    local name
    [[ $1 != dev ]] || has_browser || printf 'google-chrome '
    for name in cairo pango; do
        has pkg-config && pkg-config --exists "$name" 2>/dev/null || printf '%s ' "$name"
    done
    has pkg-config || printf 'pkg-config '
    find_python >/dev/null || printf 'python@3.13 '
}

as_root() {
    if [[ $(id -u) == 0 ]]; then
        "$@"
    else
        sudo "$@"
    fi
}

install_system() { # GROUP
    local lacks
    if [[ $(uname -s) == Darwin ]]; then
        has brew || die 1 "Homebrew is needed on macOS: see https://brew.sh"
        lacks=$(homebrew_lacks "$1")
        [[ -z $lacks ]] && return
        say "Installing with Homebrew: ${lacks% }"
        # shellcheck disable=SC2086  # a list of words
        brew install $lacks >&2 || die 1 "brew install ${lacks% } failed"
    elif has apt-get; then
        lacks=$(debian_lacks "$1" python3)
        [[ -z $lacks ]] && return
        [[ $(id -u) == 0 ]] || has sudo ||
            die 1 "not root, and there is no sudo; as root run: apt-get install ${lacks% }"
        say "Installing system packages: ${lacks% }"
        as_root apt-get update -qq >&2 || say "apt-get update failed; trying with the old lists"
        lacks=$(debian_lacks "$1" "$(newest_debian_python)")
        # shellcheck disable=SC2086
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
            --no-install-recommends $lacks >&2 || die 1 "apt-get install ${lacks% } failed"
    elif ! has pkg-config || ! pkg-config --exists cairo pangocairo; then
        die 1 "install cairo, pango (with headers), pkg-config and a C compiler, then try again; \
on Fedora: dnf install cairo-devel pango-devel pkgconf gcc gcc-c++ python3-devel"
    elif [[ $1 == dev ]] && ! has_browser; then
        die 1 "install chromium, which the tests of web pages drive, then try again"
    fi
    find_python >/dev/null || die 1 "Python 3.11 or newer is needed; this system offers none"
}

# -- the virtual environment ----------------------------------------------------------------------

install_libraries() { # GROUP
    local extra='' python
    [[ $1 == dev ]] && extra='[dev]'
    if [[ -e $unfinished ]]; then
        say "The last installation was cut short; starting anew."
        find "$venv" -mindepth 1 -maxdepth 1 ! -name 'lock*' -exec rm -rf {} +
    fi
    : >"$unfinished"
    rm -f "$stamp"
    if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        python=$(find_python)
        say "Making a virtual environment in .venv with $("$python" -V 2>&1)"
        "$python" -m venv "$venv" >&2 || die 1 "$python -m venv failed"
    fi
    say "Installing the pinned libraries into .venv: Manim, numpy, scipy and what they need"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-compile \
        --constraint "$root/requirements.lock" --editable "$root$extra" >&2 ||
        die 1 "pip could not install the libraries: see above, and run the same command again"
    wanted "$1" >"$stamp"
    rm -f "$unfinished"
}

locked() { # COMMAND...: runs it while no other first use does
    if has flock; then
        (
            trap 'exit 130' INT TERM # or bash goes on when pip ends in good order
            flock --nonblock 9 || {
                say "Another installation is under way; waiting for it."
                flock 9
            }
            "$@"
        ) 9>"$venv/lock"
        return
    fi
    local owner
    while ! mkdir "$venv/lock.d" 2>/dev/null; do
        owner=$(cat "$venv/lock.d/owner" 2>/dev/null || true)
        if [[ -n $owner ]] && ! kill -0 "$owner" 2>/dev/null; then
            rm -rf "$venv/lock.d" # its owner is gone
            continue
        fi
        sleep 1
    done
    printf '%s' "$$" >"$venv/lock.d/owner"
    trap 'rm -rf "$venv/lock.d"' EXIT
    "$@"
    rm -rf "$venv/lock.d"
    trap - EXIT
}

set_up() { # GROUP
    installed "$1" && return # by somebody else, while we waited
    install_system "$1"
    install_libraries "$1"
    say "Ready."
}

# -- doctor ---------------------------------------------------------------------------------------

doctor() {
    local lacks='' python status=0
    if [[ $(uname -s) == Darwin ]]; then
        lacks=$(homebrew_lacks run)
    elif has apt-get; then
        lacks=$(debian_lacks run python3)
    elif ! has pkg-config || ! pkg-config --exists cairo pangocairo; then
        lacks='cairo pango pkg-config'
    fi
    if [[ -n $lacks ]]; then
        say_status missing "system packages: ${lacks% } (any ./render.sh SCENE installs them)"
        status=1
    else
        say_status ok "system packages for Manim"
    fi
    if python=$(find_python); then
        say_status ok "$("$python" -V) at $python"
    else
        say_status missing "Python 3.11 or newer (any ./render.sh SCENE installs it)"
        status=1
    fi
    if installed run; then
        say_status ok "the virtual environment .venv is up to date"
        "$venv/bin/python" -P -m explainer doctor || status=1
    elif [[ -e $venv/bin/python ]]; then
        say_status missing "the libraries in .venv are not those of this checkout \
(any ./render.sh SCENE installs them)"
        status=1
    else
        say_status missing "the virtual environment .venv (any ./render.sh SCENE makes it)"
        status=1
    fi
    return "$status"
}

say_status() { printf '%-8s %s\n' "$1" "$2"; }

# -- main -----------------------------------------------------------------------------------------

main() {
    local group=run
    case ${1-} in
    doctor)
        if [[ $# == 1 ]]; then
            doctor
            return
        fi
        ;;
    test | bench | reliability) group=dev ;;
    esac
    if ! installed "$group"; then
        trap 'exit 130' INT TERM
        mkdir -p "$venv" 2>/dev/null || die 1 "$root cannot be written; make your own checkout"
        locked set_up "$group"
        trap - INT TERM
    fi
    # pip would compile all that there is; this compiles what is imported, and keeps it in .venv.
    export PYTHONPYCACHEPREFIX=${PYTHONPYCACHEPREFIX:-$venv/bytecode}
    unset PYTHONDONTWRITEBYTECODE
    # A Ctrl-C waits until somebody hears it: Python on its way up would answer with a traceback.
    local quietly=(env --block-signal=INT --block-signal=TERM --block-signal=HUP)
    "${quietly[@]}" true 2>/dev/null || quietly=()
    exec ${quietly[@]+"${quietly[@]}"} "$venv/bin/python" -P -m explainer "$@"
}

main "$@"
