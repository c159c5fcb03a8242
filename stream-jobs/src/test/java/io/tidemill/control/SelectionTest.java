package io.tidemill.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.snapshot.ModelVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final String OURS = "0123456789abcdef";

  private final Selection selection = new Selection(OURS);

  @Test
  void nothingIsInServiceWhereNothingIsKnown() {
    assertThat(selection.inService()).isNull();
    selection.obey(new Order.Pin(version(1, 1)));
    assertThat(selection.inService()).isNull();
  }

  @Test
  void theNewestIsInService() {
    add(1, 1);
    add(1, 2);
    assertInService(1, 2);
    add(2, 1);
    assertInService(2, 1);
  }

  @Test
  void aPinnedVersionStaysUntilItIsNotPinned() {
    add(1, 1);
    add(1, 2);
    selection.obey(new Order.Pin(version(1, 1)));
    add(1, 3);
    assertInService(1, 1);
    selection.obey(new Order.Unpin());
    assertInService(1, 3);
  }

  @Test
  void afterAPromotionNewerVersionsFollow() {
    add(1, 1);
    add(1, 2);
    add(1, 3);
    selection.obey(new Order.Promote(version(1, 1), version(1, 3)));
    assertInService(1, 1);
    add(1, 4);
    assertInService(1, 4);
  }

  @Test
  void afterARollbackOnlyWhatWasLearnedFromThereFollows() {
    add(1, 1);
    add(1, 2);
    selection.obey(new Order.Rollback(version(1, 1), 3));
    assertInService(1, 1);
    add(1, 3);
    add(2, 1); // of a learner that had not heard of it
    assertInService(1, 1);
    add(3, 4);
    assertInService(3, 4);
  }

  @Test
  void whatARollbackLeftBehindAnswersOnlyWhereItIsNamed() {
    add(1, 1);
    add(1, 2);
    add(1, 3);
    selection.obey(new Order.Rollback(version(1, 2), 3));
    selection.obey(new Order.Pin(version(1, 1)));
    selection.obey(new Order.Unpin());
    assertInService(1, 2);
    selection.obey(new Order.Pin(version(1, 3)));
    assertInService(1, 3);
    selection.obey(new Order.Unpin());
    add(3, 9);
    assertInService(3, 9);
  }

  @Test
  void theLastOrderCounts() {
    add(1, 1);
    add(1, 2);
    selection.obey(new Order.Pin(version(1, 1)));
    selection.obey(new Order.Promote(version(1, 2), version(1, 2)));
    add(1, 3);
    assertInService(1, 3);
  }

  @Test
  void forgettingAKeyChangesNothing() {
    add(1, 1);
    add(1, 2);
    selection.obey(new Order.Pin(version(1, 1)));
    selection.obey(new Order.Forget("k", 1));
    assertInService(1, 1);
  }

  @Test
  void anOrderWaitsForItsVersionWithTheNewestInService() {
    add(1, 1);
    selection.obey(new Order.Pin(version(1, 7)));
    assertInService(1, 1);
    assertThat(selection.ordered()).isEqualTo(version(1, 7));
    add(1, 7);
    add(1, 8);
    assertInService(1, 7);
  }

  @Test
  void aVersionThatIsGoneIsNotInService() {
    add(1, 1);
    add(1, 2);
    selection.remove(version(1, 2));
    assertInService(1, 1);
  }

  @Test
  void versionsOfAnotherNetworkAreKnownAndNeverInService() {
    add(1, 1);
    selection.add(known(version(2, 1), "ffffffffffffffff"));
    assertInService(1, 1);
    selection.obey(new Order.Pin(version(2, 1)));
    assertInService(1, 1);
    assertThat(selection.versions()).hasSize(2);
  }

  /**
   * The two topics are read side by side: what is chosen must not depend on how they interleave.
   */
  @Test
  void theOrderInWhichTheTopicsAreReadDoesNotShow() {
    List<Order> orders =
        List.of(
            new Order.Pin(version(1, 2)),
            new Order.Unpin(),
            new Order.Promote(version(1, 3), version(1, 5)),
            new Order.Rollback(version(1, 2), 2));
    Random random = new Random(5);
    for (int last = 0; last < orders.size(); last++) {
      for (int versions = 1; versions < 10; versions++) {
        Selection together = new Selection(OURS);
        List<Runnable> models = new ArrayList<>();
        for (int i = 1; i <= versions; i++) {
          KnownVersion known = known(i < 8 ? version(1, i) : version(2, i), OURS);
          models.add(() -> together.add(known));
        }
        List<Runnable> control = new ArrayList<>();
        orders.subList(0, last + 1).forEach(order -> control.add(() -> together.obey(order)));
        interleave(models, control, random);
        Selection ordersFirst = new Selection(OURS);
        orders.subList(0, last + 1).forEach(ordersFirst::obey);
        together.versions().forEach(ordersFirst::add);

        assertThat(together.inService()).isNotNull().isEqualTo(ordersFirst.inService());
      }
    }
  }

  private static void interleave(List<Runnable> one, List<Runnable> other, Random random) {
    List<Boolean> turns = new ArrayList<>(Collections.nCopies(one.size(), true));
    turns.addAll(Collections.nCopies(other.size(), false));
    Collections.shuffle(turns, random);
    int first = 0;
    int second = 0;
    for (boolean turn : turns) {
      (turn ? one.get(first++) : other.get(second++)).run();
    }
  }

  private void add(int epoch, long sequence) {
    selection.add(known(version(epoch, sequence), OURS));
  }

  private void assertInService(int epoch, long sequence) {
    KnownVersion inService = Objects.requireNonNull(selection.inService());
    assertThat(inService.version()).isEqualTo(version(epoch, sequence));
  }

  private static ModelVersion version(int epoch, long sequence) {
    return new ModelVersion(epoch, sequence);
  }

  private static KnownVersion known(ModelVersion version, String fingerprint) {
    return new KnownVersion("m", version, fingerprint, null, 1, 1, 1, false);
  }
}
