package ai.miniai.tensor;

import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.Window;
import ai.miniai.kernels.WindowSide;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Max pooling or average pooling of sequences or images. For averages, padding counts as zeros. */
final class PoolOp extends Operation {
  /** What is computed from each window. */
  enum Kind {
    MAX("MaxPool"),
    AVERAGE("AveragePool");

    private final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  private final Kind kind;
  private final Spatial spatial;
  private final Window window;

  PoolOp(Kind kind, Spatial spatial, Window window) {
    window.checkPooling();
    this.kind = kind;
    this.spatial = spatial;
    this.window = window;
  }

  @Override
  protected String name() {
    return kind.label;
  }

  @Override
  Map<String, Object> settings() {
    return settings(spatial, window);
  }

  /** Those of a pooling with this window. */
  static Map<String, Object> settings(Spatial spatial, Window window) {
    return Map.of(
        "size", spatial.sides(window, WindowSide::size),
        "stride", spatial.sides(window, WindowSide::stride),
        "padding", spatial.sides(window, WindowSide::padding));
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = inputs[0];
    spatial.check(x, window);
    INDArray images = spatial.forKernels(x);
    if (x.isEmpty()) {
      return spatial.fromKernels(window.ofNothing(images, x.size(1)));
    }
    save(x);
    Kernels kernels = Kernels.current();
    return spatial.fromKernels(
        kind == Kind.MAX ? kernels.maxPool(images, window) : kernels.averagePool(images, window));
  }

  @Override
  protected void backward(INDArray gradient) {
    Kernels kernels = Kernels.current();
    INDArray x = spatial.forKernels(saved(0, kind == Kind.MAX));
    INDArray results = spatial.forKernels(gradient);
    give(
        0,
        spatial.fromKernels(
            kind == Kind.MAX
                ? kernels.maxPoolBackward(x, results, window)
                : kernels.averagePoolBackward(x, results, window)));
  }
}
