package io.tidemill.pipeline;

import java.io.StringReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** From text to the nodes of one YAML 1.2 document: no aliases, no tags, bounded depth. */
final class Yaml {

  /** The deepest valid file has 7 levels. */
  private static final int DEEPEST = 20;

  private Yaml() {}

  /** The root, or null when a problem was reported instead. */
  static @Nullable Node compose(String text, Problems problems) {
    LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    try {
      int before = problems.count();
      checkEvents(settings, text, problems);
      if (problems.count() > before) {
        return null;
      }
      Optional<Node> root = new Compose(settings).composeReader(new StringReader(text));
      if (root.isEmpty()) {
        problems.add(Optional.empty(), "", "the file is empty");
      }
      return root.orElse(null);
    } catch (MarkedYamlEngineException e) {
      String context = e.getContext() == null ? "" : e.getContext() + ": ";
      problems.add(e.getProblemMark(), "", "not YAML: " + context + e.getProblem());
    } catch (ReaderException e) {
      problems.add(
          Optional.empty(),
          "",
          String.format(
              "not text: character U+%04X at position %d", e.getCodePoint(), e.getPosition()));
    } catch (YamlEngineException e) {
      problems.add(Optional.empty(), "", "not YAML: " + Place.cut(String.valueOf(e.getMessage())));
    }
    return null;
  }

  private static void checkEvents(LoadSettings settings, String text, Problems problems) {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      if (event instanceof CollectionEndEvent) {
        depth--;
      } else if (event instanceof CollectionStartEvent) {
        depth++;
      }
      String refused = refused(event, depth);
      if (refused != null) {
        problems.add(event.getStartMark(), "", refused);
        return;
      }
    }
  }

  private static @Nullable String refused(Event event, int depth) {
    if (depth > DEEPEST) {
      return "nested more than " + DEEPEST + " levels deep";
    }
    if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      return "anchors and aliases (" + node.getAnchor().get() + ") are not supported: write it out";
    }
    boolean tagged =
        (event instanceof ScalarEvent scalar && scalar.getTag().isPresent())
            || (event instanceof CollectionStartEvent start && start.getTag().isPresent());
    return tagged ? "tags are not supported: leave it out" : null;
  }
}
