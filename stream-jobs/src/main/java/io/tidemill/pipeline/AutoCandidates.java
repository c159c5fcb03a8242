package io.tidemill.pipeline;

import io.tidemill.feature.Classification;
import io.tidemill.snapshot.ModelSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The candidates that {@code league: auto} makes beside the pipeline's own model, each different
 * from it in one respect: what it sees, whether it remembers, how fast it forgets.
 */
final class AutoCandidates {
  /** Features that are made of what was before; the others are the fields as they are. */
  private static final Set<String> CONTEXT = Set.of("context");

  private static final Set<String> ENCODINGS = Set.of("context", "quantile");

  private static final MappingNode NOTHING = read("{}");
  private static final String USUAL = "{adam: {rate: 0.001}}";

  private AutoCandidates() {}

  /** Always a network that sees the raw fields alone, and a linear model of them. */
  static List<CandidateSection.Declared> of(MappingNode file, ModelSpec own) {
    boolean classes = own.task() instanceof Classification;
    Node plain = without(ENCODINGS, file);
    Node raw = without(CONTEXT, file);
    MappingNode learn = Overlay.mapping(file, "learn");
    List<CandidateSection.Declared> made = new ArrayList<>();
    made.add(candidate("plain", plain, "{layers: [dense]}", Map.of()));
    if (plain != null) { // else the pipeline's own is one
      made.add(candidate("raw", raw == null ? plain : raw, "{}", Map.of()));
    }
    made.add(
        candidate(
            "memory",
            null,
            "{layers: [dense: 64, activation: relu, gru: 32, dense]}",
            Overlay.values(read(sequences(classes, learn)))));
    made.add(candidate("patient", null, "{}", patient(learn)));
    return made;
  }

  /** So long that a memory pays, in batches that cost about as much as without one. */
  private static String sequences(boolean classes, MappingNode learn) {
    if (!Overlay.values(learn).containsKey("replay")) {
      return "{sequence: 16}";
    }
    return classes
        ? "{sequence: 16, burn-in: 0, batch: 8, fresh: 2, recent: 2}"
        : "{sequence: 24, burn-in: 12, batch: 64, fresh: 32, recent: 0}";
  }

  /** Learns half as fast, from four times as far back, and serves a longer average. */
  private static Map<String, Node> patient(MappingNode learn) {
    Map<String, Node> written = Overlay.values(learn);
    Map<String, Node> patient = new HashMap<>();
    patient.put("averaging", Overlay.number(0.995));
    patient.put("optimizer", scaled(written.getOrDefault("optimizer", read(USUAL)), 0.5));
    if (written.get("replay") instanceof ScalarNode replay) {
      patient.put("replay", scaled(replay, 4));
    }
    return patient;
  }

  /** The number in a value such as {@code {adam: {rate: 0.002}}}, the first one, as much larger. */
  private static Node scaled(Node value, double factor) {
    if (value instanceof MappingNode mapping && !mapping.getValue().isEmpty()) {
      NodeTuple first = mapping.getValue().get(0);
      return Overlay.with(
          mapping, Map.of(Section.name(first), scaled(first.getValueNode(), factor)));
    }
    if (value instanceof ScalarNode scalar
        && (scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT))) {
      return Overlay.number(factor * Double.parseDouble(scalar.getValue()));
    }
    return value;
  }

  private static CandidateSection.Declared candidate(
      String name, @Nullable Node features, String model, Map<String, Node> learn) {
    return new CandidateSection.Declared(
        name, features, Overlay.values(read(model)), Overlay.with(NOTHING, learn));
  }

  private static MappingNode read(String text) {
    if (Yaml.compose(text, new Problems()) instanceof MappingNode mapping) {
      return mapping;
    }
    throw new IllegalStateException("no mapping: " + text);
  }

  /** The features without those of some kinds; null: there are none of these, or no others. */
  private static @Nullable Node without(Set<String> kinds, MappingNode file) {
    if (!(Overlay.values(file).get("features") instanceof SequenceNode features)) {
      return null;
    }
    SequenceNode left = Overlay.without(features, kinds);
    int items = left.getValue().size();
    return items == 0 || items == features.getValue().size() ? null : left;
  }
}
