package io.tidemill.feature;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * Every kind of feature there is: those of this package, and those that a {@link ServiceLoader}
 * finds. Immutable.
 */
public final class FeaturizerTypes {

  private final Map<String, Class<? extends Record>> byKeyword = new TreeMap<>();

  private FeaturizerTypes() {
    byKeyword.put("number", NumberFeature.class);
    byKeyword.put("clock", ClockFeature.class);
    byKeyword.put("image", ImageFeature.class);
    byKeyword.put("text", TextFeature.class);
    byKeyword.put("quantile", QuantileFeature.class);
    byKeyword.put("symbol", SymbolFeature.class);
    byKeyword.put("context", ContextFeature.class);
    byKeyword.put("label", LabelFeature.class);
    byKeyword.put("past-labels", PastLabelsFeature.class);
  }

  /** The built-in kinds and those of the class path. */
  public static FeaturizerTypes installed() {
    FeaturizerTypes types = new FeaturizerTypes();
    for (FeaturizerType type :
        ServiceLoader.load(FeaturizerType.class, FeaturizerTypes.class.getClassLoader())) {
      types.add(type);
    }
    return types;
  }

  /** All keywords in alphabetical order. */
  public Collection<String> keywords() {
    return Collections.unmodifiableSet(byKeyword.keySet());
  }

  /** The record behind a keyword. */
  public Class<? extends Record> record(String keyword) {
    Class<? extends Record> record = byKeyword.get(keyword);
    if (record == null) {
      throw new IllegalArgumentException(
          "no feature is called \"%s\": there are %s; a feature of your own needs a FeaturizerType in META-INF/services"
              .formatted(keyword, byKeyword.keySet()));
    }
    return record;
  }

  /** The keyword of a feature. */
  public String keyword(Featurizer featurizer) {
    for (Map.Entry<String, Class<? extends Record>> entry : byKeyword.entrySet()) {
      if (entry.getValue() == featurizer.getClass()) {
        return entry.getKey();
      }
    }
    throw new IllegalArgumentException(
        "%s has no keyword: name its class in a FeaturizerType in META-INF/services"
            .formatted(featurizer.getClass().getName()));
  }

  private void add(FeaturizerType type) {
    Class<? extends Record> record = type.record();
    if (!Featurizer.class.isAssignableFrom(record)) {
      throw new IllegalStateException(
          "%s, named by the feature type \"%s\", does not implement Featurizer"
              .formatted(record.getName(), type.keyword()));
    }
    Class<? extends Record> earlier = byKeyword.putIfAbsent(type.keyword(), record);
    if (earlier != null) {
      throw new IllegalStateException(
          "both %s and %s want to be the feature \"%s\""
              .formatted(earlier.getName(), record.getName(), type.keyword()));
    }
  }
}
