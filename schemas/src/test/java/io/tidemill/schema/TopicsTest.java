package io.tidemill.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TopicsTest {

  @Test
  void namesBeginWithThePipeline() {
    Topics topics = Topics.of("water");

    assertThat(Arrays.stream(Topic.values()).map(topics::name))
        .containsExactly(
            topics.predictions(),
            topics.alerts(),
            topics.servedFeatures(),
            topics.models(),
            topics.modelMetrics(),
            topics.deadLetters(),
            topics.control())
        .doesNotHaveDuplicates()
        .allMatch(name -> name.startsWith("water."));
  }

  @Test
  void refusesNamesThatKafkaWouldRefuse() {
    assertThatThrownBy(() -> Topics.of("taxi demand"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'taxi demand'");
    assertThatThrownBy(() -> Topics.of("")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyModelsAreCompactedAndTheyAreOrdered() {
    assertThat(Topic.values()).filteredOn(Topic::compacted).containsExactly(Topic.MODELS);
    assertThat(Topic.MODELS.single()).isTrue();
  }
}
