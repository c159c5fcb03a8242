package io.tidemill.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.snapshot.ModelVersion;
import org.junit.jupiter.api.Test;

class OrdersTest {
  private static final String OURS = "0123456789abcdef";

  private final Selection selection = new Selection(OURS);
  private final Orders orders = new Orders(selection, 4);

  OrdersTest() {
    for (int sequence = 1; sequence <= 5; sequence++) {
      add(3, sequence, OURS);
    }
    add(4, 1, "ffffffffffffffff");
  }

  @Test
  void aPromotionIsFollowedByWhatIsNewerThanAll() {
    assertThat(orders.promote(version(3, 2)))
        .isEqualTo(new Order.Promote(version(3, 2), version(4, 1)));
  }

  @Test
  void aRollbackReturnsToTheVersionBefore() {
    assertThat(orders.rollback(null)).isEqualTo(new Order.Rollback(version(3, 4), 6));
    selection.obey(orders.rollback(null));
    assertThat(orders.rollback(null).version()).isEqualTo(version(3, 3));
    assertThat(orders.rollback(version(3, 1)).version()).isEqualTo(version(3, 1));
  }

  @Test
  void whatALearnerPublishesThatHasNotHeardOfARollbackIsNotServed() {
    selection.obey(orders.rollback(version(3, 2)));
    add(4, 2, OURS);
    add(5, 1, OURS); // a learner that was started at that moment
    assertThat(selection.inService()).extracting(KnownVersion::version).isEqualTo(version(3, 2));
  }

  @Test
  void ordersThatCannotBeObeyedAreRefused() {
    assertThatThrownBy(() -> orders.pin(version(2, 9)))
        .hasMessage(
            "version 2.9 is not among the 6 that are kept (3.1 to 4.1): list tells which are");
    assertThatThrownBy(() -> orders.promote(version(4, 1)))
        .hasMessageContaining("is of another network (ffffffffffffffff)");
    selection.obey(orders.pin(version(3, 1)));
    assertThatThrownBy(() -> orders.rollback(null))
        .hasMessage("no version before 3.1 is kept: there is none to return to");
    assertThatThrownBy(() -> new Orders(new Selection(OURS), 0).rollback(null))
        .hasMessageContaining("no version is in service");
    assertThatThrownBy(() -> new Orders(new Selection(OURS), 0).pin(version(1, 1)))
        .hasMessageContaining("(none)");
  }

  private void add(int epoch, long sequence, String fingerprint) {
    selection.add(
        new KnownVersion("m", version(epoch, sequence), fingerprint, null, sequence, 1, 1, false));
  }

  private static ModelVersion version(int epoch, long sequence) {
    return new ModelVersion(epoch, sequence);
  }
}
