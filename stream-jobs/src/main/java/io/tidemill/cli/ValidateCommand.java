package io.tidemill.cli;

import io.tidemill.pipeline.PipelineException;
import io.tidemill.pipeline.PipelineFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemill validate}: checks pipeline files without running them. */
@Command(
    name = "validate",
    description = "Checks pipeline files without running them.",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "PIPELINE.yaml", description = "The files to check.")
  private List<Path> files = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    int wrong = 0;
    for (Path file : files) {
      try {
        new PipelineSummary(PipelineFile.read(file)).print(out);
      } catch (PipelineException e) {
        err.println(e.getMessage());
        wrong++;
      }
    }
    out.flush();
    err.flush();
    return wrong == 0 ? 0 : 1;
  }
}
