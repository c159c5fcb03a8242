package io.tidemill.pipeline;

import io.tidemill.feature.FieldForm;
import java.util.List;
import java.util.Map;

/**
 * The classes of a label and how events write them.
 *
 * @param meanings what is written, with the class that it stands for; empty: the names themselves
 */
record Classes(List<String> names, Map<String, String> meanings) {

  Classes {
    names = List.copyOf(names);
    meanings = Map.copyOf(meanings);
  }

  FieldForm form() {
    return new FieldForm.Symbol(names, meanings);
  }
}
