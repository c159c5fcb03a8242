package io.tidemill.kafka;

import io.tidemill.schema.Topic;
import io.tidemill.schema.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes the topics of a pipeline that are missing; those that exist are left as they are, and
 * refused where a job could not work with them.
 */
public final class TopicCreation {

  private static final int TIMEOUT_MS = 30_000;

  private final KafkaConnection kafka;

  public TopicCreation(KafkaConnection kafka) {
    this.kafka = kafka;
  }

  /**
   * Makes the topic of the events if it is missing.
   *
   * @return its partitions, which may be others than asked for if it was there
   */
  public int createEvents(String topic, int partitions) throws TopicException {
    try (Admin admin = admin()) {
      Map<String, Integer> existing = partitions(admin, List.of(topic));
      if (!existing.containsKey(topic)) {
        create(admin, new NewTopic(topic, Optional.of(partitions), Optional.empty()));
      }
      return existing.getOrDefault(topic, partitions);
    }
  }

  /** The partitions of a topic that must be there. */
  public int partitions(String topic) throws TopicException {
    try (Admin admin = admin()) {
      Integer partitions = partitions(admin, List.of(topic)).get(topic);
      if (partitions == null) {
        throw new TopicException(
            "topic " + topic + " does not exist at " + kafka + ": check its name, or create it");
      }
      return partitions;
    }
  }

  /**
   * Makes what is missing of what Tidemill writes.
   *
   * @param partitions of the topics that are keyed like the events
   */
  public void createMessages(Topics topics, int partitions) throws TopicException {
    createMessages(topics, List.of(Topic.values()), partitions);
  }

  /** Makes what is missing of some of them. */
  public void createMessages(Topics topics, List<Topic> some, int partitions)
      throws TopicException {
    try (Admin admin = admin()) {
      List<String> names = new ArrayList<>();
      for (Topic topic : some) {
        names.add(topics.name(topic));
      }
      Map<String, Integer> existing = partitions(admin, names);
      for (Topic topic : some) {
        String name = topics.name(topic);
        if (existing.containsKey(name)) {
          check(admin, topic, name, existing.get(name));
        } else {
          create(
              admin,
              new NewTopic(name, Optional.of(topic.single() ? 1 : partitions), Optional.empty())
                  .configs(topic.config()));
        }
      }
    }
  }

  private void check(Admin admin, Topic topic, String name, int partitions) throws TopicException {
    if (topic != Topic.MODELS) {
      return;
    }
    if (partitions != 1) {
      throw new TopicException(
          "topic "
              + name
              + " has "
              + partitions
              + " partitions: versions of a model are ordered within one; delete the topic, and it"
              + " is made anew");
    }
    String policy = policy(admin, name);
    if (!policy.contains("compact")) {
      throw new TopicException(
          "topic "
              + name
              + " has cleanup.policy="
              + policy
              + ", so that the newest model would expire: kafka-configs.sh --bootstrap-server "
              + kafka.bootstrapServers()
              + " --alter --entity-type topics --entity-name "
              + name
              + " --add-config cleanup.policy=compact");
    }
  }

  /**
   * Refuses a topic that something has been written to.
   *
   * @throws TopicException if it has, or the topic does not exist
   */
  public void requireEmpty(String topic) throws TopicException {
    try (Admin admin = admin()) {
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      for (int partition = partitions(topic) - 1; partition >= 0; partition--) {
        latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
      }
      for (ListOffsetsResultInfo end :
          await(admin.listOffsets(latest).all(), "read the ends of " + topic).values()) {
        if (end.offset() > 0) {
          throw new TopicException(
              "topic " + topic + " has been written to: name another, so that nothing is mixed");
        }
      }
    }
  }

  /** Whether a topic that must be there keeps the newest record of every key. */
  boolean isCompacted(String topic) throws TopicException {
    try (Admin admin = admin()) {
      return policy(admin, topic).contains("compact");
    }
  }

  private String policy(Admin admin, String name) throws TopicException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    Config config =
        await(admin.describeConfigs(List.of(resource)).all(), "describe " + name).get(resource);
    return config == null ? "" : config.get("cleanup.policy").value();
  }

  private Map<String, Integer> partitions(Admin admin, List<String> names) throws TopicException {
    Map<String, Integer> partitions = new HashMap<>();
    Map<String, KafkaFuture<TopicDescription>> descriptions =
        admin.describeTopics(names).topicNameValues();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> entry : descriptions.entrySet()) {
      try {
        partitions.put(
            entry.getKey(),
            await(entry.getValue(), "describe " + entry.getKey()).partitions().size());
      } catch (TopicException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
      }
    }
    return partitions;
  }

  private void create(Admin admin, NewTopic topic) throws TopicException {
    try {
      await(admin.createTopics(List.of(topic)).all(), "create " + topic.name());
    } catch (TopicException e) {
      if (!(e.getCause() instanceof TopicExistsException)) { // another job was faster
        throw e;
      }
    }
  }

  private <T> T await(KafkaFuture<T> future, String what) throws TopicException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new TopicException(
          "cannot "
              + what
              + " at "
              + kafka
              + ": "
              + (cause instanceof AuthorizationException
                  ? "this client may not; grant it CREATE and DESCRIBE, or create the topic for it"
                  : cause instanceof org.apache.kafka.common.errors.TimeoutException
                      ? "no broker answered within "
                          + TIMEOUT_MS / 1000
                          + " s; is it running, and is the address right?"
                      : String.valueOf(cause)),
          cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TopicException("interrupted while asked to " + what, e);
    }
  }

  private Admin admin() {
    return Admin.create(
        kafka.client(
            Map.of(
                "client.id", "tidemill-topics",
                "default.api.timeout.ms", String.valueOf(TIMEOUT_MS),
                "request.timeout.ms", String.valueOf(TIMEOUT_MS))));
  }
}
