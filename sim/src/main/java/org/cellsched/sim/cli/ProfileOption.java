package org.cellsched.sim.cli;

import java.util.Arrays;
import java.util.List;
import org.cellsched.host.yaml.Texts;
import org.cellsched.sim.fuzz.Profile;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A profile of {@code sim fuzz}, by its name. */
final class ProfileOption implements ITypeConverter<Profile> {

  @Override
  public Profile convert(String text) {
    List<String> words = Arrays.stream(Profile.values()).map(Profile::word).toList();
    int index = words.indexOf(text);
    if (index < 0) {
      throw new TypeConversionException(
          "there is no profile %s; the profiles are %s"
              .formatted(Texts.quote(text), Texts.choices(words)));
    }
    return Profile.values()[index];
  }
}
