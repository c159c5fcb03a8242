package io.tidemill.pipeline;

/**
 * One thing that is wrong with a pipeline file.
 *
 * @param line from 1
 * @param column from 1
 * @param key where in the file, such as {@code features[1].number}; empty for the whole file
 * @param message what is wrong and what to write instead
 */
public record Problem(int line, int column, String key, String message) {

  @Override
  public String toString() {
    return line + ":" + column + ": " + (key.isEmpty() ? "" : key + ": ") + message;
  }
}
