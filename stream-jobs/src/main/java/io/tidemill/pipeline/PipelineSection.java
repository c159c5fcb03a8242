package io.tidemill.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Featurizer;
import io.tidemill.network.Network;
import io.tidemill.snapshot.ModelSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of the whole file, and what its parts must agree on. */
final class PipelineSection extends Section<PipelineSection.Parts> {

  /** A pipeline without its text. */
  record Parts(Events events, ModelSpec model, Learn learn, Alerts alerts, Execution execution) {}

  private static final Key<String> NAME =
      Key.required(
          "name",
          Scalars.text("[a-z0-9][a-z0-9-]{0,99}", "1 to 100 small letters, digits and -"),
          "what the pipeline is called; the topics it writes begin with it");
  private static final Key<EventsSection.Declared> EVENTS =
      Key.required("events", new EventsSection(), "the stream of events");
  private static final Key<List<Featurizer>> FEATURES =
      Key.required(
          "features",
          Scalars.map(
              Lists.of(new FeatureShape(), 4096),
              items -> items.stream().flatMap(List::stream).toList()),
          "what the network sees of an event");
  private static final Key<ModelSection.Declared> MODEL =
      Key.required("model", new ModelSection(), "the network and what it is to do");
  private static final Key<Learn> LEARN =
      Key.optional("learn", new LearnSection(), "{}", "How the network learns from the stream.");
  private static final Key<AlertsSection.Declared> ALERTS =
      Key.optional(
          "alerts",
          new AlertsSection(),
          "{score: none}",
          "What raises an alert; without it nothing does.");
  private static final Key<Execution> EXECUTION =
      Key.optional("execution", new ExecutionSection(), "{}", "How the jobs run.");

  PipelineSection() {
    super(List.of(NAME, EVENTS, FEATURES, MODEL, LEARN, ALERTS, EXECUTION));
  }

  @Override
  void check(Values values) {
    List<Featurizer> featurizers = values.find(FEATURES);
    if (featurizers == null) {
      return;
    }
    FeatureSchema features;
    try {
      features = features(featurizers);
    } catch (IllegalArgumentException e) {
      values.problem(FEATURES, String.valueOf(e.getMessage()));
      return;
    }
    checkFields(values, features.fields());
    ModelSection.Declared model = values.find(MODEL);
    AlertsSection.Declared alerts = values.find(ALERTS);
    if (model != null) {
      model.network(features);
      if (alerts != null) {
        alerts.of(model.task().targets().size());
      }
    }
  }

  /** The events have the fields that the features read. */
  private static void checkFields(Values values, List<String> fields) {
    EventsSection.Declared events = values.find(EVENTS);
    if (events == null) {
      return;
    }
    if (events.format() == Format.CSV) {
      for (String field : fields) {
        if (!events.csv().columns().contains(field)) {
          values.problem(FEATURES, Suggestion.unknown("csv column", field, events.csv().columns()));
        }
      }
    }
    String wide = events.wide();
    if (wide != null && !fields.equals(List.of(wide))) {
      values.problem(
          FEATURES,
          "a wide file has the one number '" + wide + "', but the features read " + fields);
    }
  }

  private static FeatureSchema features(List<Featurizer> featurizers) {
    Set<String> fields = new LinkedHashSet<>();
    featurizers.forEach(featurizer -> fields.addAll(featurizer.fields()));
    return new FeatureSchema(List.copyOf(fields), featurizers);
  }

  @Override
  Parts build(Values values) {
    FeatureSchema features = features(values.get(FEATURES));
    ModelSection.Declared model = values.get(MODEL);
    Network network = checked(model.network(features));
    Alerts alerts = checked(values.get(ALERTS).of(model.task().targets().size()));
    return new Parts(
        values.get(EVENTS).with(features.fields()),
        new ModelSpec(values.get(NAME), features, network, model.task()),
        values.get(LEARN),
        alerts,
        values.get(EXECUTION));
  }

  private static <T> T checked(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("built what check() had refused");
    }
    return value;
  }

  /** The JSON Schema of the whole file. */
  static ObjectNode document() {
    ObjectNode document = Json.object();
    document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    document.put("title", "A Tidemill pipeline");
    document.setAll(new PipelineSection().schema());
    return document;
  }
}
