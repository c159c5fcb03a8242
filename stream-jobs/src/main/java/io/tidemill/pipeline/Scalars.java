package io.tidemill.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Shapes of single values. */
final class Scalars {

  /** Any text that can name a field, a key or a topic. */
  static final Shape<String> NAME =
      shape(
          place -> {
            String text = place.scalar(Tag.STR);
            boolean good = text != null && !text.isBlank() && text.length() <= Names.LONGEST;
            return good ? text : null;
          },
          "text of 1 to " + Names.LONGEST + " characters (numbers in quotes)",
          () -> Json.type("string").put("minLength", 1).put("maxLength", Names.LONGEST));

  static final Shape<Boolean> FLAG =
      shape(
          place -> {
            String text = place.scalar(Tag.BOOL);
            return text == null ? null : Boolean.parseBoolean(text);
          },
          "true or false",
          () -> Json.type("boolean"));

  static final Shape<ZoneId> ZONE =
      shape(
          place -> {
            String text = place.scalar(Tag.STR);
            return text == null ? null : parsed(() -> ZoneId.of(text));
          },
          "a time zone such as UTC, Europe/Berlin or +02:00",
          () -> Json.type("string"));

  static final Shape<Instant> INSTANT =
      shape(
          place -> {
            String text = place.scalar(Tag.STR);
            return text == null ? null : parsed(() -> OffsetDateTime.parse(text).toInstant());
          },
          "a time with its offset such as 2026-11-01T00:00Z",
          () -> Json.type("string"));

  private static final double MAX = Double.MAX_VALUE;

  private Scalars() {}

  /** Text that matches a pattern; {@code expected} says what that is. */
  static Shape<String> text(String pattern, String expected) {
    Pattern compiled = Pattern.compile(pattern);
    return shape(
        place -> {
          String text = place.scalar(Tag.STR);
          return text != null && compiled.matcher(text).matches() ? text : null;
        },
        expected,
        () -> Json.pattern(pattern));
  }

  static Shape<Long> integer(long least, long most) {
    return shape(
        place -> {
          String text = place.scalar(Tag.INT);
          if (text == null || text.length() > 19) {
            return null;
          }
          Long value = parsed(() -> Long.valueOf(text));
          return value != null && value >= least && value <= most ? value : null;
        },
        "a whole number" + range(least > Integer.MIN_VALUE, least, most < Integer.MAX_VALUE, most),
        () -> Json.type("integer").put("minimum", least).put("maximum", most));
  }

  static Shape<Integer> size(int least, int most) {
    return map(integer(least, most), Long::intValue);
  }

  static Shape<Double> number(double least, double most) {
    return shape(
        place -> {
          String whole = place.scalar(Tag.INT);
          String text = whole == null ? place.scalar(Tag.FLOAT) : whole;
          Double value = text == null ? null : parsed(() -> Double.valueOf(text));
          boolean good = value != null && Double.isFinite(value) && value >= least && value <= most;
          return good ? value : null;
        },
        "a number" + range(least > -MAX, shown(least), most < MAX, shown(most)),
        () -> Json.type("number").put("minimum", least).put("maximum", most));
  }

  private static String range(boolean below, Object least, boolean above, Object most) {
    if (below && above) {
      return " from " + least + " to " + most;
    }
    return below ? " of at least " + least : "";
  }

  /** The shape with its value turned into another. */
  static <A, B> Shape<B> map(Shape<A> shape, Function<A, @Nullable B> to) {
    return new Shape<>() {
      @Override
      public @Nullable B read(Place place) {
        A value = shape.read(place);
        return value == null ? null : to.apply(value);
      }

      @Override
      public ObjectNode schema() {
        return shape.schema();
      }
    };
  }

  static <T> Shape<T> shape(
      Function<Place, @Nullable T> parse, String expected, Supplier<ObjectNode> schema) {
    return shape(parse, place -> place.mismatch(expected), schema);
  }

  /** {@code refuse} reports why {@code parse} gave null. */
  static <T> Shape<T> shape(
      Function<Place, @Nullable T> parse, Consumer<Place> refuse, Supplier<ObjectNode> schema) {
    return new Shape<>() {
      @Override
      public @Nullable T read(Place place) {
        T value = parse.apply(place);
        if (value == null) {
          refuse.accept(place);
        }
        return value;
      }

      @Override
      public ObjectNode schema() {
        return schema.get();
      }
    };
  }

  private static <T> @Nullable T parsed(Supplier<T> parse) {
    try {
      return parse.get();
    } catch (NumberFormatException | DateTimeException e) {
      return null;
    }
  }

  private static String shown(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
