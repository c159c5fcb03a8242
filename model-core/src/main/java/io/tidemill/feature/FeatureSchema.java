package io.tidemill.feature;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The features of a pipeline side by side: declared number fields in, one observed row out, network
 * inputs from that row. Immutable; state, rows and inputs belong to the caller. Two schemas are
 * equal when fields and featurizers are.
 */
public final class FeatureSchema implements Serializable {

  private static final long serialVersionUID = 1;

  private final List<String> fields;
  private final List<Field> declared;
  private final List<Featurizer> featurizers;
  private final Featurizer[] parts;
  private final int[][] fieldIndex;
  private final int[] starts; // [fields + 1] of each in an event's numbers, and their end
  private final int stateSize;
  private final int observedWidth;
  private final int inputWidth;

  /**
   * Binds featurizers to fields.
   *
   * @param fields the declared fields, in the order of an event's numbers
   */
  public FeatureSchema(List<String> fields, List<Featurizer> featurizers) {
    this.fields = List.copyOf(fields);
    this.featurizers = List.copyOf(featurizers);
    Names.checkUnique("field", fields);
    Names.checkUnique("feature", featurizers.stream().map(Featurizer::name).toList());
    if (featurizers.isEmpty()) {
      throw new IllegalArgumentException("a feature schema has no features: want at least one");
    }
    this.parts = featurizers.toArray(Featurizer[]::new);
    this.fieldIndex = new int[parts.length][];
    this.declared = declared(fields, parts);
    this.starts = new int[fields.size() + 1];
    for (int i = 0; i < fields.size(); i++) {
      starts[i + 1] = Math.addExact(starts[i], declared.get(i).form().width());
    }
    int states = 0;
    int observed = 0;
    int inputs = 0;
    for (int i = 0; i < parts.length; i++) {
      fieldIndex[i] = indices(parts[i]);
      checkShape(parts[i]);
      states += parts[i].stateSize();
      observed += parts[i].observedWidth();
      inputs += parts[i].inputWidth();
    }
    if (inputs == 0) {
      throw new IllegalArgumentException(
          "the features %s give a network nothing to see: add one that does"
              .formatted(featurizers.stream().map(Featurizer::name).toList()));
    }
    this.stateSize = states;
    this.observedWidth = observed;
    this.inputWidth = inputs;
    Names.checkUnique("column", columns());
  }

  /** The declared fields by name, in the order of an event's numbers. */
  public List<String> fields() {
    return fields;
  }

  /** The declared fields with the forms in which the features read them. */
  public List<Field> declared() {
    return declared;
  }

  /** Doubles of an event: the widths of the fields. */
  public int numbersWidth() {
    return starts[fields.size()];
  }

  /** Where a declared field begins in an event's numbers; -1: it is not declared. */
  public int indexOf(String field) {
    int index = fields.indexOf(field);
    return index < 0 ? -1 : starts[index];
  }

  public List<Featurizer> featurizers() {
    return featurizers;
  }

  /** The image that is all that a network sees; empty: it sees something else. */
  public Optional<ImageFeature> image() {
    List<Featurizer> seen = featurizers.stream().filter(part -> part.inputWidth() > 0).toList();
    return seen.size() == 1 && seen.get(0) instanceof ImageFeature image
        ? Optional.of(image)
        : Optional.empty();
  }

  /** Names of the observed columns. */
  public List<String> columns() {
    List<String> columns = new ArrayList<>(observedWidth);
    for (Featurizer part : parts) {
      columns.addAll(part.columns());
    }
    return Collections.unmodifiableList(columns);
  }

  /** Names of the network's inputs. */
  public List<String> inputs() {
    List<String> inputs = new ArrayList<>(inputWidth);
    for (Featurizer part : parts) {
      inputs.addAll(part.inputs());
    }
    return Collections.unmodifiableList(inputs);
  }

  /** What a model keeps of each observed column beside its moments; null: nothing. */
  @Nullable ColumnSketch[] sketches() {
    @Nullable ColumnSketch[] sketches = new ColumnSketch[observedWidth];
    int column = 0;
    for (Featurizer part : parts) {
      int next = column;
      for (ColumnSketch sketch : part.sketches()) {
        sketches[next++] = sketch;
      }
      column += part.observedWidth();
    }
    return sketches;
  }

  /** Doubles remembered per key. */
  public int stateSize() {
    return stateSize;
  }

  public int observedWidth() {
    return observedWidth;
  }

  public int inputWidth() {
    return inputWidth;
  }

  /**
   * Observes the next event of a key: advances its state and writes its observed row.
   *
   * @param numbers [numbersWidth] of the event, NaN: missing
   * @param time event time, milliseconds since 1970-01-01T00:00Z
   * @param expected [numbersWidth] what the network forecast for this event, NaN: no forecast
   */
  public void observe(
      double[] numbers,
      long time,
      double[] expected,
      double[] state,
      int offset,
      double[] observed,
      int observedOffset) {
    int at = offset;
    int to = observedOffset;
    for (int i = 0; i < parts.length; i++) {
      parts[i].observe(numbers, fieldIndex[i], time, expected, state, at, observed, to);
      at += parts[i].stateSize();
      to += parts[i].observedWidth();
    }
  }

  /** Writes the [inputWidth] network inputs of an observed row under a model's scaling. */
  public void input(
      double[] observed, int offset, FeatureScaling scaling, float[] x, int inputOffset) {
    int column = 0;
    int to = inputOffset;
    for (Featurizer part : parts) {
      part.input(observed, offset, column, scaling, x, to);
      column += part.observedWidth();
      to += part.inputWidth();
    }
  }

  /** Whether an event must not be answered because a feature is missing that it may not miss. */
  public boolean dropped(double[] observed, int offset) {
    int at = offset;
    for (Featurizer part : parts) {
      if (part.dropped(observed, at)) {
        return true;
      }
      at += part.observedWidth();
    }
    return false;
  }

  /** Text that is the same for equal schemas in every release. */
  public String canonicalText() {
    FeaturizerTypes types = FeaturizerTypes.installed();
    StringJoiner features = new StringJoiner(", ", "[", "]");
    for (Featurizer featurizer : featurizers) {
      features.add(types.keyword(featurizer) + ": " + RecordText.of((Record) featurizer));
    }
    return "features of " + fields + ": " + features;
  }

  /** First 8 bytes of the SHA-256 of {@link #canonicalText()}; not for hot paths. */
  public long fingerprint() {
    try {
      byte[] text = canonicalText().getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeatureSchema that
        && fields.equals(that.fields)
        && featurizers.equals(that.featurizers);
  }

  @Override
  public int hashCode() {
    return 31 * fields.hashCode() + featurizers.hashCode();
  }

  @Override
  public String toString() {
    return "FeatureSchema[fields=" + fields + ", featurizers=" + featurizers + "]";
  }

  /** The form of each field, which those who read it must agree on. */
  private static List<Field> declared(List<String> fields, Featurizer[] parts) {
    List<Field> declared = new ArrayList<>(fields.size());
    for (String name : fields) {
      @Nullable FieldForm form = null;
      for (Featurizer part : parts) {
        if (part.fields().contains(name)) {
          if (form != null && !form.equals(part.form())) {
            throw new IllegalArgumentException(
                "field \"%s\" is read as %s and, by the feature %s, as %s: it can be one of them"
                    .formatted(name, form, part.name(), part.form()));
          }
          form = part.form();
        }
      }
      declared.add(new Field(name, form == null ? new FieldForm.Number() : form));
    }
    return List.copyOf(declared);
  }

  private int[] indices(Featurizer featurizer) {
    List<String> wanted = featurizer.fields();
    int[] indices = new int[wanted.size()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = indexOf(wanted.get(i));
      if (indices[i] < 0) {
        throw new IllegalArgumentException(
            "feature %s reads the field \"%s\": the declared number fields are %s"
                .formatted(featurizer.name(), wanted.get(i), fields));
      }
    }
    return indices;
  }

  private static void checkShape(Featurizer featurizer) {
    if (!(featurizer instanceof Record)) {
      throw new IllegalArgumentException(
          "feature %s is a %s: want a record, whose components go into snapshots"
              .formatted(featurizer.name(), featurizer.getClass().getName()));
    }
    if (featurizer.stateSize() < 0
        || featurizer.inputWidth() < 0
        || featurizer.observedWidth() < 1
        || featurizer.observedWidth() != featurizer.columns().size()
        || featurizer.observedWidth() < featurizer.sketches().size()) {
      throw new IllegalArgumentException(
          "feature %s has state size %d, input width %d, observed width %d and the columns %s: want an observed width of at least 1, a name for each column and no more sketches than columns"
              .formatted(
                  featurizer.name(),
                  featurizer.stateSize(),
                  featurizer.inputWidth(),
                  featurizer.observedWidth(),
                  featurizer.columns()));
    }
  }
}
