package io.tidemill.offline;

/**
 * How many of some rows: a part of them below 1, or so many rows of each key from 1 on.
 *
 * @param amount at least 0
 */
public record Share(double amount) {

  public Share {
    if (!(amount >= 0 && amount < Integer.MAX_VALUE)
        || (amount >= 1 && amount != Math.rint(amount))) {
      throw new IllegalArgumentException(
          "a share is " + amount + ": want a part below 1, as 0.1, or a number of rows");
    }
  }

  /** At least one row of several, if it is any share at all; never all of them. */
  int of(int rows) {
    if (amount == 0 || rows < 2) {
      return 0;
    }
    int wanted = amount < 1 ? (int) Math.round(amount * rows) : (int) amount;
    return Math.min(Math.max(wanted, 1), rows - 1);
  }
}
