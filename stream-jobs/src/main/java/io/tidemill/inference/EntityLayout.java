package io.tidemill.inference;

import io.tidemill.snapshot.Fingerprint;
import java.util.ArrayList;
import java.util.List;

/**
 * Where in the statistics of an {@link EntityState} everything is; each is an offset.
 *
 * @param features of the feature schema
 * @param task what {@link TaskAnswers} remembers
 * @param residual of the residual detector
 * @param stuck of the detector of stuck readings
 * @param silent 1 while the key is silent and that has been told, else 0
 * @param incident of the incident policy
 * @param held of the answer that is held; not a part of the layout where none is
 * @param size doubles in all
 * @param fingerprint names the layout: statistics of another one cannot be used
 */
record EntityLayout(
    int features,
    int task,
    int residual,
    int stuck,
    int silent,
    int incident,
    int held,
    int size,
    long fingerprint) {

  /**
   * A part of the statistics.
   *
   * @param text equal for parts whose doubles mean the same
   * @param size doubles
   */
  record Part(String text, int size) {}

  /** Lays the parts out one after another. */
  static EntityLayout of(
      Part features, Part task, Part residual, Part stuck, Part silent, Part incident, Part held) {
    List<Part> parts = List.of(features, task, residual, stuck, silent, incident, held);
    List<String> texts = new ArrayList<>();
    int[] offsets = new int[parts.size() + 1];
    for (int i = 0; i < parts.size(); i++) {
      if (i < parts.size() - 1 || held.size > 0) { // states of before it could be held stay good
        texts.add(parts.get(i).text + " = " + parts.get(i).size);
      }
      offsets[i + 1] = offsets[i] + parts.get(i).size;
    }
    return new EntityLayout(
        offsets[0],
        offsets[1],
        offsets[2],
        offsets[3],
        offsets[4],
        offsets[5],
        offsets[6],
        offsets[7],
        Fingerprint.of(String.join("; ", texts)));
  }
}
