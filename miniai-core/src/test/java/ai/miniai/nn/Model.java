package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import java.util.Map;
import java.util.function.Function;

/** Models for tests. */
final class Model {
  private Model() {}

  /** Linear, ReLU, Linear, with weights for which the numbers of PyTorch are known. */
  static Sequential known() {
    Sequential model = new Sequential(new Linear(3, 2), new ReLU(), new Linear(2, 1));
    model.loadStateDict(
        Map.of(
            "0.weight", Tensor.of(new float[] {0.1f, -0.2f, 0.3f, 0.5f, 0.4f, -0.6f}, 2, 3),
            "0.bias", Tensor.of(new float[] {0.01f, -0.02f}, 2),
            "2.weight", Tensor.of(new float[] {2, -3}, 1, 2),
            "2.bias", Tensor.of(new float[] {0.5f}, 1)));
    return model;
  }

  /** The input for which the numbers of {@link #known} are known. */
  static Tensor input() {
    return Tensor.of(new float[] {1, 2, 3, -1, 0.5f, 2}, 2, 3);
  }

  /** A module that is nothing but this function of its inputs. */
  static Module of(Function<Tensor[], Tensor> function) {
    return new Of(function);
  }

  private static final class Of extends Module {
    private final Function<Tensor[], Tensor> function;

    Of(Function<Tensor[], Tensor> function) {
      this.function = function;
    }

    @Override
    protected Tensor forward(Tensor... inputs) {
      return function.apply(inputs);
    }
  }
}
