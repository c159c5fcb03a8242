package io.tidemill.online;

import io.tidemill.kafka.Event;
import io.tidemill.league.Ballot;
import io.tidemill.league.Decision;
import io.tidemill.league.Panel;
import io.tidemill.learning.DriftEvent;
import io.tidemill.pipeline.League;
import io.tidemill.pipeline.League.Candidate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets every candidate of a league answer and learn the stream, each as if it were alone, and makes
 * one answer of theirs. Whom to believe is learned as the candidates learn: from what event time
 * has passed, before anything later is answered.
 *
 * <p>As a candidate depends on no other, each plays some thousand events before they are compared,
 * in a thread of its own; answers do not depend on that. One that is dropped plays on to the end of
 * these, unheard.
 *
 * <p>Confined to one thread but for its own.
 */
final class LeagueInOnePass implements OnePass {
  private static final int EVENTS = 1024;

  private final List<Player> players = new ArrayList<>();
  private final Panel panel;
  private final Ballot ballot;
  private final Audience audience;

  private final List<Event> events = new ArrayList<>();
  private final Queue<Ballot.Case> passing = new ArrayDeque<>(); // until event time has passed
  private final double[] combined;
  private final List<Long> rows = new ArrayList<>(); // [keys] answered in order
  private long newest = Long.MIN_VALUE;
  private long outOfOrder;
  private long dropped;

  /** Nothing answered or learned yet. */
  LeagueInOnePass(League league, Audience audience, Consumer<Decision> decisions) {
    this.audience = audience;
    for (Candidate candidate : league.candidates()) {
      players.add(new Player(players.size(), candidate));
    }
    panel = new Panel(league, decisions);
    ballot = Ballot.of(league.candidates().get(0).model().task(), players.size());
    combined = new double[ballot.outputs()];
  }

  /** A candidate and what it said that was not compared yet. */
  private static final class Player implements Audience {
    final int index;
    final String name;
    final TestThenTrain stream;
    final Queue<Heard> heard = new ArrayDeque<>();

    Player(int index, Candidate candidate) {
      this.index = index;
      name = candidate.name();
      stream = new TestThenTrain(candidate.model(), candidate.learn(), this);
    }

    @Override
    public void answered(Answer answer) {
      heard.add(new Heard(answer.event(), answer));
    }

    @Override
    public void dropped(Event event) {
      heard.add(new Heard(event, null));
    }
  }

  /**
   * What a candidate said.
   *
   * @param answer null: nothing
   */
  private record Heard(Event event, @Nullable Answer answer) {}

  @Override
  public void accept(Event event) {
    events.add(event);
    if (events.size() == EVENTS) {
      play(false);
    }
  }

  @Override
  public void finish() {
    play(true);
    learn();
  }

  private void play(boolean last) {
    List<Player> playing = players.stream().filter(this::plays).toList();
    playing.parallelStream()
        .forEach(
            player -> {
              events.forEach(player.stream::accept);
              if (last) {
                player.stream.finish();
              }
            });
    events.clear();
    while (!playing.get(0).heard.isEmpty()) {
      compare(playing);
    }
  }

  private boolean plays(Player player) {
    return panel.isLeft(player.index);
  }

  /** Makes one answer of those to the next event. */
  private void compare(List<Player> playing) {
    double[] answers = new double[players.size() * ballot.outputs()];
    Arrays.fill(answers, Double.NaN);
    Answer any = null;
    boolean all = true;
    Event event = null;
    for (Player player : playing) {
      Heard heard = player.heard.remove();
      if (event == null) {
        event = heard.event();
        passTo(event.time);
      }
      if (!plays(player)) {
        continue;
      }
      Answer answer = heard.answer();
      all &= answer != null;
      if (answer != null) {
        any = answer;
        int at = player.index * ballot.outputs();
        ballot.answer(answer.key(), answer.said(), answer.last(), answers, at);
        audience.candidate(player.index, answer);
      }
    }
    if (any != null && all) {
      answered(any, answers);
    } else if (event != null) {
      dropped++;
      audience.dropped(event);
    }
  }

  private void passTo(long time) {
    if (time > newest) {
      learn();
      newest = time;
    }
  }

  private void learn() {
    for (Ballot.Case next = passing.poll(); next != null; next = passing.poll()) {
      panel.learn(next.answers(), next.outcome(), newest);
    }
  }

  private void answered(Answer any, double[] answers) {
    panel.combine(answers, combined);
    int key = any.key();
    while (rows.size() <= key) {
      rows.add(0L);
    }
    long row = rows.get(key);
    double[] said = ballot.said(key, combined, any.last());
    audience.answered(
        new Answer(any.event(), key, row, any.late(), said, any.actual(), any.last()));
    if (any.late()) {
      outOfOrder++;
      return;
    }
    rows.set(key, row + 1);
    Ballot.Case known = ballot.next(key, answers, any.actual(), any.last());
    if (known != null) {
      passing.add(known);
    }
  }

  @Override
  public long outOfOrder() {
    return outOfOrder;
  }

  @Override
  public long dropped() {
    return dropped;
  }

  /** Of all candidates. */
  @Override
  public long steps() {
    return players.stream().mapToLong(player -> player.stream.steps()).sum();
  }

  @Override
  public List<DriftEvent> drifts() {
    List<DriftEvent> all = new ArrayList<>();
    for (Player player : players) {
      for (DriftEvent drift : player.stream.drifts()) {
        all.add(new DriftEvent(drift.sequences(), drift.time(), player.name + ": " + drift.text()));
      }
    }
    all.sort(Comparator.comparingLong(DriftEvent::time));
    return all;
  }

  /** Who leads, and how much each counts. */
  Panel panel() {
    return panel;
  }
}
