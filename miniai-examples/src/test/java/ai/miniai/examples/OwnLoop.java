package ai.miniai.examples;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.data.Batch;
import ai.miniai.data.DataLoaders;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Module;
import ai.miniai.optim.SGD;
import ai.miniai.recording.DistributionRecorder;
import ai.miniai.recording.Place;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.RunRecord;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;

/** An epoch without a learner, of which the outputs and the losses are recorded. */
final class OwnLoop {
  private final Module model = ModelName.CNN.create();
  private final SGD optimizer = new SGD(model.parameters(), 0.1);
  private final DistributionRecorder outputs = new DistributionRecorder(Quantity.ACTIVATIONS);
  private final List<Double> losses = new ArrayList<>();
  private final Iterator<Batch> batches;
  private final long started = System.nanoTime();

  OwnLoop(DataLoaders dls) {
    batches = dls.train().iterator();
    outputs.batchesPerPass(dls.train().size());
  }

  boolean hasNext() {
    return batches.hasNext();
  }

  void step() {
    try (MemoryScope step = MemoryScope.open()) {
      Batch batch = batches.next();
      Tensor output = model.call(batch.x());
      outputs.beginColumn(new Place(0, losses.size(), true));
      outputs.add("model", output);
      Tensor loss = Losses.crossEntropy(output, batch.y());
      loss.backward();
      optimizer.step();
      optimizer.zeroGrad();
      losses.add(loss.item());
    }
  }

  void setRate(double rate) {
    optimizer.lr(rate);
  }

  RunRecord record() {
    return new RunRecord(
        List.of(outputs.recording()),
        new LossHistory(losses, List.of()),
        OptionalInt.empty(),
        System.nanoTime() - started);
  }
}
