package io.tidemill.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of the payments, as the files say it. */
final class Verdicts {
  private final Map<String, String> classes = new HashMap<>(); // of a payment
  private final Map<String, List<Known>> known = new HashMap<>(); // of an account, by time

  private record Known(long at, String verdict) {}

  private Verdicts() {}

  /** Reads payments {id,account,...} and verdicts {id,verdict,decided}. */
  static Verdicts of(Path payments, Path verdicts) throws IOException {
    Map<String, String> accounts = new HashMap<>();
    for (String line : Files.readAllLines(payments)) {
      String[] cells = line.split(",", -1);
      accounts.put(cells[0], cells[1]);
    }
    Verdicts all = new Verdicts();
    for (String line : Files.readAllLines(verdicts)) {
      String[] cells = line.split(",", -1);
      String account = accounts.get(cells[0]);
      if (account != null && !cells[0].equals("id")) {
        String verdict = cells[1].equals("ok") ? "honest" : "fraud";
        all.classes.put(cells[0], verdict);
        all.known
            .computeIfAbsent(account, any -> new ArrayList<>())
            .add(new Known(1000 * Long.parseLong(cells[2]), verdict));
      }
    }
    all.known.values().forEach(list -> list.sort(Comparator.comparingLong(Known::at)));
    return all;
  }

  /** Of a payment; null: none ever came. */
  @Nullable String of(String payment) {
    return classes.get(payment);
  }

  /** The last that was known of an account at an event time; null: none was. */
  @Nullable String lastKnown(String account, long time) {
    String last = null;
    for (Known verdict : known.getOrDefault(account, List.of())) {
      last = verdict.at() <= time ? verdict.verdict() : last;
    }
    return last;
  }
}
