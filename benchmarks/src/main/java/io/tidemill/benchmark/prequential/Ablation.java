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
import java.util.function.Predicate;

/** An option of a pipeline file, and the same file without it; nothing else is tuned again. */
enum Ablation {
  /** Replay and recent sequences in a step: without them it is of what is fresh alone. */
  REPLAY {
    @Override
    boolean isIn(Pipeline pipeline) {
      return pipeline.learn().replay() > 0;
    }

    @Override
    Document without(Document file, Pipeline pipeline) {
      return file.without("learn.replay")
          .without("learn.recent")
          .with("learn.batch", "" + pipeline.learn().fresh());
    }
  },

  /** Draws from further back than the recent steps: without them a step is fresh and recent. */
  DRAWS {
    @Override
    boolean isIn(Pipeline pipeline) {
      Learn learn = pipeline.learn();
      return learn.recent() > 0 && learn.fresh() + learn.recent() < learn.batch();
    }

    @Override
    Document without(Document file, Pipeline pipeline) {
      Learn learn = pipeline.learn();
      return file.with("learn.batch", "" + (learn.fresh() + learn.recent()))
          .with("learn.replay", "" + learn.recent());
    }
  },

  /** What was fresh in the steps before: without it the batch has as much more from replay. */
  RECENT {
    @Override
    boolean isIn(Pipeline pipeline) {
      return pipeline.learn().recent() > 0;
    }

    @Override
    Document without(Document file, Pipeline pipeline) {
      return file.without("learn.recent");
    }
  },

  /** Several fresh sequences in a step: without, one and as much more from replay. */
  SEVERAL {
    @Override
    boolean isIn(Pipeline pipeline) {
      return pipeline.learn().replay() > 0 && pipeline.learn().fresh() > 1;
    }

    @Override
    Document without(Document file, Pipeline pipeline) {
      return file.with("learn.fresh", "1");
    }
  },

  /** Answers by averaged weights: without, by the newest. */
  AVERAGING {
    @Override
    boolean isIn(Pipeline pipeline) {
      return pipeline.learn().averaging() > 0;
    }

    @Override
    Document without(Document file, Pipeline pipeline) {
      return file.with("learn.averaging", "0");
    }
  },

  /** The piecewise linear encoding of numbers. */
  QUANTILE {
    @Override
    boolean isIn(Pipeline pipeline) {
      return sees(pipeline, QuantileFeature.class::isInstance);
    }

    @Override
    Document without(Document file, Pipeline pipeline) {
      return file.withoutFeatures("quantile");
    }
  },

  /** Standardised and clipped numbers: without, they are as they come. */
  SCALE {
    @Override
    boolean isIn(Pipeline pipeline) {
      return sees(
          pipeline,
          feature -> feature instanceof NumberFeature number && number.scale() != Scale.NONE);
    }

    @Override
    Document without(Document file, Pipeline pipeline) {
      return file.withFeatures("number", "scale", "none");
    }
  },

  /** How numbers stand to what they were. */
  CONTEXT {
    @Override
    boolean isIn(Pipeline pipeline) {
      return sees(pipeline, ContextFeature.class::isInstance);
    }

    @Override
    Document without(Document file, Pipeline pipeline) {
      return file.withoutFeatures("context");
    }
  },

  /** The classes of earlier events. */
  PAST_LABELS {
    @Override
    boolean isIn(Pipeline pipeline) {
      return sees(pipeline, PastLabelsFeature.class::isInstance);
    }

    @Override
    Document without(Document file, Pipeline pipeline) {
      return file.without("model.past-labels");
    }
  },

  /** Symbols one-hot by a growing dictionary: without it they are not seen. */
  SYMBOL {
    @Override
    boolean isIn(Pipeline pipeline) {
      return sees(pipeline, SymbolFeature.class::isInstance);
    }

    @Override
    Document without(Document file, Pipeline pipeline) {
      return file.withoutFeatures("symbol");
    }
  },

  /** A forecast as what is added to the last value: without, to the mean. */
  RESIDUAL {
    @Override
    boolean isIn(Pipeline pipeline) {
      return pipeline.model().task() instanceof Forecast forecast
          && forecast.base() == Forecast.Base.LAST;
    }

    @Override
    Document without(Document file, Pipeline pipeline) {
      return file.with("model.base", "mean");
    }
  },

  /** The absolute error of forecasts as loss: without, the squared one. */
  ABSOLUTE {
    @Override
    boolean isIn(Pipeline pipeline) {
      return pipeline.learn().loss() instanceof AbsoluteError;
    }

    @Override
    Document without(Document file, Pipeline pipeline) {
      return file.with("learn.loss", "squared");
    }
  },

  /** The quarantine of labels that contradict sure answers. */
  QUARANTINE {
    @Override
    boolean isIn(Pipeline pipeline) {
      return pipeline.model().task() instanceof Classification
          && pipeline.learn().gate().quarantine();
    }

    @Override
    Document without(Document file, Pipeline pipeline) {
      return file.with("learn.gate.quarantine", "false");
    }
  },

  /** Models that learn beside the pipeline's own. */
  LEAGUE {
    @Override
    boolean isIn(Pipeline pipeline) {
      return pipeline.league() != null;
    }

    @Override
    Document without(Document file, Pipeline pipeline) {
      return file.without("league");
    }
  };

  abstract boolean isIn(Pipeline pipeline);

  /** The file of a pipeline that has it, without it. */
  abstract Document without(Document file, Pipeline pipeline);

  /** The pipeline without it. */
  Pipeline without(Pipeline pipeline) {
    return without(Document.of(pipeline), pipeline).pipeline();
  }

  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static boolean sees(Pipeline pipeline, Predicate<Featurizer> feature) {
    return pipeline.features().featurizers().stream().anyMatch(feature);
  }
}
