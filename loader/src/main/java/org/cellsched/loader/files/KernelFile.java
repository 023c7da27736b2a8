package org.cellsched.loader.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.core.cpu.CpuListException;
import org.cellsched.core.cpu.CpuMask;
import org.jspecify.annotations.Nullable;

/** One of the kernel's small text files, in sysfs, procfs or a cgroup. */
public final class KernelFile {

  private KernelFile() {}

  /** Its text without the white space around it; null if there is no such file. */
  public static @Nullable String readIfPresent(Path file) throws IOException {
    try {
      return read(file);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Its text without the white space around it. */
  public static String read(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      // ENODEV is what is answered of a cgroup that is going.
      if (String.valueOf(e.getMessage()).contains("No such device")) {
        throw new NoSuchFileException(file.toString());
      }
      throw e;
    }
  }

  /** The CPUs that a file lists; null if there is no such file. */
  public static @Nullable CpuMask readCpusIfPresent(Path file) throws IOException {
    String text = readIfPresent(file);
    return text == null ? null : parse(file, text);
  }

  /** The CPUs that a file lists. */
  public static CpuMask readCpus(Path file) throws IOException {
    return parse(file, read(file));
  }

  /** What went wrong, for people: the file system's own messages may be no more than a path. */
  public static String problem(IOException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e) {
      case AccessDeniedException denied -> message + ": no permission to read it";
      case NoSuchFileException missing -> message + " does not exist";
      default -> message;
    };
  }

  private static CpuMask parse(Path file, String text) throws IOException {
    try {
      return CpuList.parse(text);
    } catch (CpuListException e) {
      throw new IOException(file + " is no list of CPUs: " + e.getMessage(), e);
    }
  }

  /**
   * The number behind a word in a text such as {@code usage_usec 1234} or {@code avg10=0.00
   * total=1234}; -1 if it is not there.
   */
  public static long number(String text, String word) {
    Matcher matcher = Pattern.compile("\\b" + Pattern.quote(word) + "[ =](\\d+)\\b").matcher(text);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
  }
}
