package io.tidemill.replay;

import io.tidemill.inference.PastAnswers;
import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.Prediction;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Answers as files in a folder, a JSON object a line, as the topics have them. */
public final class AnswerFiles implements PastAnswers.Output, AutoCloseable {
  public static final String PREDICTIONS = "predictions.ndjson";
  public static final String ALERTS = "alerts.ndjson";

  private static final int BUFFER = 1 << 16;

  private final MessageCodec<Prediction> prediction = MessageCodec.of(Prediction.class);
  private final MessageCodec<Alert> alert = MessageCodec.of(Alert.class);
  private final OutputStream predictions;
  private final OutputStream alerts;

  /** Makes the folder if it is missing, and replaces the files in it. */
  public AnswerFiles(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IOException(folder + " is no folder: name one for the answers");
    }
    Files.createDirectories(folder);
    predictions = open(folder.resolve(PREDICTIONS));
    alerts = open(folder.resolve(ALERTS));
  }

  private static OutputStream open(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
  }

  @Override
  public void prediction(Prediction message) throws IOException {
    predictions.write(prediction.encodeJson(message));
    predictions.write('\n');
  }

  @Override
  public void alert(Alert message) throws IOException {
    alerts.write(alert.encodeJson(message));
    alerts.write('\n');
  }

  @Override
  public void close() throws IOException {
    try (alerts) {
      predictions.close();
    }
  }
}
