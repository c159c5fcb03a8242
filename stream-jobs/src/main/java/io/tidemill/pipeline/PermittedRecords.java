package io.tidemill.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The records that a sealed interface permits, as the file writes them: {@code squared}, {@code
 * gru: 64} or {@code adam: {rate: 0.001}}. A new record is known here as soon as it is permitted.
 *
 * <p>A single value sets the first component, a mapping sets components by name.
 */
final class PermittedRecords<T> implements Shape<PermittedRecords.Declared<T>> {

  private final Map<String, RecordForm<? extends T>> forms = new LinkedHashMap<>();

  /**
   * The records among {@code types}.
   *
   * @param kind the word that their names end with and the file leaves out
   * @param inferred components that are never written, as what stands around says them
   * @param inferable components that are written only where what stands around does not say them
   */
  PermittedRecords(
      String kind,
      List<Class<? extends T>> types,
      Components components,
      Set<String> inferred,
      Set<String> inferable) {
    for (Class<? extends T> type : types) {
      String name = type.getSimpleName().replaceFirst("(" + kind + "|Error)$", "");
      forms.put(Kebab.of(name), new RecordForm<>(type, components, inferred, inferable));
    }
  }

  /**
   * The records among {@code types}, of which nothing is to be inferred but what never is written.
   */
  PermittedRecords(
      String kind, List<Class<? extends T>> types, Components components, Set<String> inferred) {
    this(kind, types, components, inferred, Set.of());
  }

  /** All that the interface permits. */
  static <T> PermittedRecords<T> of(Class<T> sealed, Components components, Set<String> inferred) {
    return of(sealed, components, inferred, Set.of());
  }

  /** All that the interface permits, of which some components may be left to be inferred. */
  static <T> PermittedRecords<T> of(
      Class<T> sealed, Components components, Set<String> inferred, Set<String> inferable) {
    return new PermittedRecords<>(
        sealed.getSimpleName(), permitted(sealed), components, inferred, inferable);
  }

  /**
   * All that the interface permits but records that hold others of it: so what is in a record holds
   * none itself, and a schema has an end.
   */
  static <T> PermittedRecords<T> within(Class<T> sealed, Components components) {
    List<Class<? extends T>> types = permitted(sealed);
    types.removeIf(
        type ->
            Arrays.stream(type.getRecordComponents())
                .anyMatch(component -> component.getType() == sealed));
    return new PermittedRecords<>(sealed.getSimpleName(), types, components, Set.of());
  }

  private static <T> List<Class<? extends T>> permitted(Class<T> sealed) {
    List<Class<? extends T>> types = new ArrayList<>();
    for (Class<?> type : sealed.getPermittedSubclasses()) {
      if (type.isRecord()) {
        types.add(type.asSubclass(sealed));
      } else {
        types.addAll(permitted(type.asSubclass(sealed)));
      }
    }
    return types;
  }

  /** The shape of a record of which nothing is inferred. */
  Shape<T> made() {
    return Scalars.map(this, declared -> declared.make(Map.of()));
  }

  /**
   * A record as written; it becomes one once the inferred components are known.
   *
   * @param written components by the file's name
   */
  record Declared<T>(Place place, RecordForm<? extends T> form, Map<String, Object> written) {

    /** The same with a value for the required size that is not written, if one is not. */
    Declared<T> orElse(int value) {
      String missing = form.missing(written);
      if (missing == null || !form.isSize(missing)) {
        return this;
      }
      Map<String, Object> all = new LinkedHashMap<>(written);
      all.put(missing, value);
      return new Declared<>(place, form, all);
    }

    /** The record, or null when a problem was reported because it refuses its components. */
    @Nullable T make(Map<String, Object> inferred) {
      return form.make(place, written, inferred);
    }
  }

  /** The file's names of the records. */
  Set<String> names() {
    return forms.keySet();
  }

  @Override
  public @Nullable Declared<T> read(Place place) {
    String bare = place.scalar(Tag.STR);
    if (bare != null) {
      RecordForm<? extends T> form = form(place, bare);
      return form == null ? null : new Declared<>(place.child(bare, place.node()), form, Map.of());
    }
    if (!(place.node() instanceof MappingNode mapping) || mapping.getValue().size() != 1) {
      place.mismatch("one of " + String.join(", ", forms.keySet()) + " with its value");
      return null;
    }
    NodeTuple only = mapping.getValue().get(0);
    RecordForm<? extends T> form = form(place, Section.name(only));
    return form == null
        ? null
        : readComponents(place.child(Section.name(only), only.getValueNode()), form);
  }

  private @Nullable RecordForm<? extends T> form(Place place, String name) {
    RecordForm<? extends T> form = forms.get(name);
    if (form == null) {
      place.problem(Suggestion.unknown("name", name, forms.keySet()));
    }
    return form;
  }

  private @Nullable Declared<T> readComponents(Place place, RecordForm<? extends T> form) {
    int before = place.problems().count();
    Map<String, Object> written = new LinkedHashMap<>();
    List<String> names = List.copyOf(form.settable().keySet());
    if (place.node() instanceof MappingNode mapping) {
      written = form.read(place, mapping);
    } else if (form.first() == null || place.node() instanceof SequenceNode) {
      place.mismatch("a mapping with the keys " + String.join(", ", names));
    } else if (form.isRate()) {
      Durations.Rate rate = Durations.Rate.SHAPE.read(place);
      if (rate != null) {
        written.put(names.get(0), rate.times());
        written.put(names.get(1), rate.period().toMillis());
      }
    } else {
      String first = form.first();
      Object value = form.shape(first).read(place);
      if (value != null) {
        written.put(first, value);
      }
    }
    return place.problems().count() > before ? null : new Declared<>(place, form, written);
  }

  @Override
  public ObjectNode schema() {
    List<ObjectNode> schemas = new ArrayList<>();
    List<String> bare =
        forms.entrySet().stream()
            .filter(entry -> entry.getValue().required().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    if (!bare.isEmpty()) {
      schemas.add(Json.oneOf(bare));
    }
    forms.forEach(
        (name, form) -> {
          if (!form.settable().isEmpty()) {
            String first = form.first();
            ObjectNode single =
                form.isRate() || first == null
                    ? Durations.Rate.SHAPE.schema()
                    : form.shape(first).schema();
            schemas.add(Json.single(name, Json.anyOf(List.of(single, form.schema()))));
          }
        });
    return Json.anyOf(schemas);
  }
}
