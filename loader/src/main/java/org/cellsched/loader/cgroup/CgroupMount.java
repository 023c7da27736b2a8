package org.cellsched.loader.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the cgroup2 tree is mounted: on hosts with the hybrid layout not at /sys/fs/cgroup. */
public final class CgroupMount {

  /** Fields of a line of mountinfo before the optional ones (man 5 proc_pid_mountinfo). */
  private static final int ROOT = 3;

  private static final int MOUNT_POINT = 4;
  private static final int FIRST_OPTIONAL = 6;

  private CgroupMount() {}

  /**
   * The mount point of cgroup2, null if it is not mounted.
   *
   * @param mountinfo {@code /proc/self/mountinfo}
   */
  public static @Nullable Path find(Path mountinfo) throws IOException {
    for (String line : Files.readAllLines(mountinfo)) {
      List<String> fields = Arrays.asList(line.split(" ", -1));
      int dash =
          fields.subList(Math.min(FIRST_OPTIONAL, fields.size()), fields.size()).indexOf("-");
      boolean cgroup2 = dash >= 0 && fields.get(FIRST_OPTIONAL + dash + 1).equals("cgroup2");
      if (cgroup2 && fields.get(ROOT).equals("/")) {
        return Path.of(unescaped(fields.get(MOUNT_POINT)));
      }
    }
    return null;
  }

  /** Spaces and the like are written as three octal digits behind a backslash. */
  private static String unescaped(String field) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      if (field.charAt(i) == '\\' && i + 3 < field.length()) {
        text.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        text.append(field.charAt(i));
      }
    }
    return text.toString();
  }
}
