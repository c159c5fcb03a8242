package io.tidemill.feature;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

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

  /**
   * One of some names, as its index among them.
   *
   * @param meanings other names of them, as they are written in events: the name that each stands
   *     for, that of {@value #ANY_OTHER} for whatever else is written
   */
  record Symbol(List<String> names, Map<String, String> meanings) implements FieldForm {

    /** Stands for what is written and has no meaning of its own. */
    public static final String ANY_OTHER = "*";

    public Symbol {
      names = List.copyOf(names);
      meanings = Map.copyOf(meanings);
      Names.checkUnique("symbol", names);
      if (names.isEmpty()) {
        throw new IllegalArgumentException("a field of no symbols: want at least one");
      }
      if (!names.containsAll(meanings.values())) {
        throw new IllegalArgumentException(
            "meanings %s: each must stand for one of %s".formatted(meanings, names));
      }
    }

    /** Written as they are. */
    public Symbol(List<String> names) {
      this(names, Map.of());
    }

    @Override
    public int width() {
      return 1;
    }

    /** What may be written, but for {@value #ANY_OTHER}. */
    public List<String> written() {
      return meanings.isEmpty()
          ? names
          : meanings.keySet().stream().filter(it -> !it.equals(ANY_OTHER)).sorted().toList();
    }

    /** The index of what is written; -1: it is none of the names, and stands for none. */
    public int index(String written) {
      String name =
          meanings.isEmpty() ? written : meanings.getOrDefault(written, meanings.get(ANY_OTHER));
      return name == null ? -1 : names.indexOf(name);
    }
  }

  /** A name out of names that are not known beforehand, as a number made of it. */
  record Word() implements FieldForm {
    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    @Override
    public int width() {
      return 1;
    }

    /**
     * The name's number, a whole one below 2^53: FNV-1a (Fowler, Noll and Vo) of its UTF-16, so
     * that two of a thousand names share one with a chance of 1 in 10^10.
     */
    public double number(String name) {
      long hash = BASIS;
      for (int i = 0; i < name.length(); i++) {
        hash = (hash ^ (name.charAt(i) & 0xff)) * PRIME;
        hash = (hash ^ (name.charAt(i) >>> 8)) * PRIME;
      }
      return hash >>> 11;
    }
  }

  private static void requireWidth(String what, int width) {
    if (width < 1 || width > WIDEST) {
      throw new IllegalArgumentException(what + " is " + width + ": it must be 1 to " + WIDEST);
    }
  }
}
