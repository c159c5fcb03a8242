package io.tidemill.local;

/** The progress of a run in one line, where no screen can be. */
final class PlainLine {

  private PlainLine() {}

  /**
   * @param perSecond events answered lately
   * @param now by the clock, milliseconds
   */
  static String of(Progress progress, double perSecond, long now) {
    Summary soFar = progress.soFar();
    StringBuilder line = new StringBuilder();
    line.append(Texts.clock(soFar.seconds())).append("  ");
    line.append(Texts.count(soFar.events())).append(" events  ");
    line.append(Texts.count(Math.round(perSecond))).append("/s  latency ");
    line.append(Texts.percentiles(soFar.latencyMs()));
    line.append("  model ").append(Texts.model(progress, now));
    line.append("  ");
    Quality quality = soFar.quality();
    if (quality != null) {
      line.append(quality.title()).append(" ").append(Texts.fixed(quality.online(), 3));
      line.append(" (").append(Texts.naives(quality, 3, " ", ", ")).append(")  ");
    }
    line.append(progress.open().size()).append(" open incidents");
    IncidentCounts.Judged judged = soFar.incidents().judged();
    if (judged != null) {
      line.append("  precision ").append(Texts.fixed(judged.precision(), 2));
      line.append("  recall ").append(Texts.fixed(judged.recall(), 2));
    }
    return line.toString();
  }
}
