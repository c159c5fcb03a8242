package io.tidemill.cli;

import io.tidemill.inference.KeyState;
import io.tidemill.inference.SavedState;
import io.tidemill.local.Texts;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import io.tidemill.snapshot.ModelSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemill key}: what is remembered of a key. */
@Command(
    name = "key",
    description = {
      "Shows what the inference job remembers of a key, from a savepoint or a checkpoint.",
      "Its last event, the network's memory, what is known of its fields, what is expected next, an"
          + " open incident."
    },
    mixinStandardHelpOptions = true)
final class KeyCommand implements Callable<Integer> {

  @Parameters(paramLabel = "PIPELINE.yaml", description = "The pipeline file.")
  private Path file = Path.of("");

  @Option(names = "--key", paramLabel = "KEY", required = true, description = "Whose state.")
  private String key = "";

  @Option(
      names = "--savepoint",
      paramLabel = "FOLDER",
      required = true,
      description = "The folder of a savepoint or a checkpoint, with _metadata in it.")
  private Path savepoint = Path.of("");

  @Option(names = "--json", description = "Print all of it as one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Pipeline pipeline = PipelineFile.read(file);
    pipeline.requireAnswers();
    SavedState saved = SavedState.in(pipeline, savepoint);
    ModelSnapshot inService = saved.inService();
    KeyState state = saved.key(key);
    if (state == null) {
      throw new IOException(
          "%s: nothing is remembered of the key '%s': it had no event until then, or is forgotten"
              .formatted(savepoint, Texts.printable(key)));
    }
    new KeyReport(state, inService).print(spec.commandLine().getOut(), json);
    return 0;
  }
}
