package io.tidemill.cli;

import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands that use a trained model have in common. */
final class TrainedModel {

  @Parameters(paramLabel = "PIPELINE.yaml", description = "The pipeline file.")
  private Path file = Path.of("");

  @Option(
      names = "--model",
      paramLabel = "FILE",
      required = true,
      description = "What tidemill train wrote.")
  private Path model = Path.of("");

  Pipeline pipeline() {
    return PipelineFile.read(file);
  }

  /** The model's file. */
  Path file() {
    return model;
  }
}
