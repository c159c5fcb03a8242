package io.tidemill.prequential;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Remembers everything, in place of the last changes. */
final class TestingMemory implements Evaluation.Memory {
  private final Map<String, List<Judgement>> known = new HashMap<>();

  @Override
  public int noChange(Judgement judgement) {
    List<Judgement> all = known.getOrDefault(judgement.key(), List.of());
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).actual().length > 0 && all.get(i).knownAt() <= judgement.time()) {
        return (int) all.get(i).actual()[0];
      }
    }
    return -1;
  }

  @Override
  public void known(Judgement judgement) {
    known.computeIfAbsent(judgement.key(), key -> new ArrayList<>()).add(judgement);
  }
}
