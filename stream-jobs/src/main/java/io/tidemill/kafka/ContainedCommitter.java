package io.tidemill.kafka;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A committer that passes over transactions which the broker has forgotten.
 *
 * <p>A savepoint names the transactions that were committed after it was taken, and a job that goes
 * on from it commits them again, which does no harm while the broker remembers them: for a week, or
 * whatever its {@code transactional.id.expiration.ms} says. Later, or on another broker, a job
 * would fail again and again. But a transaction that is forgotten cannot be open: it was committed,
 * or given up after {@link MessageSink#TRANSACTION_TIMEOUT}.
 */
final class ContainedCommitter<C> implements Committer<C> {
  private static final Logger LOG = LoggerFactory.getLogger(ContainedCommitter.class);

  private final Committer<C> committer;

  ContainedCommitter(Committer<C> committer) {
    this.committer = committer;
  }

  @Override
  public void commit(Collection<CommitRequest<C>> requests)
      throws IOException, InterruptedException {
    List<CommitRequest<C>> passing = requests.stream().map(this::passing).toList();
    committer.commit(passing);
  }

  private CommitRequest<C> passing(CommitRequest<C> request) {
    return new Passing<>(request);
  }

  @Override
  public void close() throws Exception {
    committer.close();
  }

  /** A request that is done with when its transaction is forgotten. */
  private record Passing<C>(CommitRequest<C> request) implements CommitRequest<C> {

    @Override
    public void signalFailedWithUnknownReason(Throwable failure) {
      if (failure instanceof InvalidPidMappingException) {
        LOG.warn(
            "Passed over {}, which the broker does not know any more: it was committed, or given up"
                + " when the job had been down for too long",
            getCommittable());
        request.signalFailedWithKnownReason(failure);
      } else {
        request.signalFailedWithUnknownReason(failure);
      }
    }

    @Override
    public C getCommittable() {
      return request.getCommittable();
    }

    @Override
    public int getNumberOfRetries() {
      return request.getNumberOfRetries();
    }

    @Override
    public void signalFailedWithKnownReason(Throwable failure) {
      request.signalFailedWithKnownReason(failure);
    }

    @Override
    public void retryLater() {
      request.retryLater();
    }

    @Override
    public void updateAndRetryLater(C committable) {
      request.updateAndRetryLater(committable);
    }

    @Override
    public void signalAlreadyCommitted() {
      request.signalAlreadyCommitted();
    }
  }
}
