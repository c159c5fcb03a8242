package io.tidemill.local;

import java.nio.file.Path;
import org.apache.logging.log4j.core.config.Configurator;

/** Where this JVM logs to, so that the terminal belongs to the run. */
final class LogFile {

  /** What the logging configuration of the launcher asks for. */
  private static final String PROPERTY = "tidemill.logs";

  private static final String NAME = "tidemill.log";

  private LogFile() {}

  /** Logs to a file in this folder from now on; returns the file. */
  static Path in(Path folder) {
    System.setProperty(PROPERTY, folder.toString());
    Configurator.reconfigure();
    return folder.resolve(NAME);
  }
}
