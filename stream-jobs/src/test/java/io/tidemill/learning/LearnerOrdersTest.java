package io.tidemill.learning;

import static io.tidemill.learning.TestingLearnerOperator.ARCHIVE;
import static io.tidemill.learning.TestingLearnerOperator.PIPELINE;
import static io.tidemill.learning.TestingLearnerOperator.SEQUENCES;
import static io.tidemill.learning.TestingLearnerOperator.TIMES;
import static io.tidemill.learning.TestingLearnerOperator.distance;
import static io.tidemill.learning.TestingLearnerOperator.last;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.control.Order;
import io.tidemill.kafka.InService;
import io.tidemill.kafka.PublishedModel;
import io.tidemill.schema.message.Control;
import io.tidemill.schema.message.ControlCommand;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSnapshotCodec;
import io.tidemill.snapshot.ModelVersion;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LearnerOrdersTest {
  private final List<TestingLearnerOperator> open = new ArrayList<>();

  private TestingLearnerOperator with(TestingLearnerOperator learner) {
    open.add(learner);
    return learner;
  }

  @AfterEach
  void close() throws Exception {
    for (TestingLearnerOperator learner : open) {
      learner.close();
    }
  }

  @Test
  void afterARollbackLearningGoesOnFromThatVersionWithTheEpochOrdered() throws Exception {
    ModelSnapshot target =
        ModelSnapshotCodec.decode(TestingLearnerOperator.learnedBefore(1).snapshot());
    ARCHIVE.put(target.version(), PublishedModel.of(target, 1));
    TestingLearnerOperator learner = with(TestingLearnerOperator.started(InService.NOTHING));
    TestingLearnerOperator onwards = with(TestingLearnerOperator.started(InService.NOTHING));
    learner.learnEverySecond(1, 3);
    onwards.learnEverySecond(1, 3);

    learner.order(new Order.Rollback(target.version(), 4));
    learner.learnEverySecond(4, 6);
    onwards.learnEverySecond(4, 6);

    List<ModelSnapshot> models = learner.models();
    assertThat(models.get(0).version().epoch()).isEqualTo(1);
    ModelSnapshot newest = last(models);
    assertThat(newest.version().epoch()).isEqualTo(4);
    assertThat(distance(newest, target)).isLessThan(0.5 * distance(last(onwards.models()), target));
  }

  @Test
  void aRollbackIsObeyedOnceWhateverIsRestored() throws Exception {
    ModelSnapshot target =
        ModelSnapshotCodec.decode(TestingLearnerOperator.learnedBefore(1).snapshot());
    ARCHIVE.put(target.version(), PublishedModel.of(target, 1));
    TestingLearnerOperator undisturbed = with(TestingLearnerOperator.started(InService.NOTHING));
    undisturbed.learnEverySecond(1, 3);
    undisturbed.order(new Order.Rollback(target.version(), 4));
    undisturbed.learnEverySecond(4, 9);

    TestingLearnerOperator first = with(TestingLearnerOperator.started(InService.NOTHING));
    first.learnEverySecond(1, 3);
    first.order(new Order.Rollback(target.version(), 4));
    first.learnEverySecond(4, 5);
    TestingLearnerOperator second =
        with(TestingLearnerOperator.restored(PIPELINE, first.snapshot(1, 1), 5000));
    second.learnEverySecond(6, 9);

    List<ModelChunk> chunks = new ArrayList<>(first.extractOutputValues());
    chunks.addAll(second.extractOutputValues());
    assertThat(second.extractOutputValues()).isNotEmpty();
    assertThat(chunks).isEqualTo(undisturbed.extractOutputValues());
  }

  @Test
  void aRollbackToWhatIsGoneOrForeignChangesNothing() throws Exception {
    ModelSnapshot foreign =
        new OnlineLearner(
                TestingLearnerOperator.pipeline(4).model(), PIPELINE.learn(), 2, null, "test")
            .snapshot(0);
    ARCHIVE.put(foreign.version(), PublishedModel.of(foreign, 1));
    TestingLearnerOperator learner = with(TestingLearnerOperator.started(InService.NOTHING));
    TestingLearnerOperator undisturbed = with(TestingLearnerOperator.started(InService.NOTHING));
    learner.learnEverySecond(1, 3);
    undisturbed.learnEverySecond(1, 3);

    learner.order(new Order.Rollback(new ModelVersion(9, 9), 11));
    learner.order(new Order.Rollback(foreign.version(), 11));
    learner.order(new Order.Pin(new ModelVersion(1, 1)));
    learner.processElement2(
        new StreamRecord<>(
            Control.newBuilder(new Order.Unpin().message("id", 1, "me", ""))
                .setCommand(ControlCommand.ROLLBACK)
                .build()));
    learner.learnEverySecond(4, 6);
    undisturbed.learnEverySecond(4, 6);

    assertThat(learner.extractOutputValues()).isEqualTo(undisturbed.extractOutputValues());
  }

  /**
   * After the order the learner is, bit for bit, one that goes on from the same checkpoint and is
   * never shown the key again.
   */
  @Test
  void aForgottenKeyIsNotLearnedFrom() throws Exception {
    String key = SEQUENCES.get(0).key();
    TestingLearnerOperator first = with(TestingLearnerOperator.started(InService.NOTHING));
    first.learnEverySecond(1, 4);
    first.processElement1(new StreamRecord<>(SEQUENCES.get(SEQUENCES.size() - 1), TIMES));
    OperatorSubtaskState checkpoint = first.snapshot(1, 1);

    TestingLearnerOperator sees = with(TestingLearnerOperator.restored(PIPELINE, checkpoint, 4000));
    sees.order(new Order.Forget(key, Long.MAX_VALUE));
    TestingLearnerOperator again =
        with(TestingLearnerOperator.restored(PIPELINE, sees.snapshot(2, 2), 4000));
    TestingLearnerOperator neverSees =
        with(TestingLearnerOperator.restored(PIPELINE, checkpoint, 4000));
    neverSees.order(new Order.Forget(key, Long.MIN_VALUE));
    TestingLearnerOperator remembers =
        with(TestingLearnerOperator.restored(PIPELINE, checkpoint, 4000));
    sees.learnEverySecond(5, 9);
    again.learnEverySecond(5, 9);
    remembers.learnEverySecond(5, 9);
    neverSees.learnEverySecond(5, 9, sequence -> !sequence.key().equals(key));

    assertThat(sees.extractOutputValues())
        .hasSizeGreaterThan(2)
        .isEqualTo(neverSees.extractOutputValues())
        .isEqualTo(again.extractOutputValues())
        .isNotEqualTo(remembers.extractOutputValues());
  }

  @Test
  void whatComesOfAKeyAfterThatTimeIsLearned() throws Exception {
    String key = SEQUENCES.get(0).key();
    TestingLearnerOperator first = with(TestingLearnerOperator.started(InService.NOTHING));
    first.learnEverySecond(1, 4);
    OperatorSubtaskState checkpoint = first.snapshot(1, 1);

    TestingLearnerOperator forgets =
        with(TestingLearnerOperator.restored(PIPELINE, checkpoint, 4000));
    forgets.order(new Order.Forget(key, 36));
    TestingLearnerOperator spared =
        with(TestingLearnerOperator.restored(PIPELINE, checkpoint, 4000));
    spared.order(new Order.Forget(key, Long.MIN_VALUE));
    forgets.learnEverySecond(5, 9);
    spared.learnEverySecond(5, 9, sequence -> !sequence.key().equals(key) || sequence.time() > 36);

    assertThat(forgets.extractOutputValues()).isNotEmpty().isEqualTo(spared.extractOutputValues());
  }
}
