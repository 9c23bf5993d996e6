package ai.miniai.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.data.Batch;
import ai.miniai.data.StackingDataset;
import ai.miniai.tensor.Tensor;
import com.google.common.primitives.Doubles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NoiseTest {
  @ParameterizedTest
  @EnumSource
  void batchesHaveTheShapeThatEveryoneUses(Noise noise) {
    assertThat(noise.batches(2, 3))
        .hasSize(2)
        .allSatisfy(batch -> assertThat(batch.x().shape()).isEqualTo(noise.shape(3)))
        .extracting(Batch::y)
        .allSatisfy(
            labels ->
                assertThat(Doubles.asList(labels.toDoubles()))
                    .hasSize(3)
                    .allMatch(y -> y < noise.classes()));
  }

  @ParameterizedTest
  @EnumSource
  void aStackHoldsTheItems(Noise noise) {
    StackingDataset data = noise.dataset(4);
    Tensor stacked = Tensor.of(data.stack(1, 3).get(0));
    Tensor item = Tensor.of(data.get(3).arrays().get(0));

    assertThat(stacked.select(0, 1).toDoubles()).containsExactly(item.toDoubles());
  }
}
