package ai.miniai.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.nn.Lambda;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.recurrent.LSTM;
import ai.miniai.tensor.Operation;
import ai.miniai.tensor.Tensor;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What cannot be exported is named, and no file is written. */
class RefusalsTest {
  @TempDir Path folder;

  private AbstractThrowableAssert<?, ? extends Throwable> refused(
      UnaryOperator<Tensor> function, Tensor example) {
    Path file = folder.resolve("refused.onnx");
    Module model = new Sequential(new ReLU(), new Sequential(new Lambda("own", function)));
    var refused =
        assertThatThrownBy(() -> Onnx.export(model, example, file))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("Sequential() cannot be exported to ONNX:\n  1.0: ");
    assertThat(file).doesNotExist();
    return refused;
  }

  @Test
  void valuesThatBecomeNumbers() {
    String reason = "() takes values that depend on the input out of their tensor";
    refused(x -> x.times(x.sum().item()), Tensor.rand(2, 3)).hasMessageContaining("item" + reason);
    refused(x -> Tensor.wrap(x.array().mul(2)), Tensor.rand(2, 3))
        .hasMessageContaining("array" + reason);
    refused(x -> x.plus(0L).update(a -> a.addi(1)), Tensor.rand(2, 3))
        .hasMessageContaining("update" + reason);
  }

  private static final class Cube extends Operation {
    @Override
    protected INDArray forward(INDArray... in) {
      return in[0].mul(in[0]).muli(in[0]);
    }

    @Override
    protected void backward(INDArray gradient) {
      give(0, gradient);
    }
  }

  @Test
  void operationsOfAUser() {
    refused(x -> new Cube().apply(x), Tensor.rand(2, 3))
        .hasMessageContaining(Cube.class.getName() + " has no equivalent in ONNX");
  }

  @Test
  void randomNumbers() {
    refused(x -> x.dropout(0.5), Tensor.rand(2, 3)).hasMessageContaining("Dropout has no");
    refused(x -> x.plus(Tensor.rand(3)), Tensor.rand(2, 3))
        .hasMessageContaining("Plus gets a tensor of shape [3] with other values in each run");
  }

  @Test
  void lossesAndMomentsOfTheBatch() {
    refused(x -> x.crossEntropy(x.argmax(1)), Tensor.rand(2, 3))
        .hasMessageContaining("CrossEntropy has no equivalent");
    refused(x -> x.batchNorm(Tensor.ones(3), Tensor.ones(3), 1e-5).output(), Tensor.rand(2, 3))
        .hasMessageContaining("BatchNorm normalises with the mean of the batch");
  }

  @Test
  void whatDependsOnTheBatchSize() {
    refused(x -> x.slice(0, 0, x.size(0) / 2), Tensor.rand(2, 3))
        .hasMessageContaining("Slice has a size that is no multiple of the batch size");
    refused(x -> x.times(1.0 / x.size(0)), Tensor.rand(2, 3))
        .hasMessageContaining("Affine depends on the batch, with scale");
    refused(x -> x.plus(Tensor.arange(x.size(0)).unsqueeze(1)), Tensor.rand(2, 3))
        .hasMessageContaining("has other values for each item of a batch");
    refused(x -> x.flip(0), Tensor.rand(2, 3)).hasMessageContaining("IndexSelect gets a constant");
    refused(x -> x.size(0) > 4 ? x.exp() : x.neg(), Tensor.rand(2, 3))
        .hasMessageContaining("is another function, or one of other values, in a batch");
  }

  @Test
  void whatDependsOnValuesThatWereReadBefore() {
    Tensor[] last = {Tensor.zeros(1, 3)};
    refused(
            x -> {
              Tensor y = x.plus(last[0]);
              last[0] = x.slice(0, 0, 1);
              return y;
            },
            Tensor.rand(2, 3))
        .hasMessageContaining("Plus gets a tensor");
  }

  @Test
  void emptyTensors() {
    refused(x -> Tensor.concat(1, x, x.slice(1, 0, 0).exp()), Tensor.rand(2, 3))
        .hasMessageContaining("Slice has a tensor without elements");
  }

  @Test
  void allProblemsAtOnce() {
    refused(x -> new Cube().apply(x.times(x.mean().item())).dropout(0.1), Tensor.rand(2, 3))
        .hasMessageContaining("item()")
        .hasMessageContaining("Cube")
        .hasMessageContaining("Dropout");
  }

  @Test
  void lengthsOfSequences() {
    assertThatThrownBy(
            () ->
                Onnx.of(new LSTM(3, 2), Tensor.rand(2, 4, 3), Tensor.of(4L, 2L))
                    .export(folder.resolve("x.onnx")))
        .hasMessageContaining("toDoubles() takes values");
  }

  @Test
  void examplesThatAreNone() {
    Module model = new Linear(3, 2);
    Path file = folder.resolve("x.onnx");
    assertThatThrownBy(() -> Onnx.export(model, Tensor.zeros(0, 3), file))
        .hasMessageContaining("input 0 of shape [0, 3] wants at least one element");
    assertThatThrownBy(() -> Onnx.export(model, Tensor.scalar(1), file))
        .hasMessageContaining("a dimension 0 that is the batch");
    assertThatThrownBy(() -> Onnx.of(model)).hasMessageContaining("an example of each input");
    assertThatThrownBy(() -> Onnx.export(model, Tensor.zeros(2, 4), file))
        .hasMessageContaining("[..., 3]");
    assertThat(file).doesNotExist();
  }

  @Test
  void settingsThatDoNotFit() {
    OnnxExport export = Onnx.of(new Linear(3, 2), Tensor.zeros(1, 3));
    assertThatThrownBy(() -> export.inputs("a", "b")).hasMessageContaining("1 inputs");
    assertThatThrownBy(() -> export.inputs("")).hasMessageContaining("different names");
    assertThatThrownBy(() -> export.name(" ")).hasMessageContaining("may not be empty");
    assertThatThrownBy(() -> export.batchDims(0, 1)).hasMessageContaining("1 inputs");
    assertThatThrownBy(() -> export.batchDims(2).export(folder.resolve("x.onnx")))
        .hasMessageContaining("a dimension 2 that is the batch");
  }
}
