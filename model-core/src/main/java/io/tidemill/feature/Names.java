package io.tidemill.feature;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks of the names that schemas and tasks are made of. */
final class Names {

  private Names() {}

  static void check(String what, String name) {
    if (name.isBlank() || !name.equals(name.strip())) {
      throw new IllegalArgumentException(
          "%s is \"%s\": want a name without space around it".formatted(what, name));
    }
  }

  /** Refuses blank and repeated names. */
  static void checkUnique(String what, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      check(what, name);
      if (!seen.add(name)) {
        throw new IllegalArgumentException(
            "%s \"%s\" is named twice in %s".formatted(what, name, names));
      }
    }
  }
}
