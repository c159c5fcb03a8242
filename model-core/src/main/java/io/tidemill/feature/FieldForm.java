package io.tidemill.feature;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/** How a declared field of an event becomes numbers: so many doubles, NaN where there is none. */
public sealed interface FieldForm extends Serializable {

  /** The widest field: numbers of an image of 256 by 256 pixels of 3 channels. */
  int WIDEST = 256 * 256 * 3;

  /** Doubles of the field, at least 1. */
  int width();

  /** One number. */
  record Number() implements FieldForm {
    @Override
    public int width() {
      return 1;
    }
  }

  /** So many numbers, all there or none: an array, nested or not. */
  record Numbers(int count) implements FieldForm {
    public Numbers {
      requireWidth("numbers of a field", count);
    }

    @Override
    public int width() {
      return count;
    }
  }

  /** The first code points of a text, aligned to the end: what is not there comes before it. */
  record Text(int length) implements FieldForm {
    public Text {
      requireWidth("length of a text", length);
    }

    @Override
    public int width() {
      return length;
    }

    /** Writes a text's code points. */
    public void write(String text, double[] numbers, int offset) {
      int known = Math.min(length, text.codePointCount(0, text.length()));
      Arrays.fill(numbers, offset, offset + length - known, Double.NaN);
      int at = 0;
      for (int i = offset + length - known; i < offset + length; i++) {
        int point = text.codePointAt(at);
        numbers[i] = point;
        at += Character.charCount(point);
      }
    }
  }

  /** One of some names, as its index among them. */
  record Symbol(List<String> names) implements FieldForm {
    public Symbol {
      names = List.copyOf(names);
      Names.checkUnique("symbol", names);
      if (names.isEmpty()) {
        throw new IllegalArgumentException("a field of no symbols: want at least one");
      }
    }

    @Override
    public int width() {
      return 1;
    }
  }

  private static void requireWidth(String what, int width) {
    if (width < 1 || width > WIDEST) {
      throw new IllegalArgumentException(what + " is " + width + ": it must be 1 to " + WIDEST);
    }
  }
}
