package io.tidemill.offline;

import io.tidemill.feature.Reconstruction;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.snapshot.ModelSnapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers files with a model, and says how good the answers are as far as the files tell.
 *
 * @param mark a column of numbers, 1 where a row is odd, to judge an autoencoder by; null: none
 * @param separate whether each file begins anew, as if its keys were others
 * @param out receives every answer; null: nothing does
 */
public record OfflineAnswers(
    Pipeline pipeline,
    Path model,
    List<Path> data,
    @Nullable String mark,
    boolean separate,
    @Nullable Path out,
    boolean json) {

  /** Answers, writes the file, prints. */
  public void run(PrintWriter print, PrintWriter log) throws IOException {
    if (mark != null && !(pipeline.model().task() instanceof Reconstruction)) {
      throw new IOException(
          "--mark judges reconstructions, and the task of %s is another: leave it out"
              .formatted(pipeline.source()));
    }
    ModelSnapshot snapshot = ModelFile.read(model, pipeline);
    Rows rows = new Data(pipeline, mark, separate, log::println).read(data);
    Part all = Part.all(rows);
    Judge judge = Judge.of(snapshot, all, all);
    Answering answering = new Answering(snapshot);
    if (out == null) {
      answering.answer(all, judge);
    } else {
      try (AnswerFile file = new AnswerFile(snapshot, rows, out)) {
        answering.answer(
            all,
            (key, row, observed, at, x, y, i) -> {
              judge.answered(key, row, observed, at, x, y, i);
              file.answered(key, row, observed, at, x, y, i);
            });
      }
    }
    MetricsTable table = new MetricsTable();
    table.add("data", judge.metrics());
    table.print(print, json, judge.details());
    if (out != null) {
      log.println("answers written to " + out);
      log.flush();
    }
  }
}
