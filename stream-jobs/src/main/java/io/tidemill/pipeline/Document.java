package io.tidemill.pipeline;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * The file of a pipeline as a tree, of which parts can be written another way; the tree itself
 * never changes. A path names a value by the keys that lead to it, such as {@code learn.batch}.
 */
public final class Document {
  private static final String FEATURES = "features";

  private final String source;
  private final MappingNode root;

  private Document(String source, MappingNode root) {
    this.source = source;
    this.root = root;
  }

  /** The file that a pipeline was read from. */
  public static Document of(Pipeline pipeline) {
    if (read(pipeline.text()) instanceof MappingNode root) {
      return new Document(pipeline.source(), root);
    }
    throw new IllegalStateException(pipeline.source() + " is no mapping, and yet a pipeline");
  }

  /**
   * The same with another value; sections that lead to it and are not written are made.
   *
   * @param value in YAML
   */
  public Document with(String path, String value) {
    return new Document(source, with(root, keys(path), read(value)));
  }

  private static MappingNode with(MappingNode base, List<String> path, Node value) {
    String key = path.get(0);
    return path.size() == 1
        ? with(base, key, value)
        : with(base, key, with(Overlay.mapping(base, key), rest(path), value));
  }

  private static MappingNode with(MappingNode base, String key, Node value) {
    return Overlay.with(base, Map.of(key, value));
  }

  /** The same without a value, whether it is written or not. */
  public Document without(String path) {
    return new Document(source, without(root, keys(path)));
  }

  private static MappingNode without(MappingNode base, List<String> path) {
    String key = path.get(0);
    if (path.size() == 1) {
      return Overlay.without(base, key);
    }
    return Overlay.values(base).get(key) instanceof MappingNode section
        ? with(base, key, without(section, rest(path)))
        : base;
  }

  /** The same without the features of a kind, such as {@code context}. */
  public Document withoutFeatures(String kind) {
    return withFeatures(Overlay.without(features(), Set.of(kind)));
  }

  /**
   * The same with another option of every feature of a kind.
   *
   * @param value in YAML
   */
  public Document withFeatures(String kind, String option, String value) {
    List<Node> items =
        features().getValue().stream()
            .map(
                item ->
                    item instanceof MappingNode feature && Overlay.values(item).containsKey(kind)
                        ? with(feature, option, read(value))
                        : item)
            .toList();
    return withFeatures(Overlay.items(features(), items));
  }

  private Document withFeatures(SequenceNode features) {
    return new Document(source, with(root, FEATURES, features));
  }

  private SequenceNode features() {
    if (Overlay.values(root).get(FEATURES) instanceof SequenceNode features) {
      return features;
    }
    throw new IllegalStateException(source + " has no list of features");
  }

  /**
   * The pipeline that it now is.
   *
   * @throws PipelineException if it is wrong
   */
  public Pipeline pipeline() {
    return PipelineFile.parse(source, text());
  }

  private String text() {
    DumpSettings settings = DumpSettings.builder().setSchema(new CoreSchema()).build();
    return new Present(settings)
        .emitToString(new Serialize(settings).serializeOne(root).iterator());
  }

  private static List<String> keys(String path) {
    return Arrays.asList(path.split("\\.", -1));
  }

  private static List<String> rest(List<String> path) {
    return path.subList(1, path.size());
  }

  private static Node read(String yaml) {
    Problems problems = new Problems();
    Node node = Yaml.compose(yaml, problems);
    problems.throwIfAny(yaml);
    if (node == null) {
      throw new IllegalStateException("refused " + yaml + " without a reason");
    }
    return node;
  }
}
