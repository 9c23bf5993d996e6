package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import java.util.List;

/**
 * Modules that run one after the other, named by their position: "0", "1", … A convolution followed
 * by a ReLU is fused into one operation, with the same result, if no hook is watching either of
 * them.
 */
public final class Sequential extends ModuleRow {
  public Sequential(Module... modules) {
    this(List.of(modules));
  }

  public Sequential(List<? extends Module> modules) {
    super(modules);
  }

  @Override
  protected Tensor forward(Tensor input) {
    Tensor x = input;
    List<Module> modules = children();
    for (int i = 0; i < modules.size(); i++) {
      Module module = modules.get(i);
      if (module instanceof Conv2d convolution
          && i + 1 < modules.size()
          && modules.get(i + 1) instanceof ReLU relu
          && !convolution.isHooked()
          && !relu.isHooked()) {
        Tensor images = x;
        x = convolution.guarded(() -> convolution.forwardWithRelu(images), images);
        i++;
      } else {
        x = module.call(x);
      }
    }
    return x;
  }

  /**
   * The modules from index {@code from} (inclusive) to {@code to} (exclusive), shared, not copied.
   * Negative indices count from the end.
   */
  public Sequential slice(int from, int to) {
    return new Sequential(range(from, to));
  }
}
