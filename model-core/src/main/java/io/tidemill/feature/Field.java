package io.tidemill.feature;

import java.io.Serializable;

/** A field of an event that features read, and the form in which they do. */
public record Field(String name, FieldForm form) implements Serializable {

  public Field {
    Names.check("field", name);
  }

  /** A number. */
  public static Field number(String name) {
    return new Field(name, new FieldForm.Number());
  }
}
