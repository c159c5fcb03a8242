package io.tidemill.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.control.Order;
import io.tidemill.kafka.AtSubmission;
import io.tidemill.kafka.InService;
import io.tidemill.kafka.PublishedModel;
import io.tidemill.kafka.TestingVersions;
import io.tidemill.pipeline.ModelSignature;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.message.Control;
import io.tidemill.schema.message.ControlCommand;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.signing.ModelSigning;
import io.tidemill.signing.TestingKeys;
import io.tidemill.snapshot.ModelVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelIntakeTest {
  private static final Pipeline PIPELINE = TestingVersions.pipeline(2);
  private static final String FINGERPRINT = AtSubmission.fingerprint(PIPELINE);

  /** What is still on the topic; static, because the operator goes through serialisation. */
  private static final Map<ModelVersion, PublishedModel> TOPIC = new HashMap<>();

  private static final List<ModelVersion> FETCHED = new ArrayList<>();

  private ModelSigning signing = ModelSigning.NONE;
  private boolean sign; // whether what is published is signed
  private final List<TwoInputStreamOperatorTestHarness<?, ?, ?>> open = new ArrayList<>();
  private TwoInputStreamOperatorTestHarness<ModelChunk, Control, Instruction> intake;

  ModelIntakeTest() throws Exception {
    TOPIC.clear();
    FETCHED.clear();
    intake = started(AtSubmission.NOTHING, null);
  }

  @AfterEach
  void close() throws Exception {
    for (TwoInputStreamOperatorTestHarness<?, ?, ?> harness : open) {
      harness.close();
    }
  }

  @Test
  void everyNewerVersionGoesIntoService() throws Exception {
    publish(1, 1);
    publish(1, 2);

    assertThat(served()).containsExactly("1.1", "1.2");
    assertThat(FETCHED).isEmpty();
  }

  @Test
  void anOrderBringsBackAVersionThatHasPassedBy() throws Exception {
    publish(1, 1);
    publish(1, 2);
    order(new Order.Pin(new ModelVersion(1, 1)));
    publish(1, 3);
    order(new Order.Unpin());

    assertThat(served()).containsExactly("1.1", "1.2", "1.1", "1.3");
  }

  @Test
  void aVersionThatIsGoneLeavesWhatAnswers() throws Exception {
    publish(1, 1);
    publish(1, 2);
    TOPIC.remove(new ModelVersion(1, 1));
    order(new Order.Pin(new ModelVersion(1, 1)));
    publish(1, 3);

    assertThat(served()).containsExactly("1.1", "1.2", "1.3");
  }

  @Test
  void aKeyIsForgottenInItsPlaceAmongTheVersions() throws Exception {
    publish(1, 1);
    order(new Order.Forget("k", 5));
    publish(1, 2);

    assertThat(intake.extractOutputValues())
        .extracting(told -> told instanceof Instruction.Forget forget ? forget.key() : "version")
        .containsExactly("version", "k", "version");
  }

  @Test
  void whatIsNoOrderIsPassedOver() throws Exception {
    publish(1, 1);
    Control wrong =
        Control.newBuilder(new Order.Unpin().message("id", 1, "me", ""))
            .setCommand(ControlCommand.PIN)
            .build();
    intake.processElement2(new StreamRecord<>(wrong));
    publish(1, 2);

    assertThat(served()).containsExactly("1.1", "1.2");
  }

  @Test
  void whatWasInServiceAtSubmissionIsNotToldAgain() throws Exception {
    PublishedModel known = version(1, 7);
    intake =
        started(
            new AtSubmission(
                new InService(1, known.snapshot()),
                List.of(TestingVersions.tombstone(chunks(1, 7).get(0))),
                List.of(),
                0,
                0),
            null);
    order(new Order.Forget("k", 5));
    publish(1, 6);
    publish(1, 8);

    assertThat(served()).containsExactly("1.8");
  }

  @Test
  void aPinOutlivesARestore() throws Exception {
    publish(1, 1);
    publish(1, 2);
    order(new Order.Pin(new ModelVersion(1, 1)));
    intake = started(AtSubmission.NOTHING, intake.snapshot(1, 1));
    publish(1, 3);
    order(new Order.Unpin());

    assertThat(served()).as("what is in service is told once more").containsExactly("1.1", "1.3");
  }

  @Test
  void aStateOfBeforeThereWereOrdersIsRead() throws Exception {
    PublishedModel known = version(1, 7);
    OperatorSubtaskState empty = intake.snapshot(1, 1);
    AtSubmission pinned =
        new AtSubmission(
            new InService(1, known.snapshot()),
            List.of(TestingVersions.tombstone(chunks(1, 7).get(0))),
            List.of(new Order.Pin(new ModelVersion(1, 7)).message("id", 1, "me", "")),
            0,
            0);
    intake = started(pinned, empty);
    publish(1, 8);

    assertThat(served()).containsExactly("1.7");
  }

  @Test
  void onlyWhatIsSignedGetsIntoServiceWhereThatIsAskedFor() throws Exception {
    signing = TestingKeys.signing(ModelSignature.ED25519);
    intake = started(AtSubmission.NOTHING, null);
    publish(1, 1);
    sign = true;
    publish(1, 2);
    sign = false;
    publish(1, 3);

    assertThat(served()).containsExactly("1.2");
  }

  @Test
  void aVersionOfBeforeSignaturesWereAskedForIsChosenNoMore() throws Exception {
    publish(7, 1);
    OperatorSubtaskState unsigned = intake.snapshot(1, 1);
    signing = TestingKeys.signing(ModelSignature.ED25519);
    intake = started(AtSubmission.NOTHING, unsigned);
    sign = true;
    publish(1, 1);
    OperatorSubtaskState signed = intake.snapshot(2, 2);
    assertThat(served()).containsExactly("1.1");

    intake = started(AtSubmission.NOTHING, signed);
    order(new Order.Unpin());

    assertThat(served()).as("it is known to be signed").containsExactly("1.1");
  }

  private TwoInputStreamOperatorTestHarness<ModelChunk, Control, Instruction> started(
      AtSubmission submission, @Nullable OperatorSubtaskState state) throws Exception {
    TwoInputStreamOperatorTestHarness<ModelChunk, Control, Instruction> harness =
        new TwoInputStreamOperatorTestHarness<>(
            new CoProcessOperator<>(
                new ModelIntake(PIPELINE, signing, submission, ModelIntakeTest::fetch)),
            1,
            1,
            0);
    harness.setup(new InstructionSerializer());
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    open.add(harness);
    return harness;
  }

  private static @Nullable PublishedModel fetch(ModelVersion version) {
    FETCHED.add(version);
    return TOPIC.get(version);
  }

  private static PublishedModel version(int epoch, long sequence) {
    PublishedModel version =
        TestingVersions.published("levels", epoch, sequence, FINGERPRINT, epoch + "." + sequence);
    TOPIC.put(version.version(), version);
    return version;
  }

  private static List<ModelChunk> chunks(int epoch, long sequence) {
    return TestingVersions.chunks("levels", epoch, sequence, FINGERPRINT, epoch + "." + sequence);
  }

  private void publish(int epoch, long sequence) throws Exception {
    version(epoch, sequence);
    for (ModelChunk chunk : chunks(epoch, sequence)) {
      intake.processElement1(new StreamRecord<>(sign ? signing.signer().sign(chunk) : chunk));
    }
  }

  private void order(Order order) throws Exception {
    intake.processElement2(new StreamRecord<>(order.message("id", 1, "me", "to see")));
  }

  private List<String> served() {
    return intake.extractOutputValues().stream()
        .filter(Instruction.Serve.class::isInstance)
        .map(told -> new String(((Instruction.Serve) told).snapshot(), UTF_8))
        .toList();
  }
}
