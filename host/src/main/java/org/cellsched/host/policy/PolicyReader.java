package org.cellsched.host.policy;

import java.nio.file.Path;
import java.util.List;
import org.cellsched.host.yaml.InvalidFileException;
import org.cellsched.host.yaml.Location;
import org.cellsched.host.yaml.Node;
import org.cellsched.host.yaml.Problems;
import org.cellsched.host.yaml.Setting;
import org.cellsched.host.yaml.YamlTree;
import org.jspecify.annotations.Nullable;

/** Reads policies that stand alone: what scenarios have under {@code policy}, as a file. */
public final class PolicyReader {

  private static final String TOP = "policy";

  private PolicyReader() {}

  /**
   * The policy in this file with the settings put in; the defaults where there is no file.
   *
   * @throws InvalidFileException with every complaint and its place
   */
  public static PolicyConfig read(@Nullable Path file, List<Setting> settings)
      throws InvalidFileException {
    Problems problems = new Problems();
    return read(
        file == null
            ? new Node.Nothing(Location.of("the command line"), TOP)
            : YamlTree.read(file, problems),
        settings,
        problems);
  }

  /**
   * The same of a text.
   *
   * @param source what to call it in complaints
   * @throws InvalidFileException with every complaint and its place
   */
  public static PolicyConfig parse(String text, String source, List<Setting> settings)
      throws InvalidFileException {
    Problems problems = new Problems();
    return read(YamlTree.parse(text, source, problems), settings, problems);
  }

  /**
   * A policy with settings put in.
   *
   * @throws InvalidFileException with every complaint and its place
   */
  public static PolicyConfig changed(PolicyConfig policy, List<Setting> settings)
      throws InvalidFileException {
    return parse(PolicyWriter.toText(policy), TOP, settings);
  }

  private static PolicyConfig read(@Nullable Node tree, List<Setting> settings, Problems problems)
      throws InvalidFileException {
    Node node = tree;
    if (node != null) {
      for (Setting setting : settings) {
        node = setting.applyTo(node, problems);
      }
      Node written =
          node instanceof Node.Nothing nothing
              ? new Node.Mapping(nothing.location(), TOP, List.of())
              : node;
      PolicyConfig policy = PolicyFormat.POLICY.read(written, problems);
      if (policy != null && problems.isEmpty()) {
        return policy;
      }
    }
    throw new InvalidFileException(problems);
  }
}
