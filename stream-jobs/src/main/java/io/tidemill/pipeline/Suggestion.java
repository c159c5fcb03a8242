package io.tidemill.pipeline;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** The known name that somebody probably meant. */
public final class Suggestion {

  private static final int MOST_LISTED = 20;

  private Suggestion() {}

  /** Says what is unknown, what was probably meant and what is allowed. */
  public static String unknown(String what, String name, Collection<String> allowed) {
    return unknown(what, name, allowed, listed(allowed));
  }

  /** The same where more is allowed than names, and {@code described} says it all. */
  static String unknown(String what, String name, Collection<String> allowed, String described) {
    String near = nearest(name, allowed);
    return "unknown "
        + what
        + " '"
        + Place.cut(name)
        + "'"
        + (near.isEmpty() ? "" : ", did you mean '" + near + "'?")
        + " (allowed: "
        + described
        + ")";
  }

  private static String listed(Collection<String> names) {
    String first = names.stream().limit(MOST_LISTED).collect(Collectors.joining(", "));
    return names.size() <= MOST_LISTED ? first : first + ", … " + names.size() + " in all";
  }

  /** The nearest name, or the empty text when none is near: at most a third of it differs. */
  static String nearest(String name, Collection<String> allowed) {
    String wanted = name.toLowerCase(Locale.ROOT).replace('_', '-');
    String best = "";
    int least = Integer.MAX_VALUE;
    for (String candidate : allowed) {
      int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT));
      int near = Math.max(2, candidate.length() / 3);
      if (distance < least && distance <= near && distance < candidate.length()) {
        least = distance;
        best = candidate;
      }
    }
    return best;
  }

  /**
   * Insertions, deletions, replacements and swaps of neighbours between two texts (optimal string
   * alignment); texts whose lengths differ by more than 8 are just far.
   */
  static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > 8) {
      return Math.max(a.length(), b.length());
    }
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int step(int[][] cost, String a, String b, int i, int j) {
    int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
