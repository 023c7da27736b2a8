package org.cellsched.host.cli;

import org.cellsched.host.yaml.ScalarFormat.Mismatch;
import org.cellsched.host.yaml.Scalars;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An option that is a duration, in nanoseconds, as scenarios write it: such as {@code 20ms}. */
public final class DurationOption implements ITypeConverter<Long> {

  @Override
  public Long convert(String text) {
    try {
      return Scalars.parseDurationNs(text);
    } catch (Mismatch e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
