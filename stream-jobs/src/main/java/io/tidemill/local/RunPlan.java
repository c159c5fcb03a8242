package io.tidemill.local;

import io.tidemill.kafka.KafkaConnection;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.snapshot.ModelSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What to run in this JVM.
 *
 * @param feed sends the events; null: they are on the topic already
 * @param model that the stream begins with; null: the first is learned from it
 * @param judge knows what is truly wrong; null: nobody does
 * @param kafka a broker that is there; null: one is started
 * @param directory for data, checkpoints and logs, empty or new; null: a temporary one, removed
 *     unless the run fails
 * @param title what runs, for the screen
 * @param limit how long the feed sends, for the screen; null: until it is done or stopped
 */
public record RunPlan(
    Pipeline pipeline,
    @Nullable Feed feed,
    @Nullable ModelSnapshot model,
    @Nullable Judge judge,
    @Nullable KafkaConnection kafka,
    @Nullable Path directory,
    String title,
    @Nullable Duration limit) {

  public RunPlan {
    if (feed == null && kafka == null) {
      throw new IllegalArgumentException(
          "nothing feeds the embedded broker: name one with --kafka, or a file with --replay");
    }
  }
}
