package io.tidemill.offline;

import io.tidemill.pipeline.Pipeline;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSnapshotCodec;
import io.tidemill.snapshot.Precision;
import io.tidemill.snapshot.SnapshotFormatException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Trains the model of a pipeline from files and says how good it is.
 *
 * @param data files to learn from, and to cut parts off to judge by
 * @param limit first rows of each key that are used at all
 * @param validation rows to choose the best weights by
 * @param test rows to judge the result by; neither learned nor chosen by
 * @param testData files of such rows, in place of a part of the data
 * @param precision of the weights in the file
 * @param bar whether a bar shows the progress of a pass
 */
public record OfflineTraining(
    Pipeline pipeline,
    List<Path> data,
    int limit,
    Share validation,
    Share test,
    @Nullable Path testData,
    int epochs,
    int patience,
    Path out,
    Precision precision,
    boolean bar,
    boolean json) {

  /** Trains, writes the file, prints. */
  public void run(PrintWriter print, PrintWriter log) throws IOException {
    ModelFile.prepare(out);
    Data reader = new Data(pipeline, null, log::println);
    Part all = Part.all(reader.read(data)).first(limit).shuffled(pipeline.learn().seed());
    Part[] held =
        testData == null
            ? all.cut(test)
            : new Part[] {all, Part.all(reader.read(List.of(testData)))};
    Part[] parts = held[0].cut(validation);
    log.printf(
        "%s: %,d rows to learn, %,d to validate, %,d to test; %,d parameters%n",
        pipeline.name(),
        parts[0].count(),
        parts[1].count(),
        held[1].count(),
        pipeline.model().model().parameters().size());
    log.flush();
    ModelSnapshot trained;
    try (EpochProgress progress = new EpochProgress(log, epochs, bar)) {
      trained =
          new Fitting(pipeline.model(), pipeline.learn(), epochs, patience, progress)
              .fit(parts[0], parts[1], System.currentTimeMillis());
    }
    report(trained, parts, held[1], print, log);
  }

  private void report(
      ModelSnapshot trained, Part[] parts, Part test, PrintWriter print, PrintWriter log)
      throws IOException {
    ModelFile.write(trained, precision, out);
    MetricsTable table = new MetricsTable();
    String details = "";
    if (parts[1].count() > 0) {
      details = judge(trained, parts[1], parts[0], "validation", table);
    }
    if (test.count() > 0) {
      details = judge(trained, test, parts[0], "test", table);
    }
    Part part = test.count() > 0 ? test : parts[1];
    if (precision != Precision.FLOAT32 && part.count() > 0) {
      judge(lighter(trained), part, parts[0], precision.name().toLowerCase(Locale.ROOT), table);
    }
    if (json || part.count() > 0) {
      table.print(print, json, details);
    }
    log.println("model written to " + out);
    log.flush();
  }

  /** The model as those get it who read the file. */
  private ModelSnapshot lighter(ModelSnapshot trained) {
    try {
      return ModelSnapshotCodec.decode(ModelSnapshotCodec.encode(trained, precision));
    } catch (SnapshotFormatException e) {
      throw new IllegalStateException("cannot read what was just written", e);
    }
  }

  private static String judge(
      ModelSnapshot model, Part part, Part known, String name, MetricsTable table) {
    Judge judge = Judge.of(model, part, known);
    new Answering(model).answer(part, judge);
    table.add(name, judge.metrics());
    return judge.details();
  }
}
