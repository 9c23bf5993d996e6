package ai.miniai.bench;

import ai.miniai.examples.ModelName;
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
    Dl4jNetwork network = Dl4jNetwork.of(ModelName.valueOf(arguments[0]));
    if (Boolean.parseBoolean(arguments[2])) {
      network.model().setListeners(Dl4jListener.of(false));
    }
    ImmutableList<DataSet> batches = batches(batchSize);
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
  static ImmutableList<DataSet> batches(int batchSize) {
    Random random = new Random(1);
    ImmutableList.Builder<DataSet> batches = ImmutableList.builder();
    for (int batch = 0; batch < StepLoop.BATCHES; batch++) {
      INDArray labels = Nd4j.zeros(DataType.FLOAT, batchSize, SyntheticImages.CLASSES);
      for (int row = 0; row < batchSize; row++) {
        labels.putScalar(row, random.nextInt(SyntheticImages.CLASSES), 1);
      }
      int side = SyntheticImages.SIDE;
      batches.add(new DataSet(Nd4j.rand(DataType.FLOAT, batchSize, 1, side, side), labels));
    }
    return batches.build();
  }
}
