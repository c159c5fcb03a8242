package io.tidemill.offline;

import io.tidemill.augment.ImageShape;
import io.tidemill.dataset.Images;
import io.tidemill.feature.Classification;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Field;
import io.tidemill.feature.ImageFeature;
import io.tidemill.feature.LabelFeature;
import io.tidemill.kafka.Event;
import io.tidemill.kafka.FileEvents;
import io.tidemill.kafka.ReplayFile;
import io.tidemill.pipeline.Events;
import io.tidemill.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads files as a pipeline sees them: rows of events, or images.
 *
 * @param mark a further column of numbers to judge by; null: none
 * @param separate whether the keys of each file are others than those of the next
 * @param say what the user must know of what was read, such as rows that are no events
 */
record Data(Pipeline pipeline, @Nullable String mark, boolean separate, Consumer<String> say) {

  /** Of files that go on where the one before ends. */
  Data(Pipeline pipeline, @Nullable String mark, Consumer<String> say) {
    this(pipeline, mark, false, say);
  }

  /**
   * The rows of the files, one after another.
   *
   * @throws IOException says which file, what is wrong and what to do
   */
  Rows read(List<Path> files) throws IOException {
    ImageFeature image = pipeline.features().image().orElse(null);
    if (image != null && !ReplayFile.isRows(files.get(0))) {
      if (mark != null) {
        throw new IOException(
            files.get(0) + ": images have no column " + mark + ": --mark is of files of rows");
      }
      if (files.size() > 1) {
        throw new IOException(
            files + ": images are one file, folder or tar: put several into one folder");
      }
      return images(files.get(0), image);
    }
    return events(files);
  }

  private Rows images(Path path, ImageFeature feature) throws IOException {
    LabelFeature label =
        pipeline.model().task() instanceof Classification classification
            ? classification.feature()
            : null;
    ImageShape shape = new ImageShape(feature.height(), feature.width(), feature.channels());
    Images images = Images.read(path, shape, label == null ? List.of() : label.classes());
    if (images.count() == 0) {
      throw new IOException(path + ": holds no images");
    }
    return new ImageRows(images, pipeline.features(), feature, label);
  }

  private Rows events(List<Path> files) throws IOException {
    FeatureSchema schema = pipeline.features();
    Events events = mark == null ? pipeline.events() : withMark(pipeline.events(), mark);
    boolean remembers = schema.stateSize() > 0 || pipeline.model().network().stateSize() > 0;
    Map<String, List<Event>> keyed = new LinkedHashMap<>();
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        throw new IOException(
            file
                + ": is a folder, and "
                + pipeline.source()
                + " reads rows: name CSV or NDJSON files");
      }
      FileEvents.Outcome outcome =
          FileEvents.read(
              file,
              events,
              event ->
                  keyed
                      .computeIfAbsent(
                          remembers
                              ? (separate ? file + " " + event.key : event.key)
                              : file + " " + event.eventId(),
                          key -> new ArrayList<>(1))
                      .add(event));
      String warning = outcome.warning(file);
      if (warning != null) {
        say.accept(warning);
      }
    }
    int markAt = schema.numbersWidth();
    if (mark != null && keyed.values().stream().noneMatch(of -> isMarked(of, markAt))) {
      throw new IOException(
          files + ": no row has a number in column " + mark + ": name another with --mark");
    }
    EventRows rows = EventRows.of(schema, keyed.values(), mark == null ? -1 : markAt);
    if (rows.dropped() > 0) {
      say.accept(
          "%s: %,d rows are left out, as a feature that must not be missing is (missing: drop)"
              .formatted(files, rows.dropped()));
    }
    if (rows.keys() == 0) {
      throw new IOException(files + ": no row is left: see missing: drop in " + pipeline.source());
    }
    return rows;
  }

  private static boolean isMarked(List<Event> events, int at) {
    return events.stream().anyMatch(event -> !Double.isNaN(event.numbers[at]));
  }

  /** The events with one more number, after those that the features read. */
  private static Events withMark(Events events, String mark) {
    List<Field> fields = new ArrayList<>(events.fields());
    fields.add(Field.number(mark));
    return new Events(
        events.topic(),
        events.format(),
        events.key(),
        events.time(),
        events.id(),
        events.csv(),
        fields,
        events.outOfOrderness(),
        events.idleAfter(),
        events.wide());
  }
}
