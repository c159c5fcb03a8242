package io.tidemill.online;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.tidemill.kafka.FileEvents;
import io.tidemill.learning.DriftEvent;
import io.tidemill.offline.MetricValues;
import io.tidemill.offline.OutputFiles;
import io.tidemill.pipeline.League;
import io.tidemill.pipeline.Pipeline;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plays files as a stream through the pipeline's features, network and learner, which begins with
 * nothing, and says how good the answers were.
 *
 * @param data files, one after the other
 * @param out receives every answer; null: nothing does
 */
public record OnlineEvaluation(
    Pipeline pipeline, List<Path> data, Span span, @Nullable Path out, boolean json) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Plays, writes the file, prints. */
  public void run(PrintWriter print, PrintWriter log) throws IOException {
    Score score = Score.of(pipeline, span);
    if (out == null) {
      print(play(score, answer -> {}, log), print);
      return;
    }
    OutputFiles.prepare(out);
    try (CsvWriter file = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out)) {
      List<String> columns = new ArrayList<>(List.of("key", "time"));
      columns.addAll(score.columns());
      file.writeRecord(columns);
      print(play(score, answer -> write(answer, score, file), log), print);
    }
    log.println("answers written to " + out);
    log.flush();
  }

  /**
   * Plays, and gives what it would print, by name; NaN: cannot be told.
   *
   * @param audience hears of the answers, too; of a league, of those made together
   */
  public Map<String, Double> measure(Audience audience, PrintWriter log) throws IOException {
    return play(Score.of(pipeline, span), audience, log).metrics;
  }

  private record Played(
      Map<String, Double> metrics, List<DriftEvent> drifts, @Nullable LeagueReport league) {}

  private Played play(Score score, Audience also, PrintWriter log) throws IOException {
    League league = pipeline.league();
    LeagueReport report = league == null ? null : new LeagueReport(league, pipeline, span);
    Audience audience =
        new Audience() {
          @Override
          public void answered(Answer answer) {
            score.add(answer);
            also.answered(answer);
          }

          @Override
          public void candidate(int index, Answer answer) {
            if (report != null) {
              report.candidate(index, answer);
            }
          }
        };
    OnePass stream =
        league == null || report == null
            ? new TestThenTrain(pipeline.model(), pipeline.learn(), audience)
            : new LeagueInOnePass(league, audience, report::decision);
    long began = System.nanoTime();
    long events = 0;
    Clock clock = Clock.of(pipeline.events().time());
    for (Path path : data) {
      if (Files.isDirectory(path)) {
        throw new IOException(path + ": is a folder: name CSV or NDJSON files");
      }
      clock.nextFile();
      FileEvents.Outcome outcome =
          FileEvents.read(
              path,
              pipeline.events(),
              event -> {
                clock.set(event);
                stream.accept(event);
              });
      events += outcome.events();
      String warning = outcome.warning(path);
      if (warning != null) {
        log.println(warning);
        log.flush();
      }
    }
    stream.finish();
    if (report != null && stream instanceof LeagueInOnePass played) {
      report.end(played.panel());
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("events", (double) events);
    metrics.putAll(score.metrics());
    metrics.put("outOfOrder", (double) stream.outOfOrder());
    metrics.put("dropped", (double) stream.dropped());
    metrics.put("steps", (double) stream.steps());
    if (pipeline.learn().drift() != null) {
      metrics.put("drifts", (double) stream.drifts().size());
    }
    metrics.put("eventsPerSecond", events / seconds);
    return new Played(metrics, stream.drifts(), report);
  }

  private static void write(Answer answer, Score score, CsvWriter file) {
    List<String> values = new ArrayList<>();
    values.add(answer.event().key);
    values.add(Long.toString(answer.event().time));
    values.addAll(score.values(answer));
    file.writeRecord(values);
  }

  private void print(Played played, PrintWriter out) {
    if (json) {
      out.println(json(played));
    } else {
      played.metrics.forEach(
          (name, value) -> out.println("%-20s %14s".formatted(name, MetricValues.shown(value))));
      for (DriftEvent drift : played.drifts) {
        out.println(
            "%s, after %,d: %s"
                .formatted(Instant.ofEpochMilli(drift.time()), drift.sequences(), drift.text()));
      }
      if (played.league != null) {
        played.league.print(out);
      }
    }
    out.flush();
  }

  private static String json(Played played) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartObject();
      MetricValues.write(played.metrics, out);
      if (played.metrics.containsKey("drifts")) {
        out.writeArrayFieldStart("changes");
        for (DriftEvent drift : played.drifts) {
          out.writeStartObject();
          out.writeNumberField("time", drift.time());
          out.writeNumberField("after", drift.sequences());
          out.writeStringField("text", drift.text());
          out.writeEndObject();
        }
        out.writeEndArray();
      }
      if (played.league != null) {
        played.league.write(out);
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
