package org.cellsched.host.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a file that a person wrote: UTF-8 text of bounded size. */
public final class SourceText {

  /** Written by hand, or by a script that writes a thousand cells: 4 MB is far beyond both. */
  static final int MOST_BYTES = 4 << 20;

  private SourceText() {}

  /** The text without its byte order mark; null after a complaint. */
  public static @Nullable String read(Path file, String source, Problems problems) {
    Location whole = Location.of(source);
    if (Files.isDirectory(file)) {
      problems.add(whole, "is a directory; expected a file");
      return null;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        problems.add(whole, "is larger than 4 MB; no file of this kind needs that much");
        return null;
      }
      return decode(bytes, source, problems);
    } catch (NoSuchFileException e) {
      problems.add(whole, "no such file");
    } catch (AccessDeniedException e) {
      problems.add(whole, "may not be read: permission denied");
    } catch (IOException e) {
      problems.add(whole, "cannot be read: " + e.getMessage());
    }
    return null;
  }

  private static @Nullable String decode(byte[] bytes, String source, Problems problems) {
    if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
      problems.add(new Location(source, 1, 1), "the file is UTF-16; expected UTF-8: convert it");
      return null;
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      problems.add(
          endOf(text, source),
          "byte 0x%02x is not UTF-8; save the file as UTF-8".formatted(in.get(in.position())));
      return null;
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static boolean startsWith(byte[] bytes, int first, int second) {
    return bytes.length >= 2 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
  }

  /** The place right after this text. */
  static Location endOf(String text, String source) {
    int lineStart = text.lastIndexOf('\n') + 1;
    int line = 1 + (int) text.chars().filter(character -> character == '\n').count();
    return new Location(source, line, 1 + text.codePointCount(lineStart, text.length()));
  }
}
