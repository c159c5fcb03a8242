package io.tidemill.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The keys of a candidate of the league: what it has other than the pipeline's own model. */
final class CandidateSection extends Section<CandidateSection.Declared> {

  private static final Key<String> NAME =
      Key.required(
          "name",
          Scalars.text("[a-z0-9][a-z0-9-]{0,39}", "1 to 40 small letters, digits and -"),
          "what the candidate is called");
  private static final Key<Node> FEATURES =
      Key.optional(
          "features",
          new Later("features"),
          "What its network sees. Without it what the pipeline's own does.");
  private static final Key<Map<String, Node>> MODEL =
      Key.optional("model", new ModelPart(), "What of the model it has its own way.");
  private static final Key<Node> LEARN =
      Key.optional(
          "learn",
          new Later("learn"),
          "How it learns; keys that it leaves out are those of the pipeline.");

  CandidateSection() {
    super(List.of(NAME, FEATURES, MODEL, LEARN));
  }

  /** The keys of {@code model} that a candidate may write. */
  private static final class ModelPart extends Section<Map<String, Node>> {
    private static final List<Key<Node>> KEYS =
        List.of(
            Key.optional("layers", new Later("model", "layers"), "The layers of its network."),
            Key.optional(
                "past-labels",
                new Later("model", "past-labels"),
                "What its network sees of the classes of earlier events."));

    ModelPart() {
      super(KEYS);
    }

    @Override
    Map<String, Node> build(Values values) {
      Map<String, Node> written = new LinkedHashMap<>();
      for (Key<Node> key : KEYS) {
        Node node = values.find(key);
        if (node != null) {
          written.put(key.name(), node);
        }
      }
      return written;
    }
  }

  /**
   * A candidate as written.
   *
   * @param features null: the pipeline's
   */
  record Declared(
      String name, @Nullable Node features, Map<String, Node> model, @Nullable Node learn) {

    /** The pipeline file as it would be if this were its own model. */
    MappingNode over(MappingNode file) {
      Map<String, Node> over = new LinkedHashMap<>();
      if (Overlay.values(file).get("name") instanceof ScalarNode pipeline) {
        over.put("name", Overlay.text(pipeline.getValue() + "-" + name));
      }
      if (features != null) {
        over.put("features", features);
      }
      over.put("model", Overlay.with(Overlay.mapping(file, "model"), model));
      if (learn instanceof MappingNode written) {
        over.put("learn", Overlay.with(Overlay.mapping(file, "learn"), written.getValue()));
      } else if (learn != null) {
        over.put("learn", learn); // whose reading says what is wrong with it
      }
      return Overlay.with(Overlay.without(file, "league"), over);
    }
  }

  @Override
  Declared build(Values values) {
    Map<String, Node> model = values.find(MODEL);
    return new Declared(
        values.get(NAME),
        values.find(FEATURES),
        model == null ? Map.of() : model,
        values.find(LEARN));
  }
}
