# Sourced by bin/vm: kernels and packages from Debian's mirror, unpacked into the cache. Without a network, what is in the
# cache is used. The mirror's address is that of the machine's own Debian sources, and is written nowhere else.

suite=trixie
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# What the guest needs beside the kernel. No dependencies are followed.
packages=(busybox-static libc6 libgcc-s1 libbpf1 libelf1t64 zlib1g libzstd1 libjson-c5 rt-app)

apt_options=(
  -o "Dir::Etc::sourcelist=$cache/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
  -o "Dir::State::lists=$cache/apt/lists" -o "Dir::Cache=$cache/apt/cache"
  -o "Dir::Cache::pkgcache=" -o "Dir::Cache::srcpkgcache="
  -o APT::Sandbox::User=root -o APT::Get::Assume-Yes=true -qq
)

# Lists of what the mirror has, at most a day old; 1 if they cannot be had.
refresh_lists() {
  local mirror
  [[ -z $(find "$cache/apt/fresh" -mmin -1440 2> /dev/null) ]] || return 0
  command -v apt-get > /dev/null && [[ -r $keyring ]] || return 1
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 2> /dev/null | grep -v security | sort -u | head -n 1)
  [[ $mirror ]] || return 1
  mkdir -p "$cache/apt/lists/partial" "$cache/apt/cache/archives/partial"
  printf 'deb [signed-by=%s] %s %s main\n' "$keyring" "$mirror" "$suite" \
    "$keyring" "$mirror" "$suite-backports" > "$cache/apt/sources.list"
  apt-get "${apt_options[@]}" update > "$cache/apt/log" 2>&1 || return 1
  apt-cache "${apt_options[@]}" dumpavail > "$cache/apt/available"
  touch "$cache/apt/fresh"
}

# Kernels on offer that may have sched_ext (6.16 and later), oldest first.
offered_kernels() {
  [[ -r $cache/apt/available ]] || return 0
  sed -nE 's/^Package: linux-image-([0-9][^ ]*-cloud-amd64)$/\1/p' "$cache/apt/available" |
    sort -uV | awk -F '[.+]' '$1 > 6 || ($1 == 6 && $2 >= 16)'
}

cached_kernels() {
  find "$cache/kernels" -mindepth 2 -maxdepth 2 -name vmlinuz 2> /dev/null |
    sed -E 's|.*/([^/]+)/vmlinuz|\1|' | sort -V
}

list_kernels() {
  refresh_lists || echo "vm: the mirror cannot be reached; these are in the cache" >&2
  local release
  for release in $({ offered_kernels; cached_kernels; } | sort -uV); do
    echo "$release$([[ -r $cache/kernels/$release/vmlinuz ]] && echo ' (here)')"
  done
}

# The release that --kernel means. The series 6.18 is the latest with long-term support on offer.
choose_kernel() {
  local known
  known=$({ offered_kernels; cached_kernels; } | sort -uV)
  case $kernel in
    oldest) head -n 1 <<< "$known" ;;
    lts) grep '^6\.18\.' <<< "$known" | tail -n 1 || true ;;
    newest) tail -n 1 <<< "$known" ;;
    *) grep -F -- "$kernel" <<< "$known" | tail -n 1 || true ;;
  esac
}

# download FOLDER PACKAGE...: unpacks packages into the folder.
download() (
  mkdir -p "$1" "$work/debs"
  local folder=$1
  cd "$work/debs"
  shift
  apt-get "${apt_options[@]}" download "$@" >> "$cache/apt/log" 2>&1 || return 1
  local package
  for package in ./*.deb; do dpkg -x "$package" "$folder"; done
  rm -f ./*.deb
)

fetch_kernel() {
  local target=$cache/kernels/$release unpacked=$work/kernel names=("linux-image-$release")
  [[ -r $target/vmlinuz ]] && return 0
  # From 6.19 on the image package is split, and later once more.
  local part
  for part in binary base; do
    if grep -q "^Package: linux-$part-$release\$" "$cache/apt/available"; then
      names+=("linux-$part-$release")
    fi
  done
  echo "vm: fetching kernel $release" >&2
  download "$unpacked" "${names[@]}" || return 1
  mkdir -p "$target.new"
  cp "$(find "$unpacked" -name 'vmlinuz*' -type f | head -n 1)" "$target.new/vmlinuz"
  cp "$(find "$unpacked" \( -name config -o -name 'config-*' \) -type f | head -n 1)" "$target.new/config"
  mv "$target.new" "$target"
}

fetch_packages() {
  [[ $(cat "$cache/guest/complete" 2> /dev/null) == "${packages[*]}" ]] && return 0
  echo "vm: fetching the guest's packages" >&2
  rm -rf "$cache/guest"
  download "$cache/guest" "${packages[@]/%//$suite}" || return 1
  echo "${packages[*]}" > "$cache/guest/complete"
}

# Sets `release`.
fetch() {
  command -v qemu-system-x86_64 > /dev/null || skip "no qemu-system-x86_64 (package qemu-system-x86)"
  command -v cpio > /dev/null || skip "no cpio (package cpio)"
  mkdir -p "$cache"
  local offline=
  refresh_lists || offline=yes
  release=$(choose_kernel)
  [[ $release ]] || skip "no kernel \"$kernel\"${offline:+: the mirror cannot be reached, and it is not in the cache}"
  fetch_kernel || skip "kernel $release cannot be fetched"
  fetch_packages || skip "the guest's packages cannot be fetched"
}
