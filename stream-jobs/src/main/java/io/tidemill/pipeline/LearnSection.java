package io.tidemill.pipeline;

import io.tidemill.augment.ImageAugmentation;
import io.tidemill.augment.SeriesAugmentation;
import io.tidemill.loss.AbsoluteError;
import io.tidemill.loss.BinaryCrossEntropy;
import io.tidemill.loss.Huber;
import io.tidemill.loss.Loss;
import io.tidemill.loss.SparseCrossEntropy;
import io.tidemill.loss.SquaredError;
import io.tidemill.network.Initializer;
import io.tidemill.optimizer.Optimizer;
import io.tidemill.optimizer.Regularizer;
import io.tidemill.schedule.Schedule;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys of {@code learn}. */
final class LearnSection extends Section<LearnSection.Declared> {

  private static final Key<Optimizer> OPTIMIZER =
      Key.optional(
          "optimizer",
          PermittedRecords.of(Optimizer.class, Components.ANY, Set.of()).made(),
          "{adam: {rate: 0.001}}",
          "How a gradient changes the weights.");
  private static final Key<Loss> LOSS =
      Key.optional(
          "loss",
          new PermittedRecords<Loss>(
                  "Loss",
                  List.of(
                      SquaredError.class,
                      AbsoluteError.class,
                      Huber.class,
                      SparseCrossEntropy.class,
                      BinaryCrossEntropy.class),
                  Components.ANY,
                  Set.of())
              .made(),
          "What is made small. Without it squared, or sparse-cross-entropy of classes; absolute and"
              + " huber mind outliers less than squared.");
  private static final Key<Integer> SEQUENCE =
      Key.optional(
          "sequence",
          Scalars.size(1, 4096),
          "32",
          "How many events of a key the gradient goes back through.");
  private static final Key<Integer> BURN_IN =
      Key.optional(
          "burn-in",
          Scalars.size(0, 4095),
          "0",
          "The first events of a sequence that only warm the memory up.");
  private static final Key<Integer> BATCH =
      Key.optional("batch", Scalars.size(1, 65536), "32", "Sequences learned from in one step.");
  private static final Key<Learn.Order> ORDER =
      Key.optional(
          "order",
          Kebab.oneOf(Learn.Order.class),
          "event-time",
          "In which order outcomes are learned: event-time (once the watermark has passed them, the"
              + " same in every run) or arrival (at once).");
  private static final Key<Integer> FRESH =
      Key.optional(
          "fresh",
          Scalars.size(1, 65536),
          "How many of the batch are the newest; the others are drawn from replay. Without it all.");
  private static final Key<Integer> RECENT =
      Key.optional(
          "recent",
          Scalars.size(0, 65536),
          "0",
          "How many of the batch are those that were fresh in the steps before, the newest first.");
  private static final Key<Integer> REPLAY =
      Key.optional(
          "replay",
          Scalars.size(0, 1_000_000),
          "0",
          "How many past sequences are kept to be learned from again.");
  private static final Key<Duration> PUBLISH_EVERY =
      Key.optional(
          "publish-every",
          Durations.atLeast("10ms"),
          "1s",
          "How often new weights are offered for service.");
  private static final Key<Integer> KEEP_VERSIONS =
      Key.optional(
          "keep-versions",
          Scalars.size(2, 1000),
          String.valueOf(Learn.KEEP_VERSIONS),
          "How many published versions can be returned to: the newest, and of the older ones the"
              + " fewer the older.");
  private static final Key<Double> AVERAGING =
      Key.optional(
          "averaging",
          Scalars.number(0, 0.999999),
          "0.99",
          "Decay of the running average of the weights that is served; 0 serves the newest as they"
              + " are.");
  private static final Key<Double> CLIP_NORM =
      Key.optional(
          "clip-norm", Scalars.number(1e-6, 1e9), "1.0", "Longer gradients are shortened to this.");
  private static final Key<Double> CLIP_VALUE =
      Key.optional(
          "clip-value",
          Scalars.number(1e-6, 1e9),
          "Larger elements of a gradient are cut to this, before clip-norm. Without it none are.");
  private static final Key<Schedule> SCHEDULE =
      Key.optional(
          "schedule",
          PermittedRecords.of(Schedule.class, Components.ANY, Set.of()).made(),
          "constant",
          "How long the optimiser's steps are as learning goes on.");
  private static final Key<List<Regularizer>> REGULARIZERS =
      Key.optional(
          "regularizers",
          Lists.oneOrMore(
              PermittedRecords.of(Regularizer.class, Components.ANY, Set.of()).made(), 8),
          "Penalties that keep weights small, such as {l2: 0.0001}. Without it none.");
  private static final Key<Initializer> INITIALIZER =
      Key.optional(
          "initializer",
          PermittedRecords.of(Initializer.class, Components.ANY, Set.of()).made(),
          "layer-default",
          "What the first weights are drawn from.");
  private static final Key<List<Record>> AUGMENT =
      Key.optional(
          "augment",
          Lists.oneOrMore(
              new PermittedRecords<>("", augmentations(), Components.ANY, Set.of()).made(), 16),
          "Random changes of what is learned: of images (horizontal-flip, crop: 4, …) and of"
              + " measured numbers (jitter, scale). Without it none.");
  private static final Key<DriftShape.Declared> DRIFT =
      Key.optional(
          "drift",
          new DriftShape(),
          "What tells that the stream has changed, and what is done about it: adwin, or a mapping."
              + " Without it nothing.");
  private static final Key<Gate> GATE =
      Key.optional(
          "gate", new GateSection(), "{}", "What keeps harm from the versions, as bad data comes.");
  private static final Key<Long> SEED =
      Key.optional(
          "seed",
          Scalars.integer(Long.MIN_VALUE, Long.MAX_VALUE),
          "1",
          "Of the first weights and of the draws from replay.");

  LearnSection() {
    super(
        List.of(
            OPTIMIZER,
            SCHEDULE,
            LOSS,
            REGULARIZERS,
            SEQUENCE,
            BURN_IN,
            BATCH,
            ORDER,
            FRESH,
            RECENT,
            REPLAY,
            PUBLISH_EVERY,
            KEEP_VERSIONS,
            AVERAGING,
            CLIP_NORM,
            CLIP_VALUE,
            INITIALIZER,
            AUGMENT,
            DRIFT,
            GATE,
            SEED));
  }

  private static List<Class<? extends Record>> augmentations() {
    return Stream.of(ImageAugmentation.class, SeriesAugmentation.class)
        .flatMap(kind -> Arrays.stream(kind.getPermittedSubclasses()))
        .<Class<? extends Record>>map(type -> type.asSubclass(Record.class))
        .toList();
  }

  /**
   * How to learn, before the task is known.
   *
   * @param loss as the file names it; null: that of the task
   */
  record Declared(
      Learn learn, @Nullable Loss loss, Place lossPlace, DriftShape.@Nullable Declared drift) {

    /** With the loss of the task where none is named. */
    Learn of(Loss usual) {
      return learn.with(loss == null ? usual : loss);
    }
  }

  @Override
  Declared build(Values values) {
    Loss loss = values.find(LOSS);
    return new Declared(
        learn(values, loss == null ? new SquaredError() : loss),
        loss,
        values.place(LOSS),
        values.find(DRIFT));
  }

  private static Learn learn(Values values, Loss loss) {
    int batch = values.get(BATCH);
    Integer fresh = values.find(FRESH);
    List<Regularizer> regularizers = values.find(REGULARIZERS);
    Double clipValue = values.find(CLIP_VALUE);
    List<Record> augment = values.find(AUGMENT);
    Learn learn =
        new Learn(
            values.get(OPTIMIZER),
            loss,
            values.get(SEQUENCE),
            values.get(BURN_IN),
            batch,
            fresh == null ? batch : fresh,
            values.get(REPLAY),
            values.get(PUBLISH_EVERY),
            values.get(AVERAGING),
            values.get(CLIP_NORM),
            values.get(SEED),
            values.get(SCHEDULE),
            regularizers == null ? List.of() : regularizers,
            clipValue == null ? 0 : clipValue,
            values.get(INITIALIZER),
            augment == null ? Augmentation.NONE : Augmentation.of(augment),
            values.get(RECENT),
            values.get(KEEP_VERSIONS),
            null,
            values.get(GATE),
            values.get(ORDER));
    DriftShape.Declared drift = values.find(DRIFT);
    return drift == null ? learn : learn.with(drift.of(learn));
  }
}
