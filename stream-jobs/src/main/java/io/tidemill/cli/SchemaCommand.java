package io.tidemill.cli;

import io.tidemill.pipeline.PipelineFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tidemill schema}: what editors need to complete and check pipeline files. */
@Command(
    name = "schema",
    description = "Prints the JSON Schema of pipeline files, for editors.",
    mixinStandardHelpOptions = true)
final class SchemaCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().getOut().println(PipelineFile.jsonSchema());
    spec.commandLine().getOut().flush();
  }
}
