package io.tidemill.offline;

import io.tidemill.augment.ImageShape;
import io.tidemill.dataset.ContactSheet;
import io.tidemill.dataset.IdxFiles;
import io.tidemill.dataset.Images;
import io.tidemill.feature.ImageFeature;
import io.tidemill.math.Matrix;
import io.tidemill.math.Noise;
import io.tidemill.network.Gan;
import io.tidemill.network.Network;
import io.tidemill.network.Parameters;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.serve.Predictor;
import io.tidemill.snapshot.ModelSnapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes images like those that a model has learned.
 *
 * @param seed of the noise that they are made of
 * @param out receives them in the idx format; null: nothing does
 * @param sheet receives them side by side as a PNG; null: nothing does
 */
public record OfflineGeneration(
    Pipeline pipeline, Path model, int count, long seed, @Nullable Path out, @Nullable Path sheet) {
  private static final int BUNDLE = 64;
  private static final int SHEET_COLUMNS = 20;

  /** Makes them, writes the files, and says so. */
  public void run(PrintWriter log) throws IOException {
    ModelSnapshot snapshot = ModelFile.read(model, pipeline);
    if (!(snapshot.spec().model() instanceof Gan gan)) {
      throw new IOException(
          pipeline.source() + ": its model makes nothing: that takes task: generate");
    }
    ImageFeature feature =
        pipeline
            .features()
            .image()
            .orElseThrow(
                () ->
                    new IOException(
                        pipeline.source() + ": only images can be written: use one image"));
    for (Path file : Stream.of(out, sheet).filter(Objects::nonNull).toList()) {
      OutputFiles.prepare(file);
    }
    Images images = images(feature, made(gan.generator(), gan.generator(snapshot.weights())));
    if (out != null) {
      IdxFiles.writeImages(images, out);
      log.println("%,d images written to %s".formatted(count, out));
    }
    if (sheet != null) {
      new ContactSheet(SHEET_COLUMNS).write(images, sheet);
      log.println("sheet written to " + sheet);
    }
    log.flush();
  }

  /** What the generator makes, [count, outputSize]. */
  private float[] made(Network generator, Parameters weights) {
    Predictor predictor = new Predictor(generator, BUNDLE);
    predictor.load(weights);
    Matrix z = new Matrix(BUNDLE, generator.inputSize());
    Matrix memory = new Matrix(BUNDLE, generator.stateSize());
    Matrix y = new Matrix(BUNDLE, generator.outputSize());
    float[] all = new float[Math.multiplyExact(count, generator.outputSize())];
    for (int from = 0; from < count; from += BUNDLE) {
      int rows = Math.min(BUNDLE, count - from);
      z.resize(rows);
      Noise.normal(Noise.bits(seed, from), rows * z.columns(), z.data());
      predictor.step(z, memory.resize(rows).fill(0), y.resize(rows));
      System.arraycopy(y.data(), 0, all, from * y.columns(), rows * y.columns());
    }
    return all;
  }

  /** Network inputs as pixels again. */
  private static Images images(ImageFeature feature, float[] inputs) {
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = feature.pixel(inputs[i]);
    }
    return Images.of(new ImageShape(feature.height(), feature.width(), feature.channels()), inputs);
  }
}
