package io.tidemill.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Collects everything that is wrong with one file. */
final class Problems {

  /** More would not be read. */
  private static final int MOST = 100;

  private final List<Problem> problems = new ArrayList<>();

  void add(Optional<Mark> mark, String key, String message) {
    if (problems.size() < MOST) {
      problems.add(
          new Problem(
              mark.map(Mark::getLine).orElse(0) + 1,
              mark.map(Mark::getColumn).orElse(0) + 1,
              key,
              message));
    }
  }

  int count() {
    return problems.size();
  }

  void throwIfAny(String source) {
    if (!problems.isEmpty()) {
      problems.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
      throw new PipelineException(source, problems);
    }
  }
}
