package org.cellsched.sim.export;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the few forms of a .proto file that our test's schema has, for protobuf's own reader. */
final class ProtoSchema {

  private static final Pattern MESSAGE = Pattern.compile("message (\\w+) \\{");
  private static final Pattern FIELD =
      Pattern.compile("  (optional|repeated) (\\w+) (\\w+) = (\\d+)( \\[packed = true])?;");
  private static final Pattern NOTHING =
      Pattern.compile("|//.*|}|syntax = \"proto2\";|package perfetto\\.protos;");

  private ProtoSchema() {}

  /** Messages by name. */
  static Map<String, Descriptor> read(String resource) {
    FileDescriptorProto.Builder file =
        FileDescriptorProto.newBuilder().setName(resource).setSyntax("proto2");
    try (InputStream in = ProtoSchema.class.getResourceAsStream(resource)) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .forEach(line -> add(line, file));
      Map<String, Descriptor> byName = new TreeMap<>();
      FileDescriptor.buildFrom(file.build(), new FileDescriptor[0])
          .getMessageTypes()
          .forEach(message -> byName.put(message.getName(), message));
      return byName;
    } catch (IOException | DescriptorValidationException e) {
      throw new IllegalStateException(resource, e);
    }
  }

  private static void add(String line, FileDescriptorProto.Builder file) {
    Matcher message = MESSAGE.matcher(line);
    Matcher field = FIELD.matcher(line);
    if (message.matches()) {
      file.addMessageType(DescriptorProto.newBuilder().setName(message.group(1)));
    } else if (field.matches()) {
      file.getMessageTypeBuilder(file.getMessageTypeCount() - 1).addField(field(field));
    } else if (!NOTHING.matcher(line).matches()) {
      throw new IllegalArgumentException("cannot read: " + line);
    }
  }

  private static FieldDescriptorProto.Builder field(Matcher line) {
    FieldDescriptorProto.Builder field =
        FieldDescriptorProto.newBuilder()
            .setLabel(
                line.group(1).equals("repeated")
                    ? FieldDescriptorProto.Label.LABEL_REPEATED
                    : FieldDescriptorProto.Label.LABEL_OPTIONAL)
            .setName(line.group(3))
            .setNumber(Integer.parseInt(line.group(4)));
    if (line.group(5) != null) {
      field.setOptions(FieldOptions.newBuilder().setPacked(true));
    }
    String type = line.group(2);
    return Character.isUpperCase(type.charAt(0))
        ? field.setTypeName(type)
        : field.setType(FieldDescriptorProto.Type.valueOf("TYPE_" + type.toUpperCase(Locale.ROOT)));
  }
}
