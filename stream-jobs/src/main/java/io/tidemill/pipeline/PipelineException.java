package io.tidemill.pipeline;

import java.util.List;
import java.util.stream.Collectors;

/** A pipeline file is wrong; says all that is wrong with it, a line each. */
public final class PipelineException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  PipelineException(String source, List<Problem> problems) {
    super(
        problems.stream()
            .map(problem -> source + ":" + problem)
            .collect(Collectors.joining(System.lineSeparator())));
    this.problems = List.copyOf(problems);
  }

  /** A file that could not even be read. */
  PipelineException(String message) {
    super(message);
    this.problems = List.of();
  }

  /** In the order of the file; empty when it could not be read at all. */
  public List<Problem> problems() {
    return problems;
  }
}
