package io.tidemill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.pipeline.PermittedRecords.Declared;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.nodes.Node;

class PermittedRecordsTest {

  /** Whatever a layer, loss or threshold may be made of. */
  public sealed interface Testing {}

  public enum Mode {
    CAUSAL,
    SAME_SIZE
  }

  public record Plain() implements Testing {}

  public record TwoWords(int inputSize, int kernelSize, Mode mode, boolean bias, long holdMs)
      implements Testing {
    public TwoWords {
      if (kernelSize > 9) {
        throw new IllegalArgumentException("kernel of " + kernelSize);
      }
    }

    public TwoWords(int inputSize, int kernelSize) {
      this(inputSize, kernelSize, Mode.SAME_SIZE, true, 1000);
    }
  }

  public record Wrapped(int times, Testing inner) implements Testing {}

  public record GrantedTesting(double times, long periodMs) implements Testing {}

  private final Problems problems = new Problems();
  private final PermittedRecords<Testing> records =
      PermittedRecords.of(Testing.class, new Components(100), Set.of("inputSize"));

  @Test
  void aBareNameIsARecordWithoutComponents() {
    assertThat(read("plain")).isEqualTo(new Plain());
  }

  @Test
  void aSingleValueSetsTheFirstComponentThatIsNotInferred() {
    assertThat(read("two-words: 3")).isEqualTo(new TwoWords(7, 3));
  }

  @Test
  void aMappingSetsComponentsByNameAndShorterConstructorsTheRest() {
    assertThat(read("two-words: {kernel-size: 3, mode: causal}"))
        .isEqualTo(new TwoWords(7, 3, Mode.CAUSAL, true, 1000));
    assertThat(read("two-words: {kernel-size: 3, hold: 5s, bias: false}"))
        .isEqualTo(new TwoWords(7, 3, Mode.SAME_SIZE, false, 5000));
  }

  @Test
  void soManyInAPeriodIsARate() {
    assertThat(read("granted: 2 per week")).isEqualTo(new GrantedTesting(2, 7 * 24 * 3600 * 1000L));
  }

  @Test
  void aRecordMayHoldAnotherOfItsFamilyThatHoldsNone() {
    assertThat(read("wrapped: {times: 2, inner: {two-words: {input-size: 4, kernel-size: 3}}}"))
        .isEqualTo(new Wrapped(2, new TwoWords(4, 3)));
    assertThat(problems.count()).isZero();
    assertThat(read("wrapped: {times: 2, inner: {wrapped: {times: 3, inner: plain}}}")).isNull();
    assertThat(problems.count()).isEqualTo(1);
  }

  @Test
  void whatTheRecordRefusesIsAProblemAtItsPlace() {
    assertThat(read("two-words: 10")).isNull();
    assertThat(problems.count()).isEqualTo(1);
  }

  @Test
  void anInferredComponentCannotBeWritten() {
    assertThat(read("two-words: {kernel-size: 3, input-size: 7}")).isNull();
    assertThat(problems.count()).isEqualTo(1);
  }

  private @Nullable Testing read(String yaml) {
    Node node = Objects.requireNonNull(Yaml.compose(yaml, problems));
    Declared<Testing> declared = records.read(new Place(node, "test", problems));
    return declared == null ? null : declared.make(Map.of("inputSize", 7));
  }
}
