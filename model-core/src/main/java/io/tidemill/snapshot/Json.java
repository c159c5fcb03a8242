package io.tidemill.snapshot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Strict JSON (RFC 8259) without null, of bounded depth and without repeated keys: all that the
 * text of a spec needs. A value is a Map, a List, a String, a Boolean or a {@link Numeral}.
 */
final class Json {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_NUMERAL = 32;

  /** A number as it is written. */
  record Numeral(String text) {}

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /** Refuses, with {@link IllegalArgumentException}, whatever is not exactly one value. */
  static Object parse(String text) {
    Json json = new Json(text);
    Object value = json.value(0);
    json.space();
    if (json.at != text.length()) {
      throw json.wrong("the end");
    }
    return value;
  }

  private Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "character " + at + ": nested deeper than " + MAX_DEPTH + " levels");
    }
    space();
    char next = peek();
    return switch (next) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> literal("true", true);
      case 'f' -> literal("false", false);
      default -> numeral();
    };
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> members = new LinkedHashMap<>();
    expect('{');
    space();
    if (peek() == '}') {
      at++;
      return members;
    }
    do {
      space();
      String key = string();
      space();
      expect(':');
      if (members.putIfAbsent(key, value(depth + 1)) != null) {
        throw new IllegalArgumentException("character " + at + ": the key " + key + " is repeated");
      }
      space();
    } while (another('}'));
    return members;
  }

  private List<Object> array(int depth) {
    List<Object> elements = new ArrayList<>();
    expect('[');
    space();
    if (peek() == ']') {
      at++;
      return elements;
    }
    do {
      elements.add(value(depth + 1));
      space();
    } while (another(']'));
    return elements;
  }

  private boolean another(char end) {
    char next = peek();
    if (next != ',' && next != end) {
      throw wrong("a comma or " + end);
    }
    at++;
    return next == ',';
  }

  private String string() {
    expect('"');
    StringBuilder string = new StringBuilder();
    while (peek() != '"') {
      char c = text.charAt(at++);
      if (c < ' ') {
        throw new IllegalArgumentException("character " + at + ": a bare control character");
      }
      string.append(c == '\\' ? escaped() : c);
    }
    at++;
    return string.toString();
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        if (at + 4 > text.length()) {
          throw wrong("four hexadecimal digits");
        }
        at += 4;
        yield (char) Integer.parseInt(text, at - 4, at, 16);
      }
      default -> throw wrong("an escape");
    };
  }

  private Boolean literal(String word, boolean value) {
    if (!text.startsWith(word, at)) {
      throw wrong(word);
    }
    at += word.length();
    return value;
  }

  private Numeral numeral() {
    int from = at;
    while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at == from || at - from > MAX_NUMERAL) {
      at = from;
      throw wrong("a value");
    }
    return new Numeral(text.substring(from, at));
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong("more");
    }
    return text.charAt(at);
  }

  private void expect(char c) {
    if (peek() != c) {
      throw wrong("" + c);
    }
    at++;
  }

  private IllegalArgumentException wrong(String expected) {
    String found = at < text.length() ? "" + text.charAt(at) : "the end";
    return new IllegalArgumentException(
        "character " + at + ": expected " + expected + ", found " + found);
  }

  /** A string in quotes, with as few escapes as JSON allows. */
  static void quote(String string, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
