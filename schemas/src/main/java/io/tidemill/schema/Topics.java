package io.tidemill.schema;

import java.util.regex.Pattern;

/**
 * The names of a pipeline's topics: {@code <pipeline>.<suffix>}; {@link Topic} is the table of what
 * they are.
 */
public record Topics(String pipeline) {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,200}");

  public Topics {
    if (!NAME.matcher(pipeline).matches()) {
      throw new IllegalArgumentException(
          "pipeline name '"
              + pipeline
              + "' begins the names of topics: take 1 to 200 letters, digits, '.', '_' or '-'");
    }
  }

  public static Topics of(String pipeline) {
    return new Topics(pipeline);
  }

  public String name(Topic topic) {
    return pipeline + "." + topic.suffix();
  }

  public String predictions() {
    return name(Topic.PREDICTIONS);
  }

  public String alerts() {
    return name(Topic.ALERTS);
  }

  public String servedFeatures() {
    return name(Topic.SERVED_FEATURES);
  }

  public String models() {
    return name(Topic.MODELS);
  }

  public String modelMetrics() {
    return name(Topic.MODEL_METRICS);
  }

  public String deadLetters() {
    return name(Topic.DEAD_LETTERS);
  }

  public String control() {
    return name(Topic.CONTROL);
  }
}
