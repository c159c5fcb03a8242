package io.tidemill.pipeline;

import io.tidemill.feature.Classification;
import io.tidemill.feature.PastLabelsFeature;

/** What of the labels of earlier events a network sees; see {@link PastLabelsFeature}. */
record PastLabels(int delay, int count, double recent, double usual) {

  PastLabelsFeature feature(Classification task) {
    return new PastLabelsFeature(task.label(), task.classes(), delay, count, recent, usual);
  }
}
