package io.tidemill.offline;

import io.tidemill.pipeline.Pipeline;
import io.tidemill.snapshot.Fingerprint;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSnapshotCodec;
import io.tidemill.snapshot.Precision;
import io.tidemill.snapshot.SnapshotFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A model in a file, as snapshots are everywhere. */
public final class ModelFile {
  private ModelFile() {}

  /**
   * Refuses a file that cannot be written, and makes its folder: before hours of learning, not
   * after them.
   */
  static void prepare(Path file) throws IOException {
    Path folder = OutputFiles.prepare(file);
    if (!Files.isWritable(folder)) {
      throw new IOException(file + ": nothing may be written into its folder: name another");
    }
  }

  /** Writes a model, whole or not at all. */
  static void write(ModelSnapshot model, Precision precision, Path file) throws IOException {
    write(ModelSnapshotCodec.encode(model, precision), file);
  }

  /** Writes what a model is encoded as, whole or not at all. */
  public static void write(byte[] model, Path file) throws IOException {
    prepare(file);
    Path half = file.resolveSibling("." + file.getFileName() + ".half");
    try {
      Files.write(half, model);
      Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(half);
    }
  }

  /**
   * Reads the model of a pipeline.
   *
   * @throws IOException says what is wrong with the file, or that it is of another pipeline
   */
  public static ModelSnapshot read(Path file, Pipeline pipeline) throws IOException {
    ModelSnapshot model;
    try {
      if (Files.isDirectory(file)) {
        throw new IOException(file + ": is a folder: name the file that tidemill train wrote");
      }
      if (Files.size(file) > ModelSnapshotCodec.MAX_BYTES) {
        throw new IOException(
            "%s: has more than %d MiB, and so is no model: name the file that tidemill train wrote"
                .formatted(file, ModelSnapshotCodec.MAX_BYTES >> 20));
      }
      model = ModelSnapshotCodec.decode(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": no such file: make it with tidemill train", e);
    } catch (SnapshotFormatException e) {
      throw new IOException(file + ": no model, or a damaged one: " + e.getMessage(), e);
    }
    if (model.fingerprint() != pipeline.model().fingerprint()) {
      throw new IOException(
          "%s: a model of other features, layers or task (%s) than those of %s (%s): train it anew, or use the pipeline file it was trained by"
              .formatted(
                  file,
                  Fingerprint.hex(model.fingerprint()),
                  pipeline.source(),
                  Fingerprint.hex(pipeline.model().fingerprint())));
    }
    return model;
  }
}
