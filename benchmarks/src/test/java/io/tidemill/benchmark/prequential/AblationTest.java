package io.tidemill.benchmark.prequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class AblationTest {

  /** Keys that may be other than they were, or features of a kind. */
  private static final Map<Ablation, Set<String>> CHANGES =
      Map.ofEntries(
          Map.entry(Ablation.REPLAY, Set.of("learn.replay", "learn.recent", "learn.batch")),
          Map.entry(Ablation.DRAWS, Set.of("learn.replay", "learn.batch")),
          Map.entry(Ablation.RECENT, Set.of("learn.recent")),
          Map.entry(Ablation.SEVERAL, Set.of("learn.fresh")),
          Map.entry(Ablation.AVERAGING, Set.of("learn.averaging")),
          Map.entry(Ablation.QUANTILE, Set.of("features.quantile")),
          Map.entry(Ablation.SCALE, Set.of("features.number")),
          Map.entry(Ablation.CONTEXT, Set.of("features.context")),
          Map.entry(Ablation.PAST_LABELS, Set.of("model.past-labels")),
          Map.entry(Ablation.SYMBOL, Set.of("features.symbol")),
          Map.entry(Ablation.RESIDUAL, Set.of("model.base")),
          Map.entry(Ablation.ABSOLUTE, Set.of("learn.loss")),
          Map.entry(Ablation.QUARANTINE, Set.of("learn.gate")),
          Map.entry(Ablation.LEAGUE, Set.of("league")));

  private static final List<Pipeline> SHIPPED = shipped();
  private static final List<Pipeline> GENERATED =
      Arrays.stream(Generated.values())
          .map(one -> PipelineFile.parse(one.title(), one.pipeline()))
          .toList();

  private static List<Pipeline> shipped() {
    try (Stream<Path> files = Files.list(Path.of("../pipelines"))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(PipelineFile::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Arguments> optionsOfFiles() {
    return Stream.concat(SHIPPED.stream(), GENERATED.stream()).flatMap(AblationTest::options);
  }

  private static Stream<Arguments> options(Pipeline pipeline) {
    return Arrays.stream(Ablation.values())
        .filter(option -> option.isIn(pipeline))
        .map(option -> arguments(option, pipeline.name(), pipeline));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("optionsOfFiles")
  void theFileWithoutAnOptionIsAnotherInThatAlone(Ablation option, String name, Pipeline pipeline) {
    Pipeline without = option.without(pipeline);
    assertThat(option.isIn(without)).isFalse();
    assertThat(changed(pipeline.text(), without.text()))
        .isNotEmpty()
        .isSubsetOf(CHANGES.get(option));
    assertThat(without.name()).isEqualTo(name);
  }

  @Test
  void theGeneratedStreamsHaveEveryOption() {
    assertThat(Ablation.values()).allMatch(option -> GENERATED.stream().anyMatch(option::isIn));
  }

  @Test
  void everySetHasAPipelineWithSomeOfThem() {
    for (StreamSet set : StreamSet.shipped(Path.of("data"))) {
      assertThat(SHIPPED)
          .filteredOn(pipeline -> set.pipeline().endsWith(pipeline.name() + ".yaml"))
          .singleElement()
          .satisfies(pipeline -> assertThat(options(pipeline)).hasSizeGreaterThan(2));
    }
  }

  /** Keys of sections that are other than they were, and kinds of features. */
  private static Set<String> changed(String before, String after) {
    Map<String, Object> one = flat(before);
    Map<String, Object> other = flat(after);
    Set<String> keys = new TreeSet<>(one.keySet());
    keys.addAll(other.keySet());
    keys.removeIf(key -> one.containsKey(key) && one.get(key).equals(other.get(key)));
    return keys;
  }

  private static Map<String, Object> flat(String yaml) {
    Map<String, Object> flat = new LinkedHashMap<>();
    Map<?, ?> file = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
    file.forEach(
        (section, value) -> {
          if (section.equals("features")) {
            Map<Object, Object> kinds = new HashMap<>();
            for (Object feature : (Collection<?>) value) {
              Object kind = ((Map<?, ?>) feature).keySet().iterator().next();
              kinds.merge("features." + kind, feature.toString(), (a, b) -> a + "\n" + b);
            }
            kinds.forEach((kind, features) -> flat.put(kind.toString(), features));
          } else if (value instanceof Map<?, ?> keys && !section.equals("league")) {
            keys.forEach((key, inner) -> flat.put(section + "." + key, inner));
          } else {
            flat.put(section.toString(), value);
          }
        });
    return flat;
  }
}
