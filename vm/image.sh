# Sourced by bin/vm: the guest's file system, as an initramfs. The base (busybox, libraries, a Java runtime) is made once; what a
# run adds is an archive of its own behind it.

java_modules=java.base,java.logging,java.management,java.xml,jdk.unsupported,jdk.httpserver

# pack FOLDER FILE: all of a folder as one compressed archive, owned by root.
pack() {
  (cd "$1" && find . -print0 | cpio --null --create --format=newc --owner=0:0 --quiet | gzip -1) > "$2"
}

# Sets `base`; made anew when the guest's parts or the JDK change.
make_image() {
  . "$root/bin/find-jdk"
  base=$cache/base-$(cat "$root/vm/guest-init" "$root/vm/image.sh" "$jdk/release" "$cache/guest/complete" | sha256sum | cut -c 1-16).cpio.gz
  [[ -r $base ]] && return 0
  echo "vm: making the guest's image" >&2
  local image=$work/image
  mkdir -p "$image"/{bin,dev,proc,sys,tmp,run,lib64,usr/lib}
  cp "$cache/guest/usr/bin/busybox" "$image/bin/busybox"
  cp -a "$cache/guest/usr/lib/x86_64-linux-gnu" "$image/usr/lib/"
  rm -rf "$image"/usr/lib/x86_64-linux-gnu/{gconv,audit}
  ln -s usr/lib "$image/lib"
  ln -sf ../usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2 "$image/lib64/ld-linux-x86-64.so.2"
  cp "$cache/guest/usr/bin/rt-app" "$image/bin/rt-app"
  "$jdk/bin/jlink" --add-modules "$java_modules" --strip-debug --no-header-files --no-man-pages --generate-cds-archive \
    --output "$image/jdk"
  cp "$root/vm/guest-init" "$image/init"
  chmod +x "$image/init"
  pack "$image" "$base.new"
  mv "$base.new" "$base"
}

# The project as the guest sees it: /cellsched with the loader's jars. Sets `extra`.
add_project() {
  local folder=$work/extra/cellsched
  mkdir -p "$folder/bin" "$work/extra/boot"
  cp "$cache/kernels/$release/config" "$work/extra/boot/config-$release"
  (cd "$root" && mvn -q -B -ntp -Dquick -Dmaven.test.skip=true -pl loader -am package < /dev/null) >&2
  cp -R "$root/loader/target/quick/loader.jar" "$root/loader/target/quick/lib" "$folder"
  "$root/bpf/build" "$folder/cells.bpf.o" || true
  cp "$root/loader/jvm-options" "$folder"
  cat > "$folder/bin/loader" << 'EOF'
#!/bin/sh
[ ! -e /tmp/loader.jsa ] || share=-XX:SharedArchiveFile=/tmp/loader.jsa
exec /jdk/bin/java -XX:+UseSerialGC @/cellsched/jvm-options ${share:-} ${JAVA_OPTIONS:-} -jar /cellsched/loader.jar "$@"
EOF
  chmod +x "$folder/bin/loader"
}

# The loader's tests, for JUnit's console launcher.
make_tests() {
  local tests=$work/extra/cellsched/tests
  mkdir -p "$tests/classes" "$tests/lib"
  (cd "$root" && mvn -q -B -ntp -Dquick -pl loader -am -DskipTests package dependency:copy-dependencies \
    -DincludeScope=test -DoutputDirectory="$tests/lib" < /dev/null) >&2
  cp -R "$root/loader/target/quick/test-classes/." "$tests/classes"
}
