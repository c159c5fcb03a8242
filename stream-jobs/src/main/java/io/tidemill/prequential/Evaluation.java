package io.tidemill.prequential;

import io.tidemill.pipeline.Evaluate;
import io.tidemill.pipeline.SegmentBy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Judges answers as their outcomes become known, in the order in which they do, and reports on
 * windows of event time: prequential evaluation (Dawid 1984), in windows and with a fading factor
 * (Gama, Sebastião and Rodrigues 2013).
 *
 * <p>A window holds the events that happened in it. It is reported once every outcome up to the
 * longest delay after it is known; what is known later fades with the others, and is counted as
 * late. Reports are a function of the judgements alone: neither the order of their arrival nor
 * where watermarks fall shows in them, and {@link #state} and {@link #restore} are exact. Confined
 * to one thread.
 */
final class Evaluation {
  /** Windows that wait, in all segments; beyond them the oldest are reported before their time. */
  static final int MOST_WINDOWS = 10_000;

  /** The segment of all keys. */
  static final String ALL = "";

  /** The segment of the keys for which there is no segment left. */
  static final String OTHERS = "others";

  private static final int VERSION = 1;

  private final Yardstick yardstick;
  private final Evaluate settings;
  private final long delay; // ms
  private final String layout;
  private final PriorityQueue<Judgement> waiting = new PriorityQueue<>(Judgement.ORDER);
  private final Map<String, Segment> segments = new LinkedHashMap<>();
  private final TreeSet<Long> starts = new TreeSet<>(); // of windows that wait
  private int open; // windows that wait
  private long closed = Long.MIN_VALUE; // windows that begin before it are reported
  private long told; // outcomes judged at the last report so far

  /** What is known of the classes of keys; belongs to whoever keeps the state of the keys. */
  interface Memory {
    /** The class of the key that was known last when the event was answered; -1: none. */
    int noChange(Judgement judgement) throws Exception;

    /** From now on an outcome is known. */
    void known(Judgement judgement) throws Exception;
  }

  /**
   * What was found.
   *
   * @param segment whose answers; {@link #ALL}, {@link #OTHERS}, or as its kind names it
   * @param start event time, milliseconds; null: of all so far
   * @param values by name; what cannot be told is left out
   */
  record Report(
      String segment, @Nullable Long start, Versions versions, Map<String, Double> values) {}

  /**
   * Nothing judged yet.
   *
   * @param delay the longest of outcomes that are waited for, milliseconds
   * @param model what is judged and by what loss: a state of another one is not gone on with
   */
  Evaluation(Yardstick yardstick, Evaluate settings, long delay, String model) {
    this.yardstick = yardstick;
    this.settings = settings;
    this.delay = delay;
    layout = "%s, windows of %d ms, %s".formatted(model, windowMs(), settings.segments());
    segments.put(ALL, new Segment(yardstick));
  }

  /** Takes an outcome to judge in its turn. */
  void accept(Judgement judgement) {
    waiting.add(judgement);
  }

  /** Says that every outcome known up to this event time, milliseconds, has been given. */
  void advance(long watermark, Memory memory, Consumer<Report> reports) throws Exception {
    for (Judgement next = waiting.peek();
        next != null && next.knownAt() <= watermark;
        next = waiting.peek()) {
      report(next.knownAt() - 1, reports);
      judge(waiting.remove(), memory, reports);
    }
    report(watermark, reports);
  }

  private void judge(Judgement judgement, Memory memory, Consumer<Report> reports)
      throws Exception {
    int noChange = memory.noChange(judgement);
    judge(judgement, noChange, ALL);
    for (SegmentBy by : settings.segments()) {
      judge(judgement, noChange, by.segment(judgement.key()));
    }
    memory.known(judgement);
    while (open > MOST_WINDOWS) {
      close(starts.first(), reports);
    }
  }

  private void judge(Judgement judgement, int noChange, String name) {
    Segment segment = segment(name);
    boolean counts = yardstick.look(judgement, noChange, segment.past);
    long start = Math.floorDiv(judgement.time(), windowMs()) * windowMs();
    if (start < closed || deadline(start) < judgement.knownAt()) {
      segment.countLate();
    } else {
      Window window = window(segment, start);
      window.count(judgement);
      if (counts) {
        yardstick.add(1, window.sum);
      }
    }
    if (counts) {
      segment.add(yardstick, settings.fade(), judgement.versions());
    }
    yardstick.learn(judgement, segment.past);
  }

  private Segment segment(String name) {
    Segment known = segments.get(name);
    if (known != null) {
      return known;
    }
    boolean room = segments.size() <= settings.mostSegments();
    return segments.computeIfAbsent(room ? name : OTHERS, any -> new Segment(yardstick));
  }

  private Window window(Segment segment, long start) {
    Window window = segment.windows.get(start);
    if (window == null) {
      window = new Window(start, new double[yardstick.sumSize()]);
      segment.windows.put(start, window);
      starts.add(start);
      open++;
    }
    return window;
  }

  private long windowMs() {
    return settings.window().toMillis();
  }

  /** Event time until which outcomes of a window are waited for. */
  private long deadline(long start) {
    long end = start + windowMs() - 1;
    return end > Long.MAX_VALUE - delay ? Long.MAX_VALUE : end + delay;
  }

  /** Reports on the windows that are not waited for any longer after an event time. */
  private void report(long time, Consumer<Report> reports) {
    while (!starts.isEmpty() && deadline(starts.first()) <= time) {
      close(starts.first(), reports);
    }
  }

  private void close(long start, Consumer<Report> reports) {
    starts.remove(start);
    closed = start + windowMs();
    segments.forEach(
        (name, segment) -> {
          Window window = segment.windows.remove(start);
          if (window != null) {
            open--;
            reports.accept(report(name, segment, window));
          }
        });
  }

  private Report report(String name, Segment segment, Window window) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("rows", window.sum[0]);
    values.put("unscored", (double) window.unscored);
    values.put("outOfOrder", (double) window.outOfOrder);
    values.putAll(yardstick.figures(window.sum));
    values.putAll(yardstick.parts(window.sum));
    return report(name, window.start, segment, window.versions, values);
  }

  /** All judged so far, of all keys; null: nothing since it was asked last. */
  @Nullable Report soFar() {
    Segment all = segments.get(ALL);
    if (all == null || all.judged() == told) {
      return null;
    }
    told = all.judged();
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("rows", (double) all.judged());
    return report(ALL, null, all, all.newest(), values);
  }

  private Report report(
      String name,
      @Nullable Long start,
      Segment segment,
      Versions versions,
      Map<String, Double> values) {
    values.put("late", (double) segment.late());
    values.put("fadedRows", segment.fadedRows(settings.fade()));
    yardstick
        .figures(segment.faded)
        .forEach(
            (figure, value) ->
                values.put(
                    "faded" + Character.toUpperCase(figure.charAt(0)) + figure.substring(1),
                    value));
    values.values().removeIf(value -> !Double.isFinite(value)); // JSON has no NaN
    return new Report(name, start, versions, values);
  }

  /** Drops what waits to be judged of a key, and the segment of the key alone. */
  void forget(String key) {
    waiting.removeIf(judgement -> judgement.key().equals(key));
    Segment segment = segments.remove(new SegmentBy.Key().segment(key));
    open -= segment == null ? 0 : segment.windows.size();
  }

  /** Everything that the next reports depend on. */
  byte[] state() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      Blocks.write(layout, out);
      out.writeLong(closed);
      out.writeInt(segments.size());
      for (Map.Entry<String, Segment> segment : segments.entrySet()) {
        Blocks.write(segment.getKey(), out);
        segment.getValue().write(out);
      }
      List<Judgement> inOrder = new ArrayList<>(waiting);
      inOrder.sort(Judgement.ORDER);
      out.writeInt(inOrder.size());
      for (Judgement judgement : inOrder) {
        judgement.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Goes on exactly where {@link #state} was taken, if that was of the same model, windows and
   * segments; otherwise nothing is judged yet.
   *
   * @return whether it was
   * @throws IOException if a later release wrote it, or it is damaged
   */
  boolean restore(byte[] state) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
      int version = in.readByte();
      if (version != VERSION) {
        throw new IOException(
            "an evaluation of format %d, this release reads format %d: written by a later Tidemill?"
                .formatted(version, VERSION));
      }
      if (!Blocks.readText(in).equals(layout)) {
        return false;
      }
      closed = in.readLong();
      segments.clear();
      for (int left = in.readInt(); left > 0; left--) {
        String name = Blocks.readText(in);
        Segment segment = Segment.read(in);
        segments.put(name, segment);
        starts.addAll(segment.windows.keySet());
        open += segment.windows.size();
      }
      for (int left = in.readInt(); left > 0; left--) {
        waiting.add(Judgement.read(in));
      }
      return true;
    }
  }
}
