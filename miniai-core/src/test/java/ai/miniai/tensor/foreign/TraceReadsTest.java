package ai.miniai.tensor.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.histogram.Bins;
import ai.miniai.tensor.Tensor;
import ai.miniai.tensor.Trace;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Values that leave the tensors are noted, under the name of the method that was called. */
class TraceReadsTest {
  private static List<Trace.Read> reads(UnaryOperator<Tensor> body) {
    Tensor x = Tensor.of(new float[] {1, -2, 3}, 3);
    return Trace.of(List.of(x), () -> "here", () -> List.of(body.apply(x))).reads();
  }

  @Test
  void valuesThatLeaveTheTensorsAreNoted() {
    // WHEN
    List<Trace.Read> reads =
        reads(
            x -> {
              Tensor y = x.sum();
              y.item();
              y.array();
              y.toDoubles();
              y.read(INDArray::length);
              y.update(array -> array.addi(1));
              return x.distribution(Bins.octaves(-2, 2));
            });
    // THEN
    assertThat(reads).extracting(Trace.Read::where).containsOnly("here");
    assertThat(reads)
        .extracting(Trace.Read::function)
        .containsExactly("item", "array", "toDoubles", "read", "update", "distribution");
  }

  @Test
  void valuesOfConstantsMayBeRead() {
    assertThat(reads(x -> x.times(Tensor.ones(3).sum().item()))).isEmpty();
  }
}
