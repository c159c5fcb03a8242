package io.tidemill.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemill.feature.Featurizer;
import io.tidemill.feature.FeaturizerTypes;
import io.tidemill.feature.LabelFeature;
import io.tidemill.feature.PastLabelsFeature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * An item of {@code features}: {@code number: [flow, pressure]} with its options beside it. The
 * keyword of a kind of feature sets its record's first component; a list makes one feature of each.
 */
final class FeatureShape implements Shape<List<Featurizer>> {

  /** More fields than this are no stream of measurements. */
  private static final int MOST = 4096;

  /** The model says what its label is, and what of it the network sees. */
  private static final Set<Class<?>> OF_THE_MODEL =
      Set.of(LabelFeature.class, PastLabelsFeature.class);

  private final Map<String, RecordForm<? extends Record>> forms = new LinkedHashMap<>();

  FeatureShape() {
    FeaturizerTypes types = FeaturizerTypes.installed();
    for (String keyword : types.keywords()) {
      if (!OF_THE_MODEL.contains(types.record(keyword))) {
        forms.put(
            keyword, new RecordForm<>(types.record(keyword), Components.ANY, Set.of(), Set.of()));
      }
    }
  }

  @Override
  public @Nullable List<Featurizer> read(Place place) {
    if (!(place.node() instanceof MappingNode mapping)) {
      place.mismatch("a mapping with one of the keys " + String.join(", ", forms.keySet()));
      return null;
    }
    for (NodeTuple entry : mapping.getValue()) {
      RecordForm<? extends Record> form = forms.get(Section.name(entry));
      if (form != null) {
        return read(place, mapping, entry, form);
      }
    }
    place.problem(Variants.missing(mapping, List.copyOf(forms.keySet())));
    return null;
  }

  private static @Nullable List<Featurizer> read(
      Place place, MappingNode mapping, NodeTuple leading, RecordForm<? extends Record> form) {
    int before = place.problems().count();
    String keyword = Section.name(leading);
    String first = first(form);
    List<?> subjects =
        Lists.oneOrMore(form.shape(first), MOST).read(place.child(keyword, leading.getValueNode()));
    Map<String, Object> options = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      if (!entry.equals(leading)) {
        form.read(place, entry, options, options(keyword, form));
      }
    }
    if (subjects == null || place.problems().count() > before) {
      return null;
    }
    List<Featurizer> features = new ArrayList<>(subjects.size());
    for (Object subject : subjects) {
      Map<String, Object> written = new LinkedHashMap<>(options);
      written.put(first, subject);
      if (!(form.make(place, written, Map.of()) instanceof Featurizer feature)) {
        return null; // the next subject would have the same problem
      }
      features.add(feature);
    }
    return features;
  }

  private static String first(RecordForm<?> form) {
    return form.settable().keySet().iterator().next();
  }

  /** The keys that may stand beside the keyword, the keyword itself among them. */
  private static Set<String> options(String keyword, RecordForm<?> form) {
    Set<String> options = new LinkedHashSet<>(Set.of(keyword));
    options.addAll(form.settable().keySet());
    options.remove(first(form));
    return options;
  }

  @Override
  public ObjectNode schema() {
    List<ObjectNode> schemas = new ArrayList<>();
    forms.forEach(
        (keyword, form) -> {
          ObjectNode feature = Json.type("object");
          ObjectNode properties = feature.putObject("properties");
          properties.set(keyword, Lists.oneOrMore(form.shape(first(form)), MOST).schema());
          for (String option : form.settable().keySet()) {
            if (!option.equals(first(form))) {
              properties.set(option, form.shape(option).schema());
            }
          }
          feature.putArray("required").add(keyword);
          schemas.add(feature.put("additionalProperties", false));
        });
    return Json.anyOf(schemas);
  }
}
