package io.tidemill.local;

import java.util.Map;

/** How good answers were beside what anybody could have answered; NaN: nothing measured. */
public sealed interface Quality permits ForecastError, ClassAgreement {

  /** What is measured, as people call it. */
  String title();

  /** Of the answers. */
  double online();

  /** The same of naive answers, each with its name. */
  Map<String, Double> naives();

  /** The error of the answers to that of the best naive one: below 1 they are better. */
  double ratio();

  /** The figures as programs call them. */
  Map<String, Double> figures();
}
