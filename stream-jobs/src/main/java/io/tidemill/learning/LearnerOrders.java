package io.tidemill.learning;

import io.tidemill.control.Order;
import io.tidemill.kafka.ModelArchive;
import io.tidemill.kafka.PublishedModel;
import io.tidemill.pipeline.Labels;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.message.Control;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSnapshotCodec;
import io.tidemill.snapshot.SnapshotFormatException;
import java.io.Serializable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What orders mean to a learner: to go on from an earlier version, to forget a key. The others are
 * about what answers, and it learns on.
 *
 * @param fingerprint of the model that is learned
 * @param patience how long after its event a label may come, milliseconds of event time
 * @param archive where versions are kept
 */
record LearnerOrders(long fingerprint, long patience, ModelArchive archive)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(LearnerOrders.class);

  /** Those of a pipeline. */
  static LearnerOrders of(Pipeline pipeline, ModelArchive archive) {
    Labels labels = pipeline.labels();
    return new LearnerOrders(
        pipeline.model().fingerprint(), labels == null ? 0 : labels.patience().toMillis(), archive);
  }

  /** Does what a message says, if it is an order to learners. */
  void obey(Control control, OnlineLearner learner) throws Exception {
    // What is no order the version keeper, which is given the same, counts, and says why.
    Order order = Order.find(control);
    if (order instanceof Order.Rollback rollback) {
      returnTo(rollback, learner);
    } else if (order instanceof Order.Forget forget) {
      // An event up to then may wait for its label as long as that, and is learned with its time.
      long until =
          forget.until() > Long.MAX_VALUE - patience ? Long.MAX_VALUE : forget.until() + patience;
      learner.forget(forget.key(), until);
    }
  }

  private void returnTo(Order.Rollback rollback, OnlineLearner learner) throws Exception {
    PublishedModel published = archive.fetch(rollback.version());
    if (published == null) {
      LOG.warn("Version {} is gone: learning goes on from where it is.", rollback.version());
      return;
    }
    ModelSnapshot version;
    try {
      version = ModelSnapshotCodec.decode(published.snapshot());
    } catch (SnapshotFormatException e) {
      LOG.warn("Version {} cannot be read: {}", rollback.version(), e.getMessage());
      return;
    }
    if (version.fingerprint() != fingerprint || !version.weights().isFinite()) {
      LOG.warn("Version {} is none that can be learned on from.", rollback.version());
      return;
    }
    learner.returnTo(version, rollback.fromEpoch());
    LOG.info(
        "Learning goes on from version {}, with epoch {}.",
        rollback.version(),
        learner.progress().epoch());
  }
}
