package io.tidemill.local;

import io.tidemill.feature.Forecast;
import io.tidemill.inference.InferenceJob;
import io.tidemill.kafka.FirstModel;
import io.tidemill.kafka.KafkaConnection;
import io.tidemill.kafka.TopicCreation;
import io.tidemill.learning.LearnerJob;
import io.tidemill.pipeline.EventKey;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.snapshot.ModelSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole of Tidemill in this JVM: broker, both jobs (the learner only if there are served
 * features to learn from), a feed and an observer, from the first event to the last answer.
 */
public final class LocalRun {

  private static final Logger LOG = LoggerFactory.getLogger(LocalRun.class);

  private static final int JOBS = 2;
  private static final int EVENT_PARTITIONS = 4;
  private static final long TICK_MS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PATIENCE_WHEN_INTERRUPTED = Duration.ofSeconds(5);

  private final RunPlan plan;
  private final Pipeline pipeline;
  private final Tally tally;
  private final Interruption interruption = Interruption.listen();
  private long startedAt;

  private LocalRun(RunPlan plan) {
    this.plan = plan;
    this.pipeline = plan.pipeline();
    this.tally =
        new Tally(pipeline.features().observedWidth(), Comparison.of(pipeline), plan.judge());
  }

  /**
   * Runs to the end.
   *
   * @throws IOException when it could not even start
   */
  public static RunOutcome run(RunPlan plan) throws IOException {
    if (plan.kafka() != null) {
      plan.kafka().requireListener();
    }
    try (RunDirectory directory = RunDirectory.open(plan.directory())) {
      Path log = LogFile.in(directory.logs());
      try {
        RunOutcome outcome = new LocalRun(plan).run(directory);
        if (outcome.failure() != null) {
          directory.keep();
          return outcome.withLog(log);
        }
        return outcome;
      } catch (Exception e) {
        directory.keep();
        LOG.error("the run failed", e);
        String reason = e.getMessage() == null ? e.toString() : e.getMessage();
        throw new IOException(reason + "; the log is " + log, e);
      }
    }
  }

  private RunOutcome run(RunDirectory directory) throws Exception {
    try (Screen screen = Screen.open(plan.title(), plan.limit())) {
      if (plan.kafka() != null) {
        screen.say("Starting Flink in this process; Kafka is at " + plan.kafka() + ".");
        return run(directory, plan.kafka(), screen);
      }
      screen.say("Starting Kafka and Flink in this process.");
      try (EmbeddedBroker broker = EmbeddedBroker.start(directory.kafka())) {
        return run(directory, KafkaConnection.of(broker.bootstrapServers()), screen);
      }
    }
  }

  private RunOutcome run(RunDirectory directory, KafkaConnection kafka, Screen screen)
      throws Exception {
    TopicCreation topics = new TopicCreation(kafka);
    int wanted = pipeline.events().key() instanceof EventKey.Constant ? 1 : EVENT_PARTITIONS;
    int partitions = topics.createEvents(pipeline.events().topic(), wanted);
    if (pipeline.labels() != null) {
      topics.createEvents(pipeline.labels().records().topic(), wanted);
    }
    topics.createMessages(pipeline.topics(), partitions);
    if (plan.model() != null) {
      begin(plan.model(), kafka, screen);
    }
    try (Observer observer = Observer.open(kafka, pipeline, pipeline.name() + "-inference", tally);
        LocalCluster cluster = LocalCluster.start(directory, pipeline.execution(), JOBS)) {
      startedAt = System.nanoTime();
      String failure = null;
      if (!interruption.requested()) {
        submit(cluster, kafka);
        cluster.awaitRunning();
        Feeding feeding = Feeding.start(plan.feed(), kafka, tally);
        startedAt = System.nanoTime();
        failure = watch(feeding, observer, cluster, screen);
      }
      double seconds = seconds();
      observer.close();
      tally.finish();
      Summary summary = tally.summary(seconds);
      List<Integer> horizons =
          pipeline.model().task() instanceof Forecast forecast ? forecast.horizons() : List.of();
      screen.end(SummaryTable.of(summary, horizons));
      return new RunOutcome(summary, failure, interruption.requested());
    }
  }

  /** Puts the model that the stream begins with into service. */
  private void begin(ModelSnapshot model, KafkaConnection kafka, Screen screen)
      throws IOException, InterruptedException {
    boolean published = FirstModel.publish(kafka, pipeline, model, System.currentTimeMillis());
    screen.say(
        published
            ? "The stream begins with version " + model.version() + " of its model."
            : "Topic "
                + pipeline.topics().models()
                + " has a version that is not older than "
                + model.version()
                + ": the stream goes on with that, and the file is left out.");
  }

  /** From the first event to the last answer; returns what went wrong, null: nothing. */
  private @Nullable String watch(
      Feeding feeding, Observer observer, LocalCluster cluster, Screen screen) throws Exception {
    long answered = 0;
    long answeredAt = System.nanoTime();
    while (!interruption.requested()) {
      String failure = tick(feeding, observer, cluster, screen);
      if (failure != null) {
        return failure;
      }
      if (tally.answered() > answered || !feeding.done()) {
        answered = tally.answered();
        answeredAt = System.nanoTime();
      }
      long due = Math.max(feeding.sent(), tally.events());
      if (feeding.done() && answered >= due) {
        return null;
      }
      if (System.nanoTime() - answeredAt > PATIENCE.toNanos()) {
        return (due - answered) + " events were not answered within " + PATIENCE.toSeconds() + " s";
      }
    }
    return windUp(feeding, observer, cluster, screen);
  }

  /** What was sent before the interruption is answered if that takes no more than a moment. */
  private @Nullable String windUp(
      Feeding feeding, Observer observer, LocalCluster cluster, Screen screen) throws Exception {
    long end = System.nanoTime() + PATIENCE_WHEN_INTERRUPTED.toNanos();
    long seen = tally.events(); // of a live topic: more come, and they are not waited for
    feeding.stop();
    String failure = null;
    while (failure == null
        && System.nanoTime() < end
        && !(feeding.done() && tally.answered() >= Math.max(feeding.sent(), seen))) {
      failure = tick(feeding, observer, cluster, screen);
    }
    return failure;
  }

  private @Nullable String tick(
      Feeding feeding, Observer observer, LocalCluster cluster, Screen screen) throws Exception {
    Thread.sleep(TICK_MS);
    screen.show(() -> tally.progress(seconds()), System.currentTimeMillis());
    String failure = failure(feeding, observer, cluster);
    if (failure != null) {
      feeding.stop();
    }
    return failure;
  }

  private static @Nullable String failure(Feeding feeding, Observer observer, LocalCluster cluster)
      throws Exception {
    Exception feed = feeding.failure();
    if (feed != null) {
      LOG.error("the feed failed", feed);
      return "the feed failed: " + feed.getMessage();
    }
    Exception reading = observer.failure();
    if (reading != null) {
      LOG.error("the observer failed", reading);
      return "what the jobs wrote could not be read: " + reading.getMessage();
    }
    return cluster.failure();
  }

  private void submit(LocalCluster cluster, KafkaConnection kafka) throws Exception {
    StreamExecutionEnvironment inference = cluster.environment();
    InferenceJob.add(inference, pipeline, kafka);
    cluster.submit(pipeline.name() + " inference", inference.getStreamGraph());
    if (pipeline.execution().servedFeatures()) {
      StreamExecutionEnvironment learner = cluster.environment();
      LearnerJob.add(learner, pipeline, kafka);
      cluster.submit(pipeline.name() + " learner", learner.getStreamGraph());
    }
  }

  private double seconds() {
    return (System.nanoTime() - startedAt) / 1e9;
  }
}
