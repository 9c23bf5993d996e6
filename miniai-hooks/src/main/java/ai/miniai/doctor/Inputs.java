package ai.miniai.doctor;

import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;

/** Adds the inputs of a network as the first layer of its activations. */
final class Inputs {
  private Inputs() {}

  /**
   * {@code recording} with the layers of {@code inputs} added, if it contains activations of the
   * same batches.
   */
  static Recording among(Recording recording, Recording inputs) {
    return recording.quantity() == Quantity.ACTIVATIONS
            && recording.columns().equals(inputs.columns())
        ? new Recording(
            Quantity.ACTIVATIONS,
            ImmutableList.copyOf(Iterables.concat(inputs.layers(), recording.layers())),
            recording.columns())
        : recording;
  }
}
