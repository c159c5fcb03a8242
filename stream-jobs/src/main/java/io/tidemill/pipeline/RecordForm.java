package io.tidemill.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * How the file writes the components of a record: by name, each in the form of its type.
 *
 * <p>The record's constructors say what may be left out: a constructor with fewer parameters has
 * defaults for the rest.
 */
final class RecordForm<T> {

  private final Constructor<T> canonical;
  private final List<Constructor<T>> constructors;
  private final Map<String, RecordComponent> settable = new LinkedHashMap<>();
  private final Set<String> inferable;
  private final Components components;

  /**
   * @param type a public record
   * @param inferred components that are not written, as what stands around says them
   * @param inferable components that are only written where what stands around does not say them
   */
  @SuppressWarnings("unchecked") // getConstructors() returns constructors of its class
  RecordForm(Class<T> type, Components components, Set<String> inferred, Set<String> inferable) {
    this.components = components;
    this.inferable = inferable;
    RecordComponent[] all = type.getRecordComponents();
    List<String> names = Arrays.stream(all).map(RecordComponent::getName).toList();
    this.constructors =
        Arrays.stream(type.getConstructors())
            .map(constructor -> (Constructor<T>) constructor)
            .filter(constructor -> names.containsAll(parameters(constructor)))
            .sorted(Comparator.comparingInt(Constructor::getParameterCount))
            .toList();
    this.canonical = constructors.get(constructors.size() - 1);
    for (RecordComponent component : all) {
      if (!inferred.contains(component.getName())) {
        settable.put(Components.name(component), component);
      }
    }
  }

  private static List<String> parameters(Constructor<?> constructor) {
    return Arrays.stream(constructor.getParameters()).map(Parameter::getName).toList();
  }

  /** What the file may write, by the file's name, in the order of the record. */
  Map<String, RecordComponent> settable() {
    return settable;
  }

  /** What a single value in place of a mapping sets; null: nothing can be set. */
  @Nullable String first() {
    return settable.entrySet().stream()
        .filter(entry -> !inferable.contains(entry.getValue().getName()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  /** The file's names of what must be written, whatever stands around. */
  List<String> required() {
    return required(inferable);
  }

  private List<String> required(Set<String> known) {
    List<String> fewest = parameters(constructors.get(0));
    return settable.entrySet().stream()
        .filter(entry -> fewest.contains(entry.getValue().getName()))
        .filter(entry -> !known.contains(entry.getValue().getName()))
        .map(Map.Entry::getKey)
        .toList();
  }

  Shape<?> shape(String name) {
    return components.of(component(name));
  }

  private RecordComponent component(String name) {
    RecordComponent component = settable.get(name);
    if (component == null) {
      throw new IllegalArgumentException(canonical.getName() + " has no component " + name);
    }
    return component;
  }

  /** Whether the component is a whole number, as sizes are. */
  boolean isSize(String name) {
    return component(name).getType() == int.class;
  }

  /** Whether its first two components are so many times in so many milliseconds. */
  boolean isRate() {
    List<RecordComponent> all = List.copyOf(settable.values());
    return all.size() > 1
        && all.get(0).getType() == double.class
        && Components.isMillis(all.get(1));
  }

  /** Reads all components by name, as far as they are written and right. */
  Map<String, Object> read(Place place, MappingNode mapping) {
    Map<String, Object> written = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      read(place, entry, written, settable.keySet());
    }
    return written;
  }

  /** Reads one component into {@code written}. */
  void read(Place place, NodeTuple entry, Map<String, Object> written, Set<String> allowed) {
    String name = Section.name(entry);
    if (!settable.containsKey(name) || !allowed.contains(name)) {
      place.problem(entry.getKeyNode().getStartMark(), Suggestion.unknown("key", name, allowed));
    } else if (written.containsKey(name)) {
      place.problem(entry.getKeyNode().getStartMark(), "key '" + name + "' is written twice");
    } else {
      Object value = shape(name).read(place.child(name, entry.getValueNode()));
      if (value != null) {
        written.put(name, value);
      }
    }
  }

  /** The first component that must be written and is not; null: none. */
  @Nullable String missing(Map<String, Object> written) {
    return required().stream().filter(name -> !written.containsKey(name)).findFirst().orElse(null);
  }

  /**
   * The record, or null when a problem was reported because it refuses its components.
   *
   * @param written by the file's name
   * @param inferred by the name of the component
   */
  @Nullable T make(Place place, Map<String, Object> written, Map<String, Object> inferred) {
    for (String name : required(inferred.keySet())) {
      if (!written.containsKey(name)) {
        place.problem("'" + name + "' is missing");
        return null;
      }
    }
    Map<String, Object> known = new LinkedHashMap<>(inferred);
    written.forEach((name, value) -> known.put(component(name).getName(), value));
    try {
      for (RecordComponent component : canonical.getDeclaringClass().getRecordComponents()) {
        if (!known.containsKey(component.getName())) {
          known.put(component.getName(), component.getAccessor().invoke(withDefaults(known)));
        }
      }
      return make(canonical, known);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IllegalArgumentException
          || cause instanceof ArithmeticException
          || cause instanceof DateTimeException) {
        place.problem(String.valueOf(cause.getMessage()));
        return null;
      }
      throw new IllegalStateException("failed to make a " + canonical.getName(), cause);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot call " + canonical + ": make it public", e);
    }
  }

  /** Made by the longest constructor for which everything is known. */
  private T withDefaults(Map<String, Object> known) throws ReflectiveOperationException {
    Constructor<T> longest = constructors.get(0);
    for (Constructor<T> constructor : constructors) {
      if (known.keySet().containsAll(parameters(constructor))) {
        longest = constructor;
      }
    }
    return make(longest, known);
  }

  private T make(Constructor<T> constructor, Map<String, Object> known)
      throws ReflectiveOperationException {
    return constructor.newInstance(parameters(constructor).stream().map(known::get).toArray());
  }

  ObjectNode schema() {
    ObjectNode mapping = Json.type("object");
    ObjectNode properties = mapping.putObject("properties");
    settable.keySet().forEach(name -> properties.set(name, shape(name).schema()));
    if (!required().isEmpty()) {
      required().forEach(mapping.putArray("required")::add);
    }
    return mapping.put("additionalProperties", false);
  }
}
