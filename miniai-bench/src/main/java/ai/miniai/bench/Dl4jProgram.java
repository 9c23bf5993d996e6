package ai.miniai.bench;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The DL4J program of the comparison, which runs in a JVM of its own. */
final class Dl4jProgram {
  private Dl4jProgram() {}

  /** Arguments: the model's name, the batch size, and whether activations are recorded. */
  public static void main(String... arguments) throws IOException {
    int batchSize = Integer.parseInt(arguments[1]);
    Network model = Network.valueOf(arguments[0]);
    Dl4jNetwork network = Dl4jNetwork.of(model);
    if (Boolean.parseBoolean(arguments[2])) {
      network.model().setListeners(Dl4jListener.of(false));
    }
    ImmutableList<DataSet> batches = batches(model.data(), batchSize);
    Orders.follow(
        steps -> {
          long start = System.nanoTime();
          for (int i = 0; i < steps; i++) {
            network.step().accept(batches.get(i % batches.size()));
          }
          return steps * batchSize * 1e9 / (System.nanoTime() - start);
        });
  }

  /** As many different batches as the other programs use. */
  static ImmutableList<DataSet> batches(Noise noise, int batchSize) {
    Random random = new Random(1);
    ImmutableList.Builder<DataSet> batches = ImmutableList.builder();
    for (int batch = 0; batch < StepLoop.BATCHES; batch++) {
      INDArray labels = Nd4j.zeros(DataType.FLOAT, batchSize, noise.classes());
      for (int row = 0; row < batchSize; row++) {
        labels.putScalar(row, random.nextInt(noise.classes()), 1);
      }
      batches.add(new DataSet(Nd4j.rand(DataType.FLOAT, noise.shape(batchSize)), labels));
    }
    return batches.build();
  }
}
