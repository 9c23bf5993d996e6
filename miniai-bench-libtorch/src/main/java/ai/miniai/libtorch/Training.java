package ai.miniai.libtorch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Trains a network on random batches. */
final class Training implements Task {
  private static final int BATCHES = 4;

  private record Batch(Tensor x, Tensor y) {}

  private final int batchSize;
  private final Layer network;
  private final SGD optimizer;
  private final List<Batch> batches = new ArrayList<>();

  Training(String name, int batchSize, double learningRate) {
    this.batchSize = batchSize;
    this.network = Networks.of(name);
    this.optimizer =
        new SGD(
            new TensorVector(network.parameters().toArray(new Tensor[0])),
            new SGDOptions(learningRate));
    boolean rows = name.equals("table");
    long[] shape = rows ? new long[] {batchSize, 20} : new long[] {batchSize, 1, 28, 28};
    TensorOptions labels = new TensorOptions(torch.ScalarType.Long);
    for (int i = 0; i < BATCHES; i++) {
      Tensor y = torch.randint(rows ? 2 : 10, new long[] {batchSize}, labels);
      batches.add(new Batch(torch.rand(shape), y));
    }
  }

  @Override
  public double itemsPerSecond(int steps, String what) {
    long start = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      step(batches.get(i % BATCHES));
    }
    return steps * batchSize * 1e9 / (System.nanoTime() - start);
  }

  /** The scope frees the tensors of the step, without waiting for the garbage collector. */
  private void step(Batch batch) {
    try (PointerScope scope = new PointerScope()) {
      Tensor loss = torch.cross_entropy_loss(network.function().apply(batch.x), batch.y);
      loss.backward();
      optimizer.step();
      optimizer.zero_grad();
    }
  }
}
