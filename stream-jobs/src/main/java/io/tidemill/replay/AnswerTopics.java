package io.tidemill.replay;

import io.tidemill.inference.PastAnswers;
import io.tidemill.kafka.KafkaConnection;
import io.tidemill.kafka.MessageProducer;
import io.tidemill.kafka.TopicCreation;
import io.tidemill.kafka.TopicException;
import io.tidemill.pipeline.OutputFormat;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.Topic;
import io.tidemill.schema.Topics;
import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.Prediction;
import java.io.IOException;
import java.util.List;

/** Answers on topics of their own, as the pipeline's have them. */
public final class AnswerTopics implements PastAnswers.Output, AutoCloseable {
  private static final List<Topic> ANSWERS = List.of(Topic.PREDICTIONS, Topic.ALERTS);

  private final MessageProducer<Prediction> predictions;
  private final MessageProducer<Alert> alerts;

  /**
   * Makes the topics, which must not hold anything yet.
   *
   * @param topics named after the replay, not after a pipeline
   */
  public AnswerTopics(KafkaConnection kafka, Pipeline pipeline, Topics topics)
      throws TopicException {
    TopicCreation creation = new TopicCreation(kafka);
    int partitions = creation.partitions(pipeline.events().topic());
    creation.createMessages(topics, ANSWERS, partitions);
    for (Topic topic : ANSWERS) {
      creation.requireEmpty(topics.name(topic));
    }
    OutputFormat format = pipeline.execution().output();
    predictions =
        new MessageProducer<>(
            kafka, topics.predictions(), Prediction.class, Prediction::getKey, format);
    alerts = new MessageProducer<>(kafka, topics.alerts(), Alert.class, Alert::getKey, format);
  }

  @Override
  public void prediction(Prediction prediction) throws IOException {
    predictions.send(prediction);
  }

  @Override
  public void alert(Alert alert) throws IOException {
    alerts.send(alert);
  }

  /** Returns when all of them are acknowledged. */
  @Override
  public void close() throws IOException {
    try (predictions;
        alerts) {
      predictions.flush();
      alerts.flush();
    }
  }
}
