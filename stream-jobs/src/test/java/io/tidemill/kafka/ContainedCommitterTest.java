package io.tidemill.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.api.Test;

class ContainedCommitterTest {
  private final List<String> signals = new ArrayList<>();

  @Test
  void passesOverATransactionThatTheBrokerHasForgotten() throws Exception {
    commit(new InvalidPidMappingException("forgotten"));

    assertThat(signals).containsExactly("known forgotten");
  }

  @Test
  void failsForOtherReasons() {
    assertThatThrownBy(() -> commit(new TransactionalIdAuthorizationException("may not")))
        .isInstanceOf(IllegalStateException.class);
  }

  private void commit(Exception failure) throws Exception {
    Committer<String> failing =
        new Committer<>() {
          @Override
          public void commit(Collection<CommitRequest<String>> requests) {
            requests.forEach(request -> request.signalFailedWithUnknownReason(failure));
          }

          @Override
          public void close() {}
        };
    new ContainedCommitter<>(failing).commit(List.of(new TestingRequest()));
  }

  /** Notes what it is told, and throws for an unknown reason, as Flink's does. */
  private final class TestingRequest implements CommitRequest<String> {

    @Override
    public String getCommittable() {
      return "transaction";
    }

    @Override
    public int getNumberOfRetries() {
      return 0;
    }

    @Override
    public void signalFailedWithKnownReason(Throwable failure) {
      signals.add("known " + failure.getMessage());
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable failure) {
      throw new IllegalStateException(failure);
    }

    @Override
    public void retryLater() {
      signals.add("retry");
    }

    @Override
    public void updateAndRetryLater(String committable) {
      signals.add("update");
    }

    @Override
    public void signalAlreadyCommitted() {
      signals.add("committed");
    }
  }
}
