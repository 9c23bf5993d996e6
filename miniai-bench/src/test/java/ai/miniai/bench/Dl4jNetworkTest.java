package ai.miniai.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.nn.Module;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.Maps;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class Dl4jNetworkTest {

  /** DL4J counts running means and variances as parameters; we have them in the state. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LSTM", "ATTENTION"})
  void hasAsManyNumbersAsOurs(Network name) {
    Module ours = name.create();
    Map<String, Tensor> state =
        Maps.filterKeys(ours.stateDict(), path -> !path.endsWith("num_batches_tracked"));
    long numbers = state.values().stream().mapToLong(Tensor::length).sum();

    assertThat(Dl4jNetwork.of(name).model().numParams()).isEqualTo(numbers);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LSTM", "ATTENTION"})
  void learns(Network name) {
    Dl4jNetwork network = Dl4jNetwork.of(name);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, 4, name.data().classes());
    for (int row = 0; row < 4; row++) {
      labels.putScalar(row, row % name.data().classes(), 1);
    }
    DataSet batch = new DataSet(Nd4j.rand(DataType.FLOAT, name.data().shape(4)), labels);

    network.step().accept(batch);
    double first = network.model().score();
    for (int step = 0; step < 20; step++) {
      network.step().accept(batch);
    }

    assertThat(network.model().score()).isLessThan(first);
  }

  @Test
  void itsGeneralReluIsOurs() {
    double[] values = {-2, -0.5, 0.5, 3};
    Tensor ours = Tensor.of(values, 4).requiresGrad(true);
    Tensor y = ours.generalRelu(0.1, 0.4, Double.POSITIVE_INFINITY);
    y.backward(Tensor.of(new double[] {1, 2, 3, 4}, 4));

    var dl4j = new Dl4jGeneralRelu();
    INDArray out = dl4j.getActivation(Nd4j.createFromArray(values), true);
    INDArray gradient =
        dl4j.backprop(Nd4j.createFromArray(values), Nd4j.createFromArray(1.0, 2.0, 3.0, 4.0))
            .getFirst();

    assertThat(out.toDoubleVector()).containsExactly(y.toDoubles(), within(1e-6));
    assertThat(gradient.toDoubleVector()).containsExactly(ours.grad().toDoubles(), within(1e-6));
  }
}
