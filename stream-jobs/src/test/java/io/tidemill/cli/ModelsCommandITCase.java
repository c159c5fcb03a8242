package io.tidemill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.control.Order;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.kafka.ControlTopic;
import io.tidemill.kafka.KafkaConnection;
import io.tidemill.kafka.ModelsTopic;
import io.tidemill.kafka.PublishedModel;
import io.tidemill.kafka.TopicCreation;
import io.tidemill.local.EmbeddedBroker;
import io.tidemill.network.Parameters;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import io.tidemill.schema.message.Control;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelVersion;
import io.tidemill.snapshot.Provenance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandITCase {
  @TempDir private static Path folder;
  private static EmbeddedBroker broker;
  private static int pipelines;

  private Path file;
  private Pipeline pipeline;
  private KafkaConnection kafka;
  private TestingTerminal terminal = new TestingTerminal();

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.start(folder.resolve("kafka"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  /** A pipeline of its own for each test, with three versions. */
  @BeforeEach
  void publish() throws Exception {
    String name = "levels-" + pipelines++;
    file = folder.resolve(name + ".yaml");
    Files.writeString(
        file,
        """
        name: %s
        events: {topic: t, key: k, time: {field: at}}
        features: [number: level]
        model: {target: level, layers: [gru: 2, dense]}
        """
            .formatted(name));
    pipeline = PipelineFile.read(file);
    kafka = KafkaConnection.of(broker.bootstrapServers());
    new TopicCreation(kafka).createMessages(pipeline.topics(), 1);
    for (int sequence = 1; sequence <= 3; sequence++) {
      ModelsTopic.of(kafka, pipeline)
          .publish(PublishedModel.of(version(sequence), 1_790_000_000_000L + 1000L * sequence));
    }
  }

  @Test
  void listsVersionsAndTheLastOrderInEightyColumns() throws Exception {
    assertThat(run("list")).isZero();
    assertThat(terminal.out().lines())
        .startsWith(pipeline.name() + ": 3 versions, 1.3 answers", "")
        .endsWith("* 1.3              2023-11-14 22:13:23  2026-09-21 14:13:23       571 B")
        .allMatch(line -> line.length() <= 80);

    assertThat(run("pin", "1.2", "--why", "1.3 is bad", "--who", "anna")).isZero();
    assertThat(terminal.out()).isEqualToIgnoringNewLines("pinned 1.2");
    assertThat(run("list")).isZero();
    assertThat(terminal.out())
        .contains("1.2 answers")
        .contains("last order: pin 1.2 by anna, ")
        .contains(": 1.3 is bad")
        .contains(" pinned");

    assertThat(run("list", "--json")).isZero();
    assertThat(terminal.out())
        .contains("\"inService\":\"1.2\",\"pinned\":true")
        .contains("\"who\":\"anna\",\"why\":\"1.3 is bad\"");
  }

  @Test
  void ordersAreRecordsOfTheControlTopic() throws Exception {
    run("pin", "1.1", "--why", "a");
    run("unpin", "--why", "b");
    run("promote", "1.2", "--why", "c");
    run("rollback", "--why", "d", "--who", "ben");

    List<Control> orders = new ArrayList<>();
    ControlTopic.of(kafka, pipeline).read(orders::add);
    assertThat(orders)
        .extracting(Order::of)
        .containsExactly(
            new Order.Pin(new ModelVersion(1, 1)),
            new Order.Unpin(),
            new Order.Promote(new ModelVersion(1, 2), new ModelVersion(1, 3)),
            new Order.Rollback(new ModelVersion(1, 1), 3));
    assertThat(orders).extracting(Control::getWhy).containsExactly("a", "b", "c", "d");
    assertThat(orders).extracting(Control::getWho).last().isEqualTo("ben");
    assertThat(orders).extracting(Control::getId).doesNotHaveDuplicates();
  }

  @Test
  void showsAndComparesVersions() throws Exception {
    assertThat(run("show", "1.3")).isZero();
    assertThat(terminal.out())
        .contains("version        1.3, answers")
        .contains("trained by     test: 3 steps, 3 sequences")
        .contains("network        gru 2 → dense 1")
        .contains("level.last");
    assertThat(terminal.out().lines()).allMatch(line -> line.length() <= 80);

    assertThat(run("diff", "1.1", "1.3")).isZero();
    assertThat(terminal.out()).contains("1.1 to 1.3: the same network").contains("0.W");
    assertThat(terminal.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(run("diff", "1.1", "1.3", "--json")).isZero();
    assertThat(terminal.out()).contains("\"sameNetwork\":true").contains("\"name\":\"0.W\"");
  }

  @Test
  void whatIsExportedCanBeImported() throws Exception {
    Path out = folder.resolve(pipeline.name() + ".tidemill");
    assertThat(run("export", "1.2", "--out", out.toString())).isZero();
    assertThat(run("import", out.toString(), "--why", "it was good")).isZero();
    assertThat(terminal.out()).contains("as version 3.2, which answers now");

    assertThat(run("show", "3.2")).isZero();
    assertThat(terminal.out()).contains("3.2, answers").contains(": it was good");
    assertThat(run("diff", "1.2", "3.2", "--json")).isZero();
    assertThat(terminal.out()).contains("\"change\":0.0").doesNotContain("\"change\":0.1");

    Path weights = folder.resolve(pipeline.name() + ".npz");
    assertThat(run("export", "3.2", "--out", weights.toString())).isZero();
    assertThat(Files.readAllBytes(weights)).startsWith('P', 'K');
  }

  @Test
  void whatCannotBeDoneIsRefusedWithItsReason() throws Exception {
    assertThat(run("pin", "7.1", "--why", "x")).isEqualTo(1);
    assertThat(terminal.err())
        .contains("version 7.1 is not among the 3 that are kept (1.1 to 1.3)");
    run("pin", "1.1", "--why", "x");
    assertThat(run("rollback", "--why", "x")).isEqualTo(1);
    assertThat(terminal.err()).contains("no version before 1.1 is kept");
    assertThat(run("import", "no.tidemill", "--why", "x")).isEqualTo(1);
    assertThat(terminal.err()).contains("no.tidemill: no such file");
    assertThat(run("show", "1.9")).isEqualTo(1);
    assertThat(run("show", "seven")).isEqualTo(2);
    assertThat(terminal.err()).contains("'seven' is no version: give its epoch, a dot");
    assertThat(run("pin", "1.2")).isEqualTo(2);
    assertThat(terminal.err()).contains("--why");
  }

  @Test
  void aKeyIsForgottenByAnOrder() throws Exception {
    terminal = new TestingTerminal();
    assertThat(
            terminal.run(
                "forget",
                file.toString(),
                "--key",
                "station 7",
                "--until",
                "2026-11-22T07:00:00Z",
                "--why",
                "asked to",
                "--kafka",
                kafka.bootstrapServers()))
        .as(terminal.err())
        .isZero();

    List<Control> orders = new ArrayList<>();
    ControlTopic.of(kafka, pipeline).read(orders::add);
    assertThat(orders)
        .extracting(Order::of)
        .containsExactly(new Order.Forget("station 7", 1_795_330_800_000L));
    assertThat(terminal.out()).contains("are told to forget station 7");
  }

  private int run(String command, String... more) {
    terminal = new TestingTerminal();
    List<String> arguments = new ArrayList<>(List.of("models", file.toString(), command));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--kafka", kafka.bootstrapServers()));
    return terminal.run(arguments.toArray(String[]::new));
  }

  private ModelSnapshot version(int sequence) {
    return new ModelSnapshot(
        pipeline.model(),
        new ModelVersion(1, sequence),
        Parameters.initial(pipeline.model().model(), sequence),
        FeatureScaling.identity(pipeline.features().observedWidth()),
        new Provenance(
            "test", 0, OptionalLong.of(1_700_000_000_000L + 1000L * sequence), sequence, sequence));
  }
}
