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
      Part features, Part task, Part residual, Part stuck, Part silent, Part incident) {
    List<Part> parts = List.of(features, task, residual, stuck, silent, incident);
    List<String> texts = new ArrayList<>();
    int[] offsets = new int[parts.size() + 1];
    for (int i = 0; i < parts.size(); i++) {
      texts.add(parts.get(i).text + " = " + parts.get(i).size);
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
        Fingerprint.of(String.join("; ", texts)));
  }
}
