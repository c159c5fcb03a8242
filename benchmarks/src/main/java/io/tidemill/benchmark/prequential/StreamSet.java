package io.tidemill.benchmark.prequential;

import io.tidemill.online.Span;
import java.nio.file.Path;
import java.util.List;

/**
 * A stream that lies in a file, and the pipeline that answers it.
 *
 * @param span rows of each key that are judged
 */
record StreamSet(String title, Path pipeline, Path data, Span span) {
  private static final Span ALL = new Span(0, Long.MAX_VALUE, 0);

  /** Those that the shipped pipelines are for, in a folder of data. */
  static List<StreamSet> shipped(Path folder) {
    Path electricity = folder.resolve("online/electricity.csv.gz");
    Path weather = folder.resolve("online/weather.csv.gz");
    return List.of(
        of("electricity", electricity, ALL),
        of("electricity-raw", electricity, ALL),
        of("weather", weather, ALL),
        of("weather-raw", weather, ALL),
        of("intrusion", folder.resolve("intrusion/KDDTrain+_20Percent.txt.gz"), ALL),
        of(
            "roads",
            folder.resolve("forecast/metr_la_los_speed_first5days.csv.gz"),
            new Span(864, 1440, 0)),
        of(
            "transformer-load",
            folder.resolve("forecast/ETTh2.csv.gz"),
            new Span(11520, 14400, 8640)));
  }

  private static StreamSet of(String name, Path data, Span span) {
    return new StreamSet(name, Path.of("pipelines", name + ".yaml"), data, span);
  }
}
