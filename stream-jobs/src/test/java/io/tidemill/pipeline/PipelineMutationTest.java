package io.tidemill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PipelineMutationTest {

  private static final String[] SNIPPETS = {
    "",
    " ",
    "\n",
    ":",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "'",
    "\"",
    "#",
    "&a ",
    "*a",
    "!!int ",
    "null",
    "true",
    "-1",
    "0",
    "1e999",
    ".inf",
    "99999999999999999999",
    "\t",
    "\u0000",
    "\ud800",
    "é",
    "|",
    ">",
    "%YAML 1.3",
    "---",
    "...",
    "? ",
    "<<",
    "5s",
    "1 per day",
    "0x7fffffffffffffff"
  };

  /** Whatever is written, the answer is a pipeline or what is wrong with it. */
  @Test
  void mutatedFilesAreReadOrRefused() {
    Random random = new Random(20261101);
    int refused = 0;
    int runs = 300;
    for (int run = 0; run < runs; run++) {
      String text = mutate(TestingPipelines.COMPLETE, random);
      try {
        assertThat(PipelineFile.parse("mutated", text).text()).isEqualTo(text);
      } catch (PipelineException e) {
        assertThat(e.problems()).isNotEmpty();
        assertThat(e.problems()).allMatch(problem -> problem.line() > 0 && problem.column() > 0);
        refused++;
      }
    }
    assertThat(refused).isBetween(runs / 2, runs - 1);
  }

  private static String mutate(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int from = random.nextInt(mutated.length());
      int to = Math.min(mutated.length(), from + random.nextInt(6));
      switch (random.nextInt(4)) {
        case 0 -> mutated.delete(from, to);
        case 1 -> mutated.insert(from, mutated.substring(from, to));
        case 2 -> mutated.replace(from, to, SNIPPETS[random.nextInt(SNIPPETS.length)]);
        default -> mutated.insert(from, SNIPPETS[random.nextInt(SNIPPETS.length)]);
      }
    }
    return mutated.toString();
  }
}
