package io.tidemill.local;

import io.tidemill.kafka.KafkaConnection;
import io.tidemill.kafka.PaceClock;
import io.tidemill.kafka.ReplayControl;
import io.tidemill.kafka.ReplayFile;
import io.tidemill.kafka.ReplayProducer;
import io.tidemill.pipeline.Events;
import io.tidemill.pipeline.Labels;
import io.tidemill.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plays a file. As fast as possible means: as fast as the learner follows, at most {@value
 * #BATCHES} of its batches behind, because answers by weights that have seen little of the file
 * would say nothing about learning online.
 */
public final class ReplayFeed implements Feed {

  private static final int BATCHES = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long NAP_MS = 2;

  private final Path file;
  private final @Nullable Path labelFile;
  private final Events events;
  private final @Nullable Labels labels;
  private final Set<String> later;
  private final double speed;
  private final int distance;
  private volatile @Nullable ReplayProducer producer;

  private ReplayFeed(Path file, @Nullable Path labelFile, Pipeline pipeline, double speed) {
    this.file = file;
    this.labelFile = labelFile;
    this.events = pipeline.events();
    this.labels = pipeline.labels();
    this.later = later(pipeline);
    this.speed = speed;
    this.distance = BATCHES * pipeline.learn().batch();
  }

  /**
   * A feed of a file that begins as it should.
   *
   * @param speed event time per clock time, above 0; infinite: as fast as the learner follows
   * @param labelFile labels to play beside it, each as soon as event time has come to its own;
   *     null: there are none
   * @throws IOException if a file is missing, or not even its first row can be played
   */
  public static ReplayFeed of(Path file, @Nullable Path labelFile, Pipeline pipeline, double speed)
      throws IOException {
    ReplayFile.open(file, pipeline.events(), later(pipeline)).close();
    if (labelFile != null) {
      Labels labels = pipeline.labels();
      if (labels == null) {
        throw new IOException(
            labelFile + ": " + pipeline.source() + " has no topic of labels: say labels there");
      }
      ReplayFile.open(labelFile, labels.records()).close();
    }
    return new ReplayFeed(file, labelFile, pipeline, speed);
  }

  /** Fields that do not come with the events. */
  private static Set<String> later(Pipeline pipeline) {
    return pipeline.labels() == null ? Set.of() : Set.copyOf(pipeline.model().task().targets());
  }

  @Override
  public long sent() {
    ReplayProducer running = producer;
    return running == null ? 0 : running.sent();
  }

  @Override
  public void run(KafkaConnection kafka, FeedControl control)
      throws IOException, InterruptedException {
    LabelFeed beside =
        labelFile == null || labels == null
            ? null
            : LabelFeed.start(labelFile, labels.records(), kafka, control);
    try (ReplayFile rows = ReplayFile.open(file, events, later);
        ReplayProducer replay = new ReplayProducer(kafka, events, speed, PaceClock.system())) {
      producer = replay;
      ReplayControl alone = Double.isInfinite(speed) ? following(control) : control::stopped;
      replay.play(rows, beside == null ? alone : beside.behind(alone));
    } finally {
      if (beside != null) {
        beside.finish();
      }
    }
  }

  /** Never further ahead of the learner than the distance. */
  private ReplayControl following(FeedControl control) {
    LearningDistance ahead = new LearningDistance(distance, PATIENCE);
    return new ReplayControl() {
      @Override
      public boolean stopped() {
        return control.stopped();
      }

      @Override
      public void beforeSending(long time) throws InterruptedException {
        while (!stopped() && !ahead.hasRoom(control.learnedUntil(), System.currentTimeMillis())) {
          Thread.sleep(NAP_MS);
        }
        ahead.sent(time);
      }
    };
  }
}
