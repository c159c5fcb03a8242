package io.tidemill.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Featurizer;
import io.tidemill.feature.Field;
import io.tidemill.feature.FieldForm;
import io.tidemill.feature.Forecast;
import io.tidemill.feature.Reconstruction;
import io.tidemill.network.Model;
import io.tidemill.snapshot.ModelSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of the whole file, and what its parts must agree on. */
final class PipelineSection extends Section<PipelineSection.Parts> {

  /** A pipeline without its text. */
  record Parts(
      Events events,
      @Nullable Labels labels,
      ModelSpec model,
      Learn learn,
      Evaluate evaluate,
      Alerts alerts,
      Execution execution,
      LeagueSection.@Nullable Declared league,
      Place leaguePlace) {}

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
  private static final Key<LabelsSection.Declared> LABELS =
      Key.optional(
          "labels",
          new LabelsSection(),
          "Labels that come by a topic of their own. Without it events have theirs, or none.");
  private static final Key<LearnSection.Declared> LEARN =
      Key.optional("learn", new LearnSection(), "{}", "How the network learns from the stream.");
  private static final Key<Evaluate> EVALUATE =
      Key.optional(
          "evaluate",
          new EvaluateSection(),
          "{}",
          "How the answers in service are judged as their outcomes become known.");
  private static final Key<LeagueSection.Declared> LEAGUE =
      Key.optional(
          "league",
          LeagueSection.shape(),
          "Other models that learn beside the pipeline's own one, and what becomes of their"
              + " answers. Without it none.");
  private static final Key<AlertsSection.Declared> ALERTS =
      Key.optional(
          "alerts",
          new AlertsSection(),
          "{score: none}",
          "What raises an alert; without it nothing does.");
  private static final Key<Execution> EXECUTION =
      Key.optional("execution", new ExecutionSection(), "{}", "How the jobs run.");

  PipelineSection() {
    super(
        List.of(NAME, EVENTS, FEATURES, MODEL, LABELS, LEARN, EVALUATE, LEAGUE, ALERTS, EXECUTION));
  }

  @Override
  void check(Values values) {
    List<Featurizer> featurizers = values.find(FEATURES);
    if (featurizers == null) {
      return;
    }
    ModelSection.Declared model = values.find(MODEL);
    FeatureSchema features;
    try {
      features = features(model == null ? featurizers : model.withTarget(featurizers));
    } catch (IllegalArgumentException e) {
      values.problem(FEATURES, String.valueOf(e.getMessage()));
      return;
    }
    checkFields(values, features, later(values, model));
    checkLabels(values, model);
    AlertsSection.Declared alerts = values.find(ALERTS);
    if (model != null) {
      model.model(features);
      checkLoss(values, model);
      checkDrift(values, model, features);
      if (alerts != null) {
        checkAlerts(values, alerts, model, features);
      }
    }
  }

  private static void checkLabels(Values values, ModelSection.@Nullable Declared model) {
    LabelsSection.Declared labels = values.find(LABELS);
    EventsSection.Declared events = values.find(EVENTS);
    if (labels == null || model == null || events == null) {
      return;
    }
    if (model.classes() == null) {
      values.problem(LABELS, "only go with task: classify");
      return;
    }
    if (model.pastLabels() != null) {
      values.problem(
          LABELS, "events do not have them when they are answered: leave out past-labels");
    }
    if (labels.id() != null && events.id() == null && events.format() != Format.AVRO) {
      values.problem(LABELS, "name events by their id, but events have none: say events.id");
    }
    String field = labels.field(model.task().targets().get(0));
    List<String> columns = labels.csv().columns();
    if (labels.format() == Format.CSV && !columns.contains(field)) {
      values.problem(LABELS, Suggestion.unknown("csv column", field, columns));
    }
  }

  private static void checkLoss(Values values, ModelSection.Declared model) {
    LearnSection.Declared learn = values.find(LEARN);
    if (learn != null && learn.loss() != null) {
      String objection = model.objection(learn.loss());
      if (objection != null) {
        learn.lossPlace().problem(objection);
      }
    }
  }

  private static void checkDrift(
      Values values, ModelSection.Declared model, FeatureSchema features) {
    LearnSection.Declared learn = values.find(LEARN);
    if (learn == null || learn.drift() == null || learn.learn().drift() == null) {
      return;
    }
    String objection = learn.learn().drift().objection(learn.learn(), model.task(), features);
    if (objection != null) {
      learn.drift().place().problem(objection);
    }
  }

  private static void checkAlerts(
      Values values,
      AlertsSection.Declared alerts,
      ModelSection.Declared model,
      FeatureSchema features) {
    Alerts declared = alerts.of(readings(model, features));
    if (declared == null) {
      return;
    }
    boolean comparable = model.task() instanceof Forecast || model.task() instanceof Reconstruction;
    if (declared.residual() != null && !comparable) {
      values.problem(
          ALERTS,
          "a residual is that of a forecast or of a reconstruction: say score: none, or another"
              + " task");
    }
    if (declared.stuck() != null && features.numbersWidth() != features.fields().size()) {
      values.problem(ALERTS, "stuck looks at numbers, and the features read more than those");
    }
  }

  /** What residuals are of: the numbers that are forecast, or the inputs that are rebuilt. */
  private static int readings(ModelSection.Declared model, FeatureSchema features) {
    return model.task() instanceof Reconstruction
        ? features.inputWidth()
        : model.task().targets().size();
  }

  /** What does not come with the events. */
  private static List<String> later(Values values, ModelSection.@Nullable Declared model) {
    return values.find(LABELS) == null || model == null ? List.of() : model.task().targets();
  }

  /**
   * The events have the fields that the features read, in a form that the format can carry.
   *
   * @param later fields that come by another topic
   */
  private static void checkFields(Values values, FeatureSchema features, List<String> later) {
    EventsSection.Declared events = values.find(EVENTS);
    if (events == null) {
      return;
    }
    List<String> fields = features.fields();
    if (events.format() == Format.CSV) {
      for (String field : fields) {
        if (!later.contains(field) && !events.csv().columns().contains(field)) {
          values.problem(FEATURES, Suggestion.unknown("csv column", field, events.csv().columns()));
        }
      }
    }
    for (Field field : features.declared()) {
      boolean carried =
          switch (events.format()) {
            case JSON -> true;
            case CSV -> !(field.form() instanceof FieldForm.Numbers);
            case AVRO -> field.form() instanceof FieldForm.Number;
          };
      if (!carried && !later.contains(field.name())) {
        values.problem(
            FEATURES,
            "'%s' is %s, which format: %s cannot carry: use format: json"
                .formatted(field.name(), kind(field.form()), Kebab.of(events.format())));
      }
    }
    String wide = events.wide();
    if (wide != null && !fields.equals(List.of(wide))) {
      values.problem(
          FEATURES,
          "a wide file has the one number '" + wide + "', but the features read " + fields);
    }
  }

  private static String kind(FieldForm form) {
    return form instanceof FieldForm.Numbers ? "an array of numbers" : "a text";
  }

  private static FeatureSchema features(List<Featurizer> featurizers) {
    Set<String> fields = new LinkedHashSet<>();
    featurizers.forEach(featurizer -> fields.addAll(featurizer.fields()));
    return new FeatureSchema(List.copyOf(fields), featurizers);
  }

  @Override
  Parts build(Values values) {
    ModelSection.Declared model = values.get(MODEL);
    FeatureSchema features = features(model.withTarget(values.get(FEATURES)));
    Model built = checked(model.model(features));
    Alerts alerts = checked(values.get(ALERTS).of(readings(model, features)));
    LabelsSection.Declared labels = values.find(LABELS);
    return new Parts(
        values.get(EVENTS).with(model.fields(features)),
        labels == null ? null : labels.of(model.task().targets().get(0), checked(model.classes())),
        new ModelSpec(values.get(NAME), features, built, model.task()),
        values.get(LEARN).of(model.usualLoss()),
        values.get(EVALUATE),
        alerts,
        values.get(EXECUTION),
        values.find(LEAGUE),
        values.place(LEAGUE));
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
