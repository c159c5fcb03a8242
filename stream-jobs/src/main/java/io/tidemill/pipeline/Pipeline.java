package io.tidemill.pipeline;

import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Generation;
import io.tidemill.schema.Topics;
import io.tidemill.snapshot.ModelSpec;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A valid pipeline file.
 *
 * <p>Operators may hold it: what crosses the wire is the text of the file, which the worker reads
 * again.
 *
 * @param source where the text comes from, for messages
 * @param text the whole file
 * @param labels that come by a topic of their own; null: events have theirs, or none
 * @param league models that learn beside the pipeline's own; null: none
 */
public record Pipeline(
    String source,
    String text,
    Events events,
    @Nullable Labels labels,
    ModelSpec model,
    Learn learn,
    Evaluate evaluate,
    Alerts alerts,
    Execution execution,
    @Nullable League league)
    implements Serializable {

  private static final long serialVersionUID = 1;

  public String name() {
    return model.name();
  }

  public FeatureSchema features() {
    return model.features();
  }

  /**
   * Refuses a task that has no answer to an event.
   *
   * @throws PipelineException if it is one
   */
  public void requireAnswers() {
    if (model.task() instanceof Generation) {
      throw new PipelineException(
          source
              + ": task: generate answers no events: it learns from files, see tidemill train and"
              + " generate");
    }
  }

  /**
   * Refuses a pipeline that leaves the learner nothing to learn from.
   *
   * @throws PipelineException if it does
   */
  public void requireServedFeatures() {
    if (!execution.servedFeatures()) {
      throw new PipelineException(
          source
              + ": the learner has nothing to learn from; say served-features: true, or run the"
              + " inference job alone");
    }
  }

  /** The same learned from another seed; not to be sent to a worker. */
  public Pipeline withSeed(long seed) {
    return new Pipeline(
        source,
        text,
        events,
        labels,
        model,
        learn.withSeed(seed),
        evaluate,
        alerts,
        execution,
        league == null ? null : league.withSeed(seed));
  }

  /** The same without its league; not to be sent to a worker. */
  public Pipeline alone() {
    return new Pipeline(
        source, text, events, labels, model, learn, evaluate, alerts, execution, null);
  }

  /** The same run another way; not to be sent to a worker. */
  public Pipeline with(Execution other) {
    return new Pipeline(
        source, text, events, labels, model, learn, evaluate, alerts, other, league);
  }

  /** The topics that the jobs write. */
  public Topics topics() {
    return Topics.of(name());
  }

  private Object writeReplace() {
    return new Written(source, text);
  }

  private record Written(String source, String text) implements Serializable {
    private static final long serialVersionUID = 1;

    private Object readResolve() {
      return PipelineFile.parse(source, text);
    }
  }
}
