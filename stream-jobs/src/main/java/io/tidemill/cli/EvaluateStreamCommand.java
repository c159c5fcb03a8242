package io.tidemill.cli;

import io.tidemill.online.OnlineEvaluation;
import io.tidemill.online.Span;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemill evaluate stream}: files as a stream, answered and learned in one pass. */
@Command(
    name = "stream",
    description = {
      "Plays files as a stream: every event is answered by what was learned of those before it,"
          + " judged, and then learned (test, then train). The learner begins with nothing.",
      "Prints how good the answers were, beside the naive ones."
    },
    mixinStandardHelpOptions = true)
final class EvaluateStreamCommand implements Callable<Integer> {

  private static final Pattern ROWS = Pattern.compile("(\\d{1,15}):(\\d{1,15})?");

  @Parameters(paramLabel = "PIPELINE.yaml", description = "The pipeline file.")
  private Path file = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "FILE",
      required = true,
      arity = "1..*",
      description = "The stream: CSV or NDJSON files (also .gz), one after the other.")
  private List<Path> data = List.of();

  @Option(
      names = "--judge",
      paramLabel = "FROM:TO",
      description =
          "Judge only these rows of each key, counted from 0, TO not among them; a forecast counts"
              + " for the row that it speaks of. Default: all.")
  private @Nullable String judged;

  @Option(
      names = "--unit-rows",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Of forecasts: also state errors in deviations of the first so many rows of each key.")
  private long unit;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the first weights and of the draws from replay. Default: the pipeline's.")
  private @Nullable Long seed;

  @Option(
      names = "--alone",
      description = "Let only the pipeline's own model play, without the other ones of its league.")
  private boolean alone;

  @Option(names = "--out", paramLabel = "FILE", description = "A CSV file for every answer.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print the metrics as one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Pipeline pipeline = PipelineFile.read(file);
    if (seed != null) {
      pipeline = pipeline.withSeed(seed);
    }
    if (alone) {
      pipeline = pipeline.alone();
    }
    new OnlineEvaluation(pipeline, data, span(), out, json)
        .run(spec.commandLine().getOut(), spec.commandLine().getErr());
    return 0;
  }

  private Span span() {
    long from = 0;
    long to = Long.MAX_VALUE;
    if (judged != null) {
      Matcher rows = ROWS.matcher(judged);
      if (!rows.matches()) {
        throw new ParameterException(
            spec.commandLine(), "--judge is '" + judged + "': want rows such as 864:1440");
      }
      from = Long.parseLong(rows.group(1));
      to = rows.group(2) == null ? to : Long.parseLong(rows.group(2));
    }
    try {
      return new Span(from, to, unit);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
