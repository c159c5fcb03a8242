package io.tidemill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {

  @ParameterizedTest
  @CsvSource({"kitten,sitting,3", "ab,ba,1", "abc,abc,0", "'',abc,3", "horizon,horzion,1"})
  void countsEditsAndSwaps(String a, String b, int distance) {
    assertThat(Suggestion.distance(a, b)).isEqualTo(distance);
    assertThat(Suggestion.distance(b, a)).isEqualTo(distance);
  }

  @ParameterizedTest
  @CsvSource({
    "standrad,standard",
    "STANDARD_PER_KEY,standard-per-key",
    "minmax,min-max",
    "Nonw,none",
    "zzz,''",
    "x,''"
  })
  void findsTheNearestNameIfOneIsNear(String written, String meant) {
    assertThat(
            Suggestion.nearest(written, List.of("standard", "standard-per-key", "min-max", "none")))
        .isEqualTo(meant);
  }

  @Test
  void listsNoMoreThanOneReads() {
    List<String> columns = IntStream.range(0, 10_000).mapToObj(i -> "column" + i).toList();

    assertThat(Suggestion.unknown("column", "colum7", columns))
        .startsWith("unknown column 'colum7', did you mean 'column7'? (allowed: column0, column1,")
        .endsWith(", column19, … 10000 in all)");
  }

  @Test
  void aNameOfAHundredThousandLettersIsJustFar() {
    assertThat(Suggestion.nearest("x".repeat(100_000), List.of("number"))).isEmpty();
  }
}
