package io.tidemill.benchmark.prequential;

import io.tidemill.feature.Classification;
import io.tidemill.feature.ContextFeature;
import io.tidemill.feature.Featurizer;
import io.tidemill.feature.Forecast;
import io.tidemill.feature.NumberFeature;
import io.tidemill.feature.PastLabelsFeature;
import io.tidemill.feature.QuantileFeature;
import io.tidemill.feature.Scale;
import io.tidemill.feature.SymbolFeature;
import io.tidemill.loss.AbsoluteError;
import io.tidemill.pipeline.Document;
import io.tidemill.pipeline.Learn;
import io.tidemill.pipeline.Pipeline;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** An option of a pipeline file, and the same file without it; nothing else is tuned again. */
enum Ablation {
  /** What is learned again in a step: without it a step is of what is fresh alone. */
  REPLAY(
      pipeline -> pipeline.learn().replay() > 0,
      (file, learn) ->
          file.without("learn.replay")
              .without("learn.recent")
              .with("learn.batch", "" + learn.fresh())),

  /** What is drawn from further back than recent steps: without it a step is fresh and recent. */
  DRAWS(
      pipeline -> draws(pipeline.learn()),
      (file, learn) ->
          file.with("learn.batch", "" + (learn.fresh() + learn.recent()))
              .with("learn.replay", "" + learn.recent())),

  /** What was fresh in the steps before: without it as much more is drawn from replay. */
  RECENT(pipeline -> pipeline.learn().recent() > 0, (file, learn) -> file.without("learn.recent")),

  /** Several fresh sequences in a step: without, there is a step for each. */
  SEVERAL(
      pipeline -> pipeline.learn().replay() > 0 && pipeline.learn().fresh() > 1,
      (file, learn) -> file.with("learn.fresh", "1")),

  /** Averaged weights in service: without, they are the newest. */
  AVERAGING(
      pipeline -> pipeline.learn().averaging() > 0,
      (file, learn) -> file.with("learn.averaging", "0")),

  /** The piecewise linear encoding of numbers. */
  QUANTILE(
      sees(QuantileFeature.class::isInstance), (file, learn) -> file.withoutFeatures("quantile")),

  /** Standardised and clipped numbers: without, they are as they come. */
  SCALE(
      sees(feature -> feature instanceof NumberFeature number && number.scale() != Scale.NONE),
      (file, learn) -> file.withFeatures("number", "scale", "none")),

  /** How numbers stand to what they were. */
  CONTEXT(sees(ContextFeature.class::isInstance), (file, learn) -> file.withoutFeatures("context")),

  /** The classes of earlier events. */
  PAST_LABELS(
      sees(PastLabelsFeature.class::isInstance),
      (file, learn) -> file.without("model.past-labels")),

  /** Symbols one-hot by a growing dictionary: without, they are not seen. */
  SYMBOL(sees(SymbolFeature.class::isInstance), (file, learn) -> file.withoutFeatures("symbol")),

  /** A forecast as what is added to the last value: without, to the mean. */
  RESIDUAL(
      pipeline ->
          pipeline.model().task() instanceof Forecast forecast
              && forecast.base() == Forecast.Base.LAST,
      (file, learn) -> file.with("model.base", "mean")),

  /** The absolute error as loss: without, the squared one. */
  ABSOLUTE(
      pipeline -> pipeline.learn().loss() instanceof AbsoluteError,
      (file, learn) -> file.with("learn.loss", "squared")),

  /** The quarantine of labels that contradict sure answers. */
  QUARANTINE(
      pipeline ->
          pipeline.model().task() instanceof Classification && pipeline.learn().gate().quarantine(),
      (file, learn) -> file.with("learn.gate.quarantine", "false")),

  /** Models that learn beside the pipeline's own. */
  LEAGUE(pipeline -> pipeline.league() != null, (file, learn) -> file.without("league"));

  private final Predicate<Pipeline> has;
  private final BiFunction<Document, Learn, Document> without;

  Ablation(Predicate<Pipeline> has, BiFunction<Document, Learn, Document> without) {
    this.has = has;
    this.without = without;
  }

  boolean isIn(Pipeline pipeline) {
    return has.test(pipeline);
  }

  /** A pipeline that has it, without it. */
  Pipeline without(Pipeline pipeline) {
    return without.apply(Document.of(pipeline), pipeline.learn()).pipeline();
  }

  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static boolean draws(Learn learn) {
    return learn.recent() > 0 && learn.fresh() + learn.recent() < learn.batch();
  }

  private static Predicate<Pipeline> sees(Predicate<Featurizer> feature) {
    return pipeline -> pipeline.features().featurizers().stream().anyMatch(feature);
  }
}
