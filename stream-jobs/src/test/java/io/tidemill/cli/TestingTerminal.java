package io.tidemill.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** Runs commands in this JVM and keeps what they print. */
final class TestingTerminal {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Returns the exit code. */
  int run(String... arguments) {
    return Tidemill.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  List<String> errLines() {
    return err().lines().toList();
  }
}
