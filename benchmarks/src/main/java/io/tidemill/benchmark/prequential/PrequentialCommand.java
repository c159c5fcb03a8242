package io.tidemill.benchmark.prequential;

import io.tidemill.benchmark.JsonLines;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures accuracy in one pass, test-then-train, and what the options of the files are worth. */
@Command(
    name = "benchmarks/run prequential",
    mixinStandardHelpOptions = true,
    description = {
      "Streams of files through the pipelines that are shipped for them, each event answered by"
          + " what was learned of those before it, as ./tidemill evaluate stream does.",
      "Options are left out of the same file one at a time, and answers compared event by event."
    },
    sortOptions = false)
public final class PrequentialCommand implements Callable<Integer> {

  @Mixin private JsonLines json = new JsonLines();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the streams; what is absent is skipped. Default: ${DEFAULT-VALUE}.")
  private Path data = Path.of("../shared/data");

  @Option(
      names = "--sets",
      paramLabel = "REGEX",
      description = "Only those whose names have it. Default: all.")
  private Pattern sets = Pattern.compile("");

  @Option(names = "--league", description = "Also with the league of the file.")
  private boolean league;

  @Option(
      names = "--ablate",
      paramLabel = "REGEX",
      arity = "0..1",
      fallbackValue = "",
      description = "Also without each option, or those whose names have it, such as 'replay'.")
  private @Nullable Pattern ablate;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Of first weights and replay, from 1 on. Default: ${DEFAULT-VALUE}.")
  private int seeds = 1;

  @Option(
      names = "--short",
      description = "Everything on short streams that are made: that it runs, not how well.")
  private boolean brief;

  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    System.exit(new CommandLine(new PrequentialCommand()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    if (!brief) {
      return play(StreamSet.shipped(data));
    }
    league = true;
    ablate = Pattern.compile("");
    Path folder = Files.createTempDirectory("prequential");
    try {
      return play(Generated.write(folder, 400));
    } finally {
      try (var files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private int play(List<StreamSet> all) throws IOException {
    List<StreamSet> asked = all.stream().filter(set -> sets.matcher(set.title()).find()).toList();
    if (asked.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--sets '%s' is in no name of %s"
              .formatted(sets, all.stream().map(StreamSet::title).toList()));
    }
    if (seeds < 1) {
      throw new ParameterException(spec.commandLine(), "--seeds is " + seeds + ": want 1 or more");
    }
    for (StreamSet set : asked) {
      if (Files.notExists(set.data())) {
        System.out.println("skipped: " + set.data() + " is absent, for " + set.title());
        continue;
      }
      for (long seed = 1; seed <= seeds; seed++) {
        play(set, seed);
      }
    }
    return 0;
  }

  private void play(StreamSet set, long seed) throws IOException {
    Pipeline file = PipelineFile.read(set.pipeline());
    Rows rows = new Rows(set.title(), seed, json);
    Pipeline alone = file.league() == null ? file : Ablation.LEAGUE.without(file);
    Pass own = pass(alone, set, seed);
    rows.pass("one network", own);
    for (Ablation option : Ablation.values()) {
      if (isAsked(option) && option.isIn(alone)) {
        rows.without(option, own, pass(option.without(alone), set, seed));
      }
    }
    // Last, as it costs what all its models cost.
    if (file.league() != null && (league || isAsked(Ablation.LEAGUE))) {
      Pass many = pass(file, set, seed);
      rows.pass("league", many);
      if (isAsked(Ablation.LEAGUE)) {
        rows.without(Ablation.LEAGUE, many, own);
      }
    }
  }

  private boolean isAsked(Ablation option) {
    return ablate != null && ablate.matcher(option.title()).find();
  }

  private static Pass pass(Pipeline pipeline, StreamSet set, long seed) throws IOException {
    return Pass.of(pipeline.withSeed(seed), set.data(), set.span());
  }
}
