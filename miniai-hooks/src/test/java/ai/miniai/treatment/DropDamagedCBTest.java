package ai.miniai.treatment;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.callback.Callback;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.learner.TrainLearner;
import ai.miniai.nn.Linear;
import ai.miniai.tensor.HostArray;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Items with damaged inputs or targets do not reach the model. */
class DropDamagedCBTest {
  private final List<Tensor> inputs = new ArrayList<>();
  private final List<Tensor> targets = new ArrayList<>();

  private final Callback listening =
      new Callback() {
        @Override
        public void afterPredict() {
          inputs.add(batch().x().detach());
          targets.add(batch().y().detach());
        }
      };

  /** An item whose input is its number. */
  private static Sample item(int number, HostArray target) {
    return Sample.of(new HostArray.Floats(new float[] {number}, new long[] {1}), target);
  }

  /** Four numbers of this rank, of which one may be odd; rank 0 is a single number. */
  private static HostArray target(int rank, float odd) {
    long[] shape = new long[rank];
    Arrays.fill(shape, 1);
    if (rank == 0) {
      return new HostArray.Floats(new float[] {odd}, shape);
    }
    shape[rank - 1] = 4;
    return new HostArray.Floats(new float[] {0, 0, odd, 0}, shape);
  }

  private void fit(List<Sample> items) {
    DataLoader loader = DataLoader.of(Dataset.of(items), items.size());
    new TrainLearner(
            new Linear(1, 1),
            new DataLoaders(loader, loader),
            (prediction, target) -> prediction.mean(),
            0)
        .fit(1, new DropDamagedCB(), listening);
  }

  /** The numbers of the items that the model got in training and in validation. */
  private List<double[]> numbers() {
    return inputs.stream().map(Tensor::toDoubles).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void targetsOfEachRankAreLookedAt(int rank) {
    fit(
        List.of(
            item(1, target(rank, 7)),
            item(2, target(rank, Float.NaN)),
            item(3, target(rank, Float.POSITIVE_INFINITY)),
            item(4, target(rank, Float.NEGATIVE_INFINITY)),
            item(5, target(rank, 8))));
    assertThat(numbers()).containsExactly(new double[] {1, 5}, new double[] {1, 5});
    assertThat(targets.get(0).size(0)).isEqualTo(2);
    assertThat(targets.get(0).rank()).isEqualTo(rank + 1);
    assertThat(targets.get(0).sum().item()).isEqualTo(15);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void ofABatchThatIsAllDamagedNothingIsTrained(int rank) {
    fit(List.of(item(1, target(rank, Float.NaN)), item(2, target(rank, Float.NaN))));
    assertThat(inputs).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void wholeBatchesStayAsTheyAre(int rank) {
    fit(List.of(item(1, target(rank, 7)), item(2, target(rank, 0))));
    assertThat(numbers()).containsExactly(new double[] {1, 2}, new double[] {1, 2});
  }

  @Test
  void theLargestNumbersAreNoDamage() {
    fit(List.of(item(1, target(0, Float.MAX_VALUE)), item(2, target(0, -Float.MAX_VALUE))));
    assertThat(numbers()).containsExactly(new double[] {1, 2}, new double[] {1, 2});
  }

  @Test
  void classIndicesAreNeverDamaged() {
    fit(
        List.of(
            Sample.of(new float[] {1}, new long[] {1}, 0),
            Sample.of(new float[] {Float.NaN}, new long[] {1}, 1),
            Sample.of(new float[] {3}, new long[] {1}, 2)));
    assertThat(numbers()).containsExactly(new double[] {1, 3}, new double[] {1, 3});
    assertThat(targets.get(0).dataType()).isEqualTo(DataType.INT64);
    assertThat(targets.get(0).toDoubles()).containsExactly(0, 2);
  }
}
