package io.tidemill.local;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of a run: in place on a terminal, as a plain line now and then elsewhere.
 * Belongs to one thread.
 */
final class Screen implements AutoCloseable {

  private static final long PLAIN_EVERY_MS = 5_000;
  private static final long IN_PLACE_EVERY_MS = 250;
  private static final long RATE_OVER_MS = 2_000;

  private final PrintStream out;
  private final String title;
  private final String limit;
  private final @Nullable Terminal terminal;
  private final @Nullable Display display;
  private long shownAt;
  private long rateAt;
  private long rateFrom;
  private double perSecond = Double.NaN;

  private Screen(PrintStream out, String title, String limit, @Nullable Terminal terminal) {
    this.out = out;
    this.title = title;
    this.limit = limit;
    this.terminal = terminal;
    this.display = terminal == null ? null : new Display(terminal, false);
  }

  /**
   * A screen on standard output, in place if that is a terminal.
   *
   * @param title what runs
   * @param limit for how long; null: until it is stopped
   */
  static Screen open(String title, @Nullable Duration limit) throws IOException {
    Terminal terminal =
        TerminalBuilder.builder()
            .system(true)
            .systemOutput(TerminalBuilder.SystemOutput.SysOut)
            .dumb(true)
            .build();
    boolean inPlace = !terminal.getType().startsWith(Terminal.TYPE_DUMB);
    if (!inPlace) {
      terminal.close();
    }
    return new Screen(
        System.out,
        title,
        limit == null ? "" : Texts.clock((double) limit.toSeconds()),
        inPlace ? terminal : null);
  }

  /** A line that stays. */
  void say(String line) {
    out.println(line);
    out.flush();
  }

  /** Puts these lines, which stay, where the progress was. */
  void end(List<String> lines) {
    clear();
    lines.forEach(out::println);
    out.flush();
  }

  /**
   * Shows the progress if it is time to.
   *
   * @param progress asked only then: it takes some counting
   * @param now by the clock, milliseconds
   */
  void show(Supplier<Progress> progress, long now) {
    boolean inPlace = terminal != null && display != null;
    if (now - shownAt < (inPlace ? IN_PLACE_EVERY_MS : PLAIN_EVERY_MS)) {
      return;
    }
    shownAt = now;
    Progress known = progress.get();
    measureRate(known.soFar(), now);
    if (terminal != null && display != null) {
      int width = Math.max(60, terminal.getWidth());
      int height = Math.max(14, terminal.getHeight());
      display.resize(height, width);
      display.update(
          new ScreenLayout(title, limit, width - 1, height - 1).lines(known, perSecond, now), -1);
    } else {
      out.println(PlainLine.of(known, perSecond, now));
      out.flush();
    }
  }

  private void measureRate(Summary soFar, long now) {
    long answered = soFar.predictions() + soFar.unscored() + soFar.deadLetters();
    if (rateAt == 0) {
      rateAt = now;
      rateFrom = answered;
    } else if (now - rateAt >= RATE_OVER_MS || Double.isNaN(perSecond)) {
      perSecond = 1000.0 * (answered - rateFrom) / Math.max(1, now - rateAt);
      rateAt = now;
      rateFrom = answered;
    }
  }

  private void clear() {
    if (display != null) {
      display.update(List.<AttributedString>of(), 0);
    }
  }

  @Override
  public void close() throws IOException {
    if (terminal != null) {
      terminal.close();
    }
  }
}
