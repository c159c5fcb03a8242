package io.tidemill.cli;

import io.tidemill.snapshot.ModelVersion;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A version as {@code EPOCH.SEQUENCE}. */
final class VersionConverter implements ITypeConverter<ModelVersion> {

  @Override
  public ModelVersion convert(String text) {
    String[] parts = text.split("\\.", -1);
    try {
      if (parts.length == 2) {
        return new ModelVersion(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new TypeConversionException(
        "'" + text + "' is no version: give its epoch, a dot and its sequence, as in 1.420");
  }
}
