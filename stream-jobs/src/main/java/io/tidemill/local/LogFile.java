package io.tidemill.local;

import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.AppenderComponentBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/** Sends all logs of this JVM to one file, so that the terminal belongs to the run. */
final class LogFile {

  private static final String FILE = "file";

  private LogFile() {}

  static void use(Path file) {
    ConfigurationBuilder<BuiltConfiguration> builder =
        ConfigurationBuilderFactory.newConfigurationBuilder();
    builder.setStatusLevel(Level.ERROR);
    AppenderComponentBuilder appender =
        builder
            .newAppender(FILE, "RollingFile")
            .addAttribute("fileName", file.toString())
            .addAttribute("filePattern", file + ".%i")
            .add(
                builder
                    .newLayout("PatternLayout")
                    .addAttribute("pattern", "%d{ISO8601} %-5p %-40.40c{1.} [%t] %m%n%xEx"))
            .addComponent(
                builder.newComponent("SizeBasedTriggeringPolicy").addAttribute("size", "50 MB"))
            .addComponent(builder.newComponent("DefaultRolloverStrategy").addAttribute("max", 3));
    builder.add(appender);
    builder.add(builder.newRootLogger(Level.INFO).add(builder.newAppenderRef(FILE)));
    // One line for every metric that two tasks in one JVM both register.
    builder.add(builder.newLogger("org.apache.flink.metrics.MetricGroup", Level.ERROR));
    builder.add(builder.newLogger("org.apache.flink.runtime.metrics", Level.ERROR));
    builder.add(builder.newLogger("org.apache.kafka.clients", Level.WARN));
    builder.add(builder.newLogger("org.apache.kafka.common", Level.WARN));
    builder.add(builder.newLogger("kafka", Level.WARN));
    builder.add(builder.newLogger("org.apache.kafka", Level.WARN));
    Configurator.reconfigure(builder.build());
  }
}
