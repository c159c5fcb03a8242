package io.tidemill.offline;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A line for each pass, and on a terminal a bar while it lasts. */
final class EpochProgress implements Fitting.Progress, AutoCloseable {
  private final PrintWriter log;
  private final int epochs;
  private final boolean shown;
  private @Nullable ProgressBar bar;
  private long began;

  EpochProgress(PrintWriter log, int epochs, boolean shown) {
    this.log = log;
    this.epochs = epochs;
    this.shown = shown;
  }

  @Override
  public void begins(int epoch, int sequences) {
    began = System.nanoTime();
    if (shown) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("epoch " + epoch + "/" + epochs)
              .setInitialMax(sequences)
              .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
              .clearDisplayOnFinish()
              .build();
    }
  }

  @Override
  public void learned(int sequences) {
    if (bar != null) {
      bar.stepTo(sequences);
    }
  }

  @Override
  public void ended(int epoch, double loss, double validation, boolean best) {
    close();
    log.println(
        String.format(Locale.ROOT, "epoch %d/%d  loss %.5f", epoch, epochs, loss)
            + (Double.isNaN(validation)
                ? ""
                : String.format(Locale.ROOT, "  validation %.5f%s", validation, best ? " *" : ""))
            + String.format(Locale.ROOT, "  %.1f s", (System.nanoTime() - began) / 1e9));
    log.flush();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
