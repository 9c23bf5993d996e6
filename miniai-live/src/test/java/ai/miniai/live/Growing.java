package ai.miniai.live;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.histogram.Bins;
import ai.miniai.recording.DistributionRecorder;
import ai.miniai.recording.Place;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.RunRecord;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A made-up run that grows batch after batch, with two layers and two parameters. */
final class Growing {
  private final int perPass;
  private final DistributionRecorder activations =
      new DistributionRecorder(Quantity.ACTIVATIONS, new Bins(4, 0, 2)).label("a", "Linear 2→4");
  private final DistributionRecorder parameters = new DistributionRecorder(Quantity.PARAMETERS);
  private final DistributionRecorder updates = new DistributionRecorder(Quantity.UPDATES);
  private final List<Double> losses = new ArrayList<>();
  private final List<LossHistory.Validation> validation = new ArrayList<>();
  private int batches;

  /** {@code perPass}: training batches of an epoch; two of validation follow them. */
  Growing(int perPass, int mostColumns) {
    this.perPass = perPass;
    for (DistributionRecorder one : List.of(activations, parameters, updates)) {
      one.atMost(mostColumns).batchesPerPass(perPass);
    }
  }

  /** Trains one batch, and validates if an epoch is over. */
  void step() {
    int epoch = batches / perPass;
    int iteration = batches % perPass;
    Place place = new Place(epoch, iteration, true);
    activations.beginColumn(place);
    activations.add("a", tensor(batches));
    if (batches % 3 > 0) {
      activations.add("b", tensor(batches % 7 == 0 ? Double.NaN : 0.1 * batches));
    }
    for (DistributionRecorder one : List.of(parameters, updates)) {
      one.beginColumn(place);
      one.add("a.weight", tensor(one == updates ? 0.01 : 1 + batches));
      one.add("a.bias", tensor(0));
    }
    losses.add(batches == 50 ? Double.NaN : 1 / (1.0 + batches));
    batches++;
    if (batches % perPass == 0) {
      for (int i = 0; i < 2; i++) {
        activations.beginColumn(new Place(epoch, i, false));
        activations.add("a", tensor(i));
      }
      validation.add(new LossHistory.Validation(batches, 2.0 / batches));
    }
  }

  private static Tensor tensor(double value) {
    return Tensor.of(new double[] {value, 1, 0, -1}, 2, 2);
  }

  RunRecord record() {
    return new RunRecord(
        List.of(activations.recording(), parameters.recording(), updates.recording()),
        new LossHistory(losses, validation),
        OptionalInt.empty(),
        batches);
  }

  Moment moment() {
    return Moment.of("growing", record().copy()).in(RunState.RUNNING, "", 0);
  }
}
